/** Very long texts for people: a quarter of the room for the beginning, the rest for the end, and how much is missing between them. */

/** Characters that stand in a shortened text in the place of those left out: `[… 950000 …]`. */
export function shorten(text: string, longest: number): { readonly text: string; readonly leftOut: number } {
  if (text.length <= longest) return { text, leftOut: 0 };
  const head = Math.floor(longest / 4);
  const leftOut = text.length - longest;
  return { text: `${text.slice(0, head)}[… ${leftOut} …]${text.slice(head + leftOut)}`, leftOut };
}
