/**
 * The same events as text, a row each. Pages of PAGE rows, since a browser cannot scroll over millions; within a page only the
 * rows in view are made. Arrows, Page Up and Down, Home and End move the playhead; so does a click on a row.
 */
/* oxlint-disable jsx-a11y/prefer-tag-over-role -- rows of a virtual list are placed one by one, which a table element cannot have */
import type { KeyboardEvent } from "react";
import { useEffect, useMemo, useRef, useState } from "react";
import type { VListHandle } from "virtua";
import { VList } from "virtua";
import type { Seq } from "../../engine/base/ids.ts";
import { placeOf, threadName } from "../../engine/trace/names.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import { otherOf } from "../../engine/trace/event.ts";
import { threadColour } from "../shared/thread-colours.ts";
import { opWord, valueWord } from "./event-words.ts";
import { formatMoment } from "./numbers.ts";
import { Place } from "./place.ts";
import type { TimelineTexts } from "./texts.ts";
import classes from "./timeline.module.css";

interface Props {
  readonly trace: Trace;
  readonly texts: TimelineTexts;
  readonly playhead: Seq;
  readonly onChoose: (seq: Seq) => void;
  /** The reader wants the lanes back. */
  readonly onLeave: () => void;
}

const PAGE = 50_000;
const ROW_HEIGHT = 26;
const SCREENFUL = 15;

export function EventTable({ trace, texts, playhead, onChoose, onLeave }: Props) {
  const [turned, setTurned] = useState({ playhead, page: pageOf(playhead) });
  const page = turned.playhead === playhead ? turned.page : pageOf(playhead);
  const turnTo = (to: number): void => setTurned({ playhead, page: to });
  const list = useRef<VListHandle>(null);
  // The row that a key asked for exists only after the list has scrolled to it; it takes the focus then.
  const [focusWish] = useState(() => new Place());
  const grid = useRef<HTMLDivElement>(null);
  const first = page * PAGE;
  const count = Math.min(PAGE, trace.count - first);
  const rows = useMemo(() => Array.from({ length: count }, (_, at) => first + at), [first, count]);
  const pages = Math.ceil(trace.count / PAGE);

  // Whoever opens the table goes on in it.
  useEffect(() => grid.current?.focus(), []);
  useEffect(() => {
    const at = playhead - first;
    if (at >= 0 && at < count) list.current?.scrollToIndex(at, { align: "nearest" });
  }, [playhead, first, count]);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === "Escape" || event.key === "t") return onLeave();
    const goal = goalOf(event.key, playhead, trace.count);
    if (goal === null) return;
    event.preventDefault();
    event.stopPropagation();
    focusWish.set(goal, trace.time[goal]);
    onChoose(goal);
  }

  return (
    <div className={classes.table}>
      <div
        ref={grid}
        role="grid"
        tabIndex={-1}
        aria-label={texts.tableLabel}
        aria-rowcount={trace.count + 1}
        className={classes.grid}
        onKeyDown={onKeyDown}
      >
        <div role="row" className={classes.tableHead} aria-rowindex={1}>
          {[
            texts.columnTime,
            texts.columnThread,
            texts.columnWhat,
            texts.columnObject,
            texts.columnValue,
            texts.columnLine,
          ].map((name) => (
            <span role="columnheader" key={name}>
              {name}
            </span>
          ))}
        </div>
        <VList
          ref={list}
          data={rows}
          itemSize={ROW_HEIGHT}
          className={classes.tableBody}
          tabIndex={0}
          role="rowgroup"
          aria-label={texts.tableLabel}
        >
          {(seq) => (
            <EventRow
              key={seq}
              trace={trace}
              texts={texts}
              seq={seq}
              isChosen={seq === playhead}
              focusWish={focusWish}
              onChoose={onChoose}
            />
          )}
        </VList>
      </div>
      {pages > 1 && (
        <footer className={classes.pager}>
          <button type="button" className={classes.tool} disabled={page === 0} onClick={() => turnTo(page - 1)}>
            {texts.previousPage}
          </button>
          <span>{texts.page(texts.count(first + 1), texts.count(first + count), texts.count(trace.count))}</span>
          <button type="button" className={classes.tool} disabled={page === pages - 1} onClick={() => turnTo(page + 1)}>
            {texts.nextPage}
          </button>
        </footer>
      )}
    </div>
  );
}

interface RowProps {
  readonly trace: Trace;
  readonly texts: TimelineTexts;
  readonly seq: Seq;
  readonly isChosen: boolean;
  readonly focusWish: Place;
  readonly onChoose: (seq: Seq) => void;
}

function EventRow({ trace, texts, seq, isChosen, focusWish, onChoose }: RowProps) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isChosen || focusWish.seq !== seq) return;
    focusWish.clear();
    row.current?.focus({ preventScroll: true });
  }, [isChosen, seq, focusWish]);
  const thread = trace.thread[seq];
  const other = otherOf(trace, seq);
  return (
    <div
      ref={row}
      role="row"
      className={classes.row}
      data-seq={seq}
      aria-rowindex={seq + 2}
      aria-selected={isChosen}
      tabIndex={isChosen ? 0 : -1}
      onClick={() => onChoose(seq)}
      onKeyDown={(event) => event.key === "Enter" && onChoose(seq)}
    >
      <span role="gridcell" className={classes.number}>
        {formatMoment(trace.time[seq], 0.1)}
      </span>
      <span role="gridcell" className={classes.cellThread} style={{ color: threadColour(thread) }}>
        {threadName(trace, thread)}
      </span>
      <span role="gridcell">{opWord(trace, seq, texts)}</span>
      <span role="gridcell">{other >= 0 ? threadName(trace, other) : placeOf(trace, seq)}</span>
      <span role="gridcell">{valueWord(trace, seq)}</span>
      <span role="gridcell" className={classes.number}>
        {trace.line[seq] > 0 ? trace.line[seq] : ""}
      </span>
    </div>
  );
}

function pageOf(seq: Seq): number {
  return Math.floor(Math.max(0, seq) / PAGE);
}

/** Where a key leads; null where it is not the table's. */
function goalOf(key: string, playhead: Seq, count: number): Seq | null {
  const goals: Readonly<Record<string, Seq>> = {
    ArrowDown: playhead + 1,
    ArrowUp: playhead - 1,
    PageDown: playhead + SCREENFUL,
    PageUp: playhead - SCREENFUL,
    Home: 0,
    End: count - 1,
  };
  if (!Object.hasOwn(goals, key)) return null;
  return Math.max(0, Math.min(count - 1, goals[key]));
}
