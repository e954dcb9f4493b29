/** A sentence of a scenario's texts: plain words, with `code` between backticks. */

export function Prose({ text }: { readonly text: string }) {
  // Parts at odd places stood between backticks.
  return text.split("`").map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part));
}
