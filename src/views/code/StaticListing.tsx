/** A listing in colour with line numbers, that cannot be edited: before the editor is there, and side by side. */
import type { Line } from "../../engine/base/ids.ts";
import { PythonText } from "../shared/PythonText.tsx";
import { tokenizeLines } from "../shared/python-tokens.ts";
import { ThreadBadge } from "../shared/ThreadBadge.tsx";
import { threadColour } from "../shared/thread-colours.ts";
import classes from "./code.module.css";
import type { ThreadLines } from "./thread-lines.ts";
import { fitting } from "./thread-lines.ts";

interface Props {
  readonly source: string;
  readonly label: string;
  readonly threads?: ThreadLines;
  /** Lines that differ from another listing. */
  readonly marked?: ReadonlySet<Line>;
}

const NOBODY: ThreadLines = new Map();

export function StaticListing({ source, label, threads = NOBODY, marked }: Props) {
  return (
    <figure className={classes.listing} aria-label={label}>
      {tokenizeLines(source.replace(/\n$/, "")).map((tokens, index) => {
        const line = index + 1;
        const here = threads.get(line) ?? [];
        const { shown, more } = fitting(here);
        return (
          <div
            key={line}
            className={classes.line}
            data-marked={marked?.has(line)}
            style={here.length > 0 ? { background: tintOf(here[0]) } : undefined}
          >
            <span className={classes.badges}>
              {shown.map((id) => (
                <ThreadBadge key={id} id={id} />
              ))}
              {more > 0 && `+${more}`}
            </span>
            <span className={classes.lineNumber} aria-hidden="true">
              {line}
            </span>
            <code>
              <PythonText tokens={tokens} />
            </code>
          </div>
        );
      })}
    </figure>
  );
}

/** The line's background where a thread stands. */
export function tintOf(thread: number): string {
  return `color-mix(in oklab, ${threadColour(thread)} 15%, transparent)`;
}
