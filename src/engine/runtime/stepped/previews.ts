/**
 * All threads at the position of a simulation: where each stands, what each would do next, or why it cannot. What a choice would do is found
 * by taking it and going back. Rule: afterwards the simulation is as it was.
 */
import type { Seq, ThreadId, Word } from "../../base/ids.ts";
import { FIRST_LANE } from "../../memory/layout.ts";
import { fromSmallWord, isSmallWord } from "../../memory/words.ts";
import {
  type BytecodePlace,
  type Choice,
  type ChoicePreview,
  describeChoice,
  type EventPreview,
  type ThreadPreview,
  threadOfChoice,
} from "../../program/stepping.ts";
import { NAMES_THREAD, OP_ROLES } from "../../trace/op-roles.ts";
import { OP_NAMES, type OpName } from "../../trace/ops.ts";
import type { ValueEntry } from "../../trace/trace.ts";
import type { MemoryReader } from "../decode.ts";
import { obstacleOf, sightOf } from "./obstacles.ts";
import type { Simulation } from "./simulation.ts";
import { nameOfThread, readerOf } from "./simulation-reader.ts";
import { STAGE, type SteppedThread } from "./stepped-thread.ts";

/** Calls and jumps that a preview follows a thread for: what it would do after that is left open. */
const SLICE = 20_000;
/** Events of one choice that are shown. */
const MOST_EVENTS = 40;

/** In the order of thread ids. Makes all marks of the simulation void. */
export function previewThreads(simulation: Simulation): ThreadPreview[] {
  const reader = readerOf(simulation);
  const choices = new Map(simulation.choices().map((choice) => [threadOfChoice(choice), choice]));
  const previews = simulation.threads.map((thread) => ({
    thread: thread.id,
    name: nameOfThread(reader, thread),
    state: stateOf(thread),
    line: thread.stage === STAGE.ENDED ? 0 : thread.machine.line,
    place: placeOf(thread),
    obstacle: obstacleOf(simulation, reader, thread.id),
    limitMs: limitOf(thread),
  }));
  const tried = simulation.choices().length === 0 ? [] : tryAll(simulation, [...choices.values()]);
  return previews.map((preview) => ({
    ...preview,
    choices: tried.filter(({ choice }) => threadOfChoice(choice) === preview.thread),
  }));
}

function stateOf({ stage, machine, begun }: SteppedThread): ThreadPreview["state"] {
  switch (stage) {
    case STAGE.ENDED:
      return machine.failed ? "failed" : "finished";
    case STAGE.BLOCKED:
      return "blocked";
    case STAGE.RUNNING:
      return begun ? "running" : "new";
    case STAGE.READY:
      return "runnable";
  }
}

function placeOf({ stage, machine }: SteppedThread): BytecodePlace | null {
  const place = stage === STAGE.ENDED ? null : machine.place;
  if (place === null) return null;
  const { parts } = place.code;
  const { index } = place;
  const line = parts.lines[index] ?? 0;
  return {
    function: parts.qualifiedName,
    line,
    offset: index * 2,
    column: line === 0 ? 0 : parts.columns[index] + 1,
    endColumn: line === 0 ? 0 : parts.endColumns[index] + 1,
  };
}

function limitOf({ stage, machine }: SteppedThread): number | null {
  const { timeoutMs } = machine.next;
  return stage === STAGE.BLOCKED && Number.isFinite(timeoutMs) && timeoutMs > 0 ? timeoutMs : null;
}

function tryAll(simulation: Simulation, choices: readonly Choice[]): ChoicePreview[] {
  const { slice } = simulation;
  simulation.slice = SLICE;
  const mark = simulation.mark();
  const previews = choices.map((choice) => {
    const from = simulation.events.count;
    simulation.take(choice);
    const preview = previewOf(simulation, choice, from);
    simulation.backTo(mark);
    return preview;
  });
  simulation.slice = slice;
  simulation.forget();
  return previews;
}

/** What the step that was just taken came to. */
function previewOf(simulation: Simulation, choice: Choice, from: Seq): ChoicePreview {
  const reader = readerOf(simulation);
  const count = Math.min(MOST_EVENTS, simulation.events.count - from);
  return {
    choice,
    text: describeChoice(choice),
    events: Array.from({ length: count }, (_, i) => eventOf(simulation, reader, from + i)),
    writes: simulation.touched.some(({ writes }) => writes),
  };
}

function eventOf(simulation: Simulation, reader: MemoryReader, seq: Seq): EventPreview {
  const { thread, op, object, key, value, line } = simulation.events.at(seq);
  const other = otherOf(op, key);
  const lane = laneName(simulation, reader, thread);
  const otherLane = other === null ? undefined : laneName(simulation, reader, other);
  return {
    thread,
    op: OP_NAMES[op] as OpName,
    object: object === 0 ? null : sightOf(reader, object),
    key: other === null ? entryOf(reader, key) : null,
    value: entryOf(reader, value),
    other,
    ...(lane === undefined ? {} : { lane }),
    ...(otherLane === undefined ? {} : { otherLane }),
    line,
  };
}

/** Of a lane that a thread runs among others. */
function laneName(simulation: Simulation, reader: MemoryReader, lane: ThreadId): string | undefined {
  if (lane < FIRST_LANE) return undefined;
  const plain = reader.value(simulation.events.lanes[lane - FIRST_LANE]?.name ?? 0).plain;
  return typeof plain === "string" ? plain : undefined;
}

function otherOf(op: number, key: Word): ThreadId | null {
  const names = (OP_ROLES[op] & NAMES_THREAD) !== 0;
  return names && isSmallWord(key) ? fromSmallWord(key) : null;
}

function entryOf(reader: MemoryReader, word: Word): ValueEntry | null {
  if (word === 0) return null;
  if (isSmallWord(word)) return { repr: String(fromSmallWord(word)), plain: fromSmallWord(word) };
  const { repr, plain } = reader.value(word);
  return { repr, plain };
}
