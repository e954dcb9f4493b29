/** A small search over the events. Enter goes on, Shift+Enter back, Escape closes; the matches are found while typing. */
import type { KeyboardEvent } from "react";
import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import type { Seq } from "../../engine/base/ids.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import { findEvents, nextMatch } from "./find.ts";
import { Icon } from "../shared/Icon.tsx";
import type { TimelineTexts } from "./texts.ts";
import classes from "./timeline.module.css";

interface Props {
  readonly trace: Trace;
  readonly texts: TimelineTexts;
  readonly playhead: Seq;
  readonly onFound: (seq: Seq) => void;
  readonly onClose: () => void;
}

export function FindBar({ trace, texts, playhead, onFound, onClose }: Props) {
  const [query, setQuery] = useState("");
  const wanted = useDeferredValue(query.trim());
  const matches = useMemo(() => findEvents(trace, wanted, texts), [trace, wanted, texts]);
  const [found, setFound] = useState({ matches, at: -1 });
  const at = found.matches === matches ? found.at : -1;
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);

  function go(by: 1 | -1): void {
    const next = nextMatch(matches, playhead, by);
    if (next < 0) return;
    setFound({ matches, at: next });
    onFound(matches.rows[next]);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") onClose();
    else go(event.shiftKey ? -1 : 1);
  }

  return (
    // The keys of the field and of its buttons bubble here.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- search is a landmark, and its fields are interactive
    <search className={classes.find} onKeyDown={onKeyDown}>
      <Icon name="find" />
      <input
        ref={input}
        type="text"
        value={query}
        aria-label={texts.findLabel}
        placeholder={texts.findPlaceholder}
        title={texts.findHint}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setQuery(event.target.value)}
      />
      <output className={classes.findCount} aria-live="polite">
        {wanted === "" ? "" : countText(texts, at, matches.total)}
      </output>
      <button
        type="button"
        className={classes.tool}
        aria-label={texts.previousMatch}
        title={texts.previousMatch}
        disabled={matches.total === 0}
        onClick={() => go(-1)}
      >
        <Icon name="up" />
      </button>
      <button
        type="button"
        className={classes.tool}
        aria-label={texts.nextMatch}
        title={texts.nextMatch}
        disabled={matches.total === 0}
        onClick={() => go(1)}
      >
        <Icon name="down" />
      </button>
      <button type="button" className={classes.tool} aria-label={texts.close} title={texts.close} onClick={onClose}>
        <Icon name="close" />
      </button>
    </search>
  );
}

function countText(texts: TimelineTexts, at: number, total: number): string {
  if (total === 0) return texts.noMatch;
  return at < 0 ? texts.someMatches(texts.count(total)) : texts.matches(texts.count(at + 1), texts.count(total));
}
