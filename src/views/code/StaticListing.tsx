/** A listing in colour with line numbers, that cannot be edited: before the editor is there, and side by side. */
import type { Line } from "../../engine/base/ids.ts";
import type { ListingLanguage } from "../../engine/program/listing.ts";
import { PythonText } from "../shared/PythonText.tsx";
import { useTokenizer } from "../shared/use-tokenizer.ts";
import { ThreadBadge } from "../shared/ThreadBadge.tsx";
import { threadColour } from "../shared/thread-colours.ts";
import classes from "./code.module.css";
import type { ThreadLines } from "./thread-lines.ts";
import { fitting } from "./thread-lines.ts";

interface Props {
  readonly source: string;
  /** Python unless told. */
  readonly language?: ListingLanguage;
  readonly label: string;
  readonly threads?: ThreadLines;
  /** Lines that differ from another listing. */
  readonly marked?: ReadonlySet<Line>;
}

const NOBODY: ThreadLines = new Map();

export function StaticListing({ source, language = "python", label, threads = NOBODY, marked }: Props) {
  const tokenize = useTokenizer(language);
  return (
    <figure className={classes.listing} aria-label={label}>
      {tokenize(source.replace(/\n$/, "")).map((tokens, index) => {
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
