/** Moving the playhead and asking what stood in memory there. Rule: the newest wish wins, older answers are dropped. */
import type { Seq } from "../../engine/base/ids.ts";
import type { StateSnapshot } from "../../engine/trace/snapshot.ts";
import type { Desk } from "./desk.ts";
import { notifyFault } from "./desk.ts";
import type { ShownResult } from "./facts.ts";
import { createLimiter } from "./newest.ts";

/** Where one looks at, and what stood in memory there. */
export interface Playhead {
  /** Puts the playhead after event `seq` (−1: before the first); resolves when the state is known. */
  seek(seq: Seq): Promise<void>;
  /** State after any event, without going there; null where it cannot be told. */
  stateAfter(seq: Seq): Promise<StateSnapshot | null>;
}

export interface LookingBack {
  /** Puts the playhead after an event, or after the step that made it; resolves when the state is known. */
  seek(seq: Seq): Promise<void>;
  /** Looks at an event, or at none; the playhead follows. */
  select(seq: Seq | null): Promise<void>;
  /** Selects an event and brings it into view. */
  reveal(seq: Seq): Promise<void>;
  /** State at the playhead, asked anew where it is not known yet. */
  stateNow(): Promise<StateSnapshot | null>;
}

interface Wish {
  readonly result: ShownResult;
  readonly seq: Seq;
}

export function createPlayhead(desk: Desk): Playhead {
  const { facts } = desk;
  const isStill = ({ result, seq }: Wish) => facts.getState().result === result && facts.getState().playhead === seq;
  const ask = createLimiter<Wish>(async (wish) => {
    if (!isStill(wish)) return;
    try {
      const snapshot = await desk.laboratory().stateAt(wish.seq);
      if (isStill(wish)) facts.setState({ snapshot });
    } catch (error) {
      if (isStill(wish)) notifyFault(desk, "state", error);
    }
  });

  async function seek(seq: Seq): Promise<void> {
    const { result } = facts.getState();
    const trace = result?.result.trace;
    if (result === null || !trace) return;
    const playhead = Math.max(-1, Math.min(trace.count - 1, Math.round(seq)));
    facts.setState({ playhead });
    await desk.pending.track(ask({ result, seq: playhead }));
  }

  return {
    seek,
    // Whatever fails here fails where the playhead stands too, and is told there.
    stateAfter: (seq) =>
      desk
        .laboratory()
        .stateAt(seq)
        .catch(() => null),
  };
}

/** @param seek moves the playhead: by events in a finished run, by steps where steps are taken */
export function createLookingBack(desk: Desk, seek: LookingBack["seek"]): LookingBack {
  const { facts } = desk;

  async function select(selection: Seq | null): Promise<void> {
    facts.setState({ selection });
    if (selection !== null) await seek(selection);
  }

  return {
    seek,
    select,
    async reveal(seq) {
      facts.setState(({ revealed }) => ({ revealed: { seq, count: (revealed?.count ?? 0) + 1 } }));
      await select(seq);
    },
    async stateNow() {
      const { playhead, snapshot } = facts.getState();
      if (snapshot?.seq !== playhead) await seek(playhead);
      return facts.getState().snapshot;
    },
  };
}
