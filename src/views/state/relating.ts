/**
 * "Ordered or racing?": one event is kept, and whatever is selected afterwards is compared with it. Rule: the newest pair wins, older
 * answers are dropped; what is kept goes with the run that it belongs to.
 */
import type { Seq } from "../../engine/base/ids.ts";
import type { Desk } from "./desk.ts";
import { notifyFault } from "./desk.ts";
import type { Facts } from "./facts.ts";
import { createTurns } from "./newest.ts";

export interface Relating {
  /** Keeps the event that is looked at, to be compared with the next one; keeping it again lets it go. */
  keepEvent(): void;
  letEventGo(): void;
}

export function createRelating(desk: Desk): Relating {
  const { facts } = desk;
  const turns = createTurns();

  facts.subscribe((now, before) => {
    if (now.kept === null) return;
    if (now.result?.result.trace !== before.result?.result.trace) facts.setState({ kept: null });
    else if (now.selection !== before.selection) void desk.pending.track(compare(now));
  });

  async function compare({ kept, selection }: Facts): Promise<void> {
    const turn = turns.take();
    if (kept === null) return;
    if (selection === null || selection === kept.seq)
      return facts.setState({ kept: { seq: kept.seq, other: null, relation: null } });
    facts.setState({ kept: { seq: kept.seq, other: selection, relation: null } });
    try {
      const relation = await desk.laboratory().relation(kept.seq, selection);
      if (turns.isNewest(turn) && facts.getState().kept?.seq === kept.seq)
        facts.setState({ kept: { seq: kept.seq, other: selection, relation } });
    } catch (error) {
      if (turns.isNewest(turn)) notifyFault(desk, "state", error);
    }
  }

  return {
    keepEvent() {
      const { kept, selection, playhead } = facts.getState();
      const seq: Seq = selection ?? playhead;
      if (seq < 0) return;
      // It is chosen too: from then on the keys that move on choose what it is compared with.
      if (kept?.seq === seq) facts.setState({ kept: null });
      else facts.setState({ selection: seq, kept: { seq, other: null, relation: null } });
    },
    letEventGo: () => facts.setState({ kept: null }),
  };
}
