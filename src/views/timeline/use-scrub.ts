/**
 * Where the playhead's line stands. The playhead itself is an event; while it is dragged through a long span the line stays under
 * the pointer, and the event is the last one before it; the same where a span begins without an event. Rule: while it is
 * dragged the page is told at most once a frame.
 */
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { Seq } from "../../engine/base/ids.ts";
import type { Microseconds } from "../../engine/base/units.ts";
import { browserFrames } from "./frame-clock.ts";
import type { FrameClock } from "./frame-clock.ts";

export interface Scrub {
  readonly moment: Microseconds;
  readonly scrub: (moment: Microseconds) => void;
  /** Goes to an event, with the line at the event or at a later moment. */
  readonly place: (seq: Seq, moment?: Microseconds) => void;
}

/** @param eventTime time of the playhead's event  @param seqOf the last event at or before a moment */
export function useScrub(
  playhead: Seq,
  eventTime: Microseconds,
  seqOf: (moment: Microseconds) => Seq,
  onPlayhead: (seq: Seq) => void,
  frames: FrameClock = browserFrames,
): Scrub {
  const [held, setHeld] = useState<{ readonly seq: Seq; readonly moment: Microseconds } | null>(null);
  const wanted = useRef<Microseconds | null>(null);
  const cancel = useRef<(() => void) | null>(null);
  const tell = useRef({ seqOf, onPlayhead });
  useLayoutEffect(() => {
    tell.current = { seqOf, onPlayhead };
  });
  useEffect(() => () => cancel.current?.(), []);

  function flush(): void {
    cancel.current = null;
    if (wanted.current === null) return;
    const moment = wanted.current;
    const seq = tell.current.seqOf(moment);
    setHeld({ seq, moment });
    tell.current.onPlayhead(seq);
  }

  return {
    moment: held !== null && held.seq === playhead ? held.moment : eventTime,
    scrub(moment) {
      wanted.current = moment;
      cancel.current ??= frames.request(flush);
    },
    place(seq, at) {
      setHeld(at === undefined ? null : { seq, moment: at });
      onPlayhead(seq);
    },
  };
}
