/** What the keys and the toolbar do: each command moves the view, the playhead or a panel, and says what was reached. */
import { useLayoutEffect, useState } from "react";
import type { Seq } from "../../engine/base/ids.ts";
import type { Microseconds } from "../../engine/base/units.ts";
import type { Lane } from "../../engine/trace/index-types.ts";
import { boxOf } from "./event-box.ts";
import type { Command } from "./keys.ts";
import { KEY_MS, TRAVEL_MS } from "./motion.ts";
import { eventOfSpan, stepFrom, stepHandover, stepInLane, stepSpan } from "./moves.ts";
import { Place } from "./place.ts";
import { spanOfArrows, viewOf } from "./revealing.ts";
import { speakEvent, speakSpan } from "./sentences.ts";
import type { Telling } from "./sentences.ts";
import type { Stage } from "./stage.ts";
import { around, lengthOf, panBy, revealMoment, zoomAt } from "./viewport.ts";

/** What commands change besides the view. */
export interface CommandWishes {
  /** Puts the playhead after an event, its line there or at a later moment. */
  seek(seq: Seq, moment?: Microseconds): void;
  choose(seq: Seq | null): void;
  chooseLane(lane: number): void;
  say(sentence: string): void;
  openFind(): void;
  openHelp(): void;
  toggleTable(): void;
  letGo(): void;
  /** Keeps the event at hand, to be compared with another. */
  compare(): void;
  /** Where a run goes by steps: one on or back, and to either end of the history. */
  readonly onStep?: (by: 1 | -1) => void;
  readonly onEnd?: (of: "first" | "last") => void;
}

export interface CommandFacts {
  readonly telling: Telling;
  readonly playhead: Seq;
  /** Where the playhead's line stands. */
  readonly moment: Microseconds;
  readonly selection: Seq | null;
  readonly lane: number;
}

export interface Commands {
  readonly run: (command: Command) => void;
  /** Brings an event into view, and near enough to read it. */
  readonly reveal: (seq: Seq) => void;
  readonly fit: () => void;
}

/** The commands for what is on show now. */
export function useCommands(stage: Stage, facts: CommandFacts, wishes: CommandWishes): Commands {
  // Keys come faster than React renders: the newest place counts, not the rendered one.
  const [here] = useState(() => new Place());
  useLayoutEffect(() => here.set(facts.playhead, facts.moment), [here, facts.playhead, facts.moment]);
  return createCommands(stage, facts, wishes, here);
}

function createCommands(
  stage: Stage,
  { telling, selection, lane: laneNumber }: CommandFacts,
  wishes: CommandWishes,
  here: Place,
): Commands {
  const { trace, index, texts } = telling;

  function laneOf(seq: Seq): number {
    return index.lanes.findIndex(({ thread }) => thread === trace.thread[seq]);
  }

  /** Keeps the zoom and pans only as far as needed. */
  function follow(moment: Microseconds, lane: number): void {
    if (stage.facts === null) return;
    const to = revealMoment(stage.goal, moment, stage.facts.bounds);
    if (to !== stage.goal) stage.moveTo(to, KEY_MS);
    stage.revealLane(lane);
  }

  function go(seq: Seq | null, isSelection: boolean): void {
    if (seq === null) return wishes.say(texts.noMore);
    here.set(seq, trace.time[seq]);
    wishes.seek(seq);
    if (isSelection || selection !== null) wishes.choose(seq);
    wishes.chooseLane(laneOf(seq));
    follow(trace.time[seq], laneOf(seq));
    wishes.say(speakEvent(telling, seq));
  }

  /** A span that begins with an event selects it; one that does not has the playhead's line alone. */
  function goToSpan(lane: Lane, span: number): void {
    const start = lane.spans.start[span];
    const seq = eventOfSpan(trace, index, lane, span);
    const isOwn = seq === lane.spans.seq[span] && trace.time[seq] === start;
    here.set(seq, start);
    wishes.choose(isOwn ? seq : null);
    wishes.seek(seq, start);
  }

  function goSpan(by: 1 | -1): void {
    const lane = index.lanes[laneNumber];
    if (lane === undefined || stage.facts === null) return;
    const span = stepSpan(lane, here.moment, by);
    if (span === null) return wishes.say(texts.noMore);
    goToSpan(lane, span);
    const { start, end } = lane.spans;
    const length = lengthOf(stage.goal);
    const isReadable =
      ((end[span] - start[span]) / length) * stage.facts.width >= 8 && end[span] - start[span] <= length;
    if (isReadable) follow(start[span], laneNumber);
    else stage.moveTo(around(start[span], end[span], stage.facts.bounds), TRAVEL_MS);
    wishes.say(speakSpan(telling, lane, span));
  }

  function goLane(by: 1 | -1): void {
    const next = Math.max(0, Math.min(index.lanes.length - 1, laneNumber + by));
    wishes.chooseLane(next);
    stage.revealLane(next);
    const lane = index.lanes[next];
    if (lane === undefined) return;
    const at = stepInLane(lane, here.seq + 1, -1) ?? lane.events[0];
    wishes.say(telling.describe(at));
  }

  function zoom(factor: number): void {
    if (stage.facts === null) return;
    const { moment, bounds } = stage.facts;
    const view = stage.goal;
    const isInView = moment >= view.start && moment <= view.end;
    stage.moveTo(zoomAt(view, factor, isInView ? moment : (view.start + view.end) / 2, bounds), KEY_MS);
  }

  function fit(): void {
    if (stage.facts !== null) stage.moveTo(stage.facts.bounds, TRAVEL_MS);
  }

  function reveal(seq: Seq): void {
    const lane = index.lanes[laneOf(seq)];
    if (stage.facts === null || lane === undefined) return;
    const { bounds, width, arrows } = stage.facts;
    stage.moveTo(
      viewOf(boxOf(trace, lane, seq), spanOfArrows(trace, arrows, seq), stage.goal, bounds, width),
      TRAVEL_MS,
    );
    stage.revealLane(laneOf(seq));
  }

  function run(command: Command): void {
    if (trace.count === 0) return;
    switch (command.do) {
      case "pan":
        if (stage.facts !== null) stage.moveTo(panBy(stage.goal, command.part, stage.facts.bounds), KEY_MS);
        return;
      case "zoom":
        return zoom(command.factor);
      case "fit":
        return fit();
      case "step": {
        if (wishes.onStep !== undefined && !command.inLane) return wishes.onStep(command.by);
        const lane = index.lanes[laneNumber];
        return go(
          command.inLane && lane ? stepInLane(lane, here.seq, command.by) : stepFrom(trace, here.seq, command.by),
          false,
        );
      }
      case "span":
        return goSpan(command.by);
      case "handover":
        return go(stepHandover(index, here.seq, command.by), true);
      case "lane":
        return goLane(command.by);
      case "end":
        if (wishes.onEnd !== undefined) return wishes.onEnd(command.of);
        return go(command.of === "first" ? 0 : trace.count - 1, false);
      case "announce":
        return wishes.say(speakEvent(telling, here.seq));
      case "find":
        return wishes.openFind();
      case "help":
        return wishes.openHelp();
      case "table":
        return wishes.toggleTable();
      case "compare":
        return wishes.compare();
      case "let-go":
        return wishes.letGo();
    }
  }

  return { run, reveal, fit };
}
