/**
 * Progress that a program reports by what it prints: a drawn bar with a percentage, or a line that is nothing but a share. Pure.
 * Rule: a percentage or a fraction within a sentence is none, so that no other number is taken for one.
 */

/** What may stand before a share: nothing, or a word that says what it is. */
const WORD = String.raw`^\s*(?:(?:progress|done|进度|完成)\s*[:：]?\s*)?`;
const BAR = /^\s*\[[#=>.\-_ █▉▊▋▌▍▎▏░▒▓]*\]\s*(\d{1,3}(?:\.\d+)?)\s?%/;
/** As `tqdm` draws it: `40%|████      | 4/10`. */
const TQDM = /^\s*(?:[^|%]*:\s*)?(\d{1,3}(?:\.\d+)?)%\|[#=>.\-_ █▉▊▋▌▍▎▏]*\|/;
const PERCENT = new RegExp(String.raw`${WORD}(\d{1,3}(?:\.\d+)?)\s?%\s*$`, "i");
const FRACTION = new RegExp(String.raw`${WORD}(\d+)\s?/\s?(\d+)\s*$`, "i");

/** The share that a printed text reports, 0 to 1; null where it reports none. */
export function reportedShare(text: string): number | null {
  if (!text.includes("%") && !text.includes("/")) return null;
  const percent = BAR.exec(text) ?? TQDM.exec(text) ?? PERCENT.exec(text);
  if (percent !== null) return within(Number(percent[1]) / 100);
  const [, done, total] = FRACTION.exec(text) ?? [];
  return done === undefined || Number(total) === 0 ? null : within(Number(done) / Number(total));
}

function within(share: number): number | null {
  return share <= 1 ? share : null;
}
