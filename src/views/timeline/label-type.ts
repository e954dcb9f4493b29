/**
 * Text in boxes: which of several labels fits, without measuring each. The type is monospaced, so a width is a count.
 * Rule: at most MOST_LABELS texts a frame; when there are more boxes than that, nobody can read them anyway.
 */
import type { Palette } from "./palette.ts";

export const MOST_LABELS = 500;

export interface LabelType {
  readonly font: string;
  /** CSS pixels. */
  readonly size: number;
  widthOf(text: string): number;
  /** The first label that fits in `room`; undefined if none does. */
  fit(labels: readonly string[], room: number): string | undefined;
}

/** Type for labels of `size` CSS pixels. */
export function createLabelType(context: CanvasRenderingContext2D, palette: Palette, size: number): LabelType {
  const font = `${size}px ${palette.mono}`;
  context.font = font;
  const narrow = context.measureText("0").width;
  const wide = context.measureText("等").width;
  const widthOf = (text: string): number => {
    let width = 0;
    for (const sign of text) width += isWide(sign) ? wide : narrow;
    return width;
  };
  return { font, size, widthOf, fit: (labels, room) => labels.find((label) => widthOf(label) <= room) };
}

/** East Asian signs take the room of a whole square. */
function isWide(sign: string): boolean {
  const code = sign.codePointAt(0) ?? 0;
  return code >= 0x2e80 && !(code >= 0xff61 && code <= 0xffdc);
}
