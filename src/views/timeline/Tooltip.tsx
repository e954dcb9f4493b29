/** The sentence beside the pointer. It follows the pointer within the plot and never leaves it. */
import type { Told } from "./sentences.ts";
import classes from "./timeline.module.css";

interface Props {
  readonly told: Told;
  /** CSS pixels in the plot. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const WIDEST = 320;

export function Tooltip({ told, x, y, width, height }: Props) {
  const left = Math.max(4, Math.min(x + 14, width - WIDEST - 4));
  const isLow = y > height * 0.6;
  const vertical = isLow ? { bottom: height - y + 14 } : { top: y + 18 };
  return (
    <div
      className={classes.tooltip}
      style={{ left, maxWidth: Math.min(WIDEST, width - 8), ...vertical }}
      aria-hidden="true"
    >
      <strong>{told.sentence}</strong>
      {told.details.map((detail) => (
        <span key={detail}>{detail}</span>
      ))}
    </div>
  );
}
