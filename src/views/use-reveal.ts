/** Brings an event into view when that is asked for, also when the timeline is only just being loaded. */
import type { RefObject } from "react";
import { useCallback, useEffect, useRef } from "react";
import { useFacts } from "./state/use-facts.ts";
import type { TimelineControl } from "./timeline/timeline-props.ts";

/** Gives what reveals the last event asked for, once for each asking. */
export function useReveal(control: RefObject<TimelineControl | null>): () => void {
  const revealed = useFacts((facts) => facts.revealed);
  const wanted = useRef(revealed);
  const done = useRef(0);
  const revealNow = useCallback(() => {
    const asked = wanted.current;
    if (asked === null || asked.count === done.current || control.current === null) return;
    done.current = asked.count;
    control.current.reveal(asked.seq);
  }, [control]);
  useEffect(() => {
    wanted.current = revealed;
    revealNow();
  }, [revealed, revealNow]);
  return revealNow;
}
