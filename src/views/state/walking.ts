/**
 * Going through a finished run by itself, from one event that is worth a look to the next. Rule: whoever moves the playhead, runs something else or
 * leaves takes over at once; all waiting goes by the desk's clock.
 */
import type { Seq } from "../../engine/base/ids.ts";
import type { Desk } from "./desk.ts";
import { createTurns } from "./newest.ts";

export interface Walking {
  /** Goes on from the playhead through these events, ascending; from the first where none is left. */
  walk(stops: readonly Seq[]): Promise<void>;
  stopWalking(): void;
}

/** @param seek moves the playhead */
export function createWalking(desk: Desk, seek: (seq: Seq) => Promise<void>): Walking {
  const { facts } = desk;
  const turns = createTurns();

  async function walk(stops: readonly Seq[]): Promise<void> {
    const turn = turns.take();
    const { result, playhead } = facts.getState();
    const rest = stops.filter((seq) => seq > playhead);
    facts.setState({ walking: true });
    try {
      for (const seq of rest.length === 0 ? stops : rest) {
        await seek(seq);
        await desk.wait(1000 / facts.getState().pace.stepsPerSecond);
        const now = facts.getState();
        if (!turns.isNewest(turn) || !now.walking || now.result !== result || now.playhead !== seq) break;
      }
    } finally {
      if (turns.isNewest(turn)) facts.setState({ walking: false });
    }
  }

  return {
    walk: (stops) => desk.pending.track(walk(stops)),
    stopWalking: () => facts.setState({ walking: false }),
  };
}
