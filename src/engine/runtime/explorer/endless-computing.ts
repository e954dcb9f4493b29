/**
 * Tells whether a thread that comes to no step computes for ever: it came back to the same place with the same locals, and memory is as it
 * was; nobody else can change what it looks at, or looking would be a step. Rule: as in `spins.ts`, it may miss one, it never sees one where
 * there is none. The simulation is left in the middle of that computing: whoever asks goes back afterwards.
 */
import type { Line, ThreadId } from "../../base/ids.ts";
import { GLOBALS_BASE } from "../../memory/layout.ts";
import { type Code, OPCODE } from "../../python/bytecode.ts";
import type { Heap } from "../../python/heap.ts";
import { PyRef, type Value } from "../../python/values.ts";
import type { Simulation } from "../stepped/simulation.ts";
import { Circumstances } from "./circumstances.ts";

/** A thread that goes round by itself for ever, and never comes to a step. */
export interface EndlessComputing {
  readonly thread: ThreadId;
  /** Of the listing, ascending. */
  readonly lines: readonly Line[];
  /** Module names with plain values that it reads there: nobody writes them while threads run. */
  readonly reads: readonly string[];
}

/** Jumps and calls of one round, at most. */
const MOST_LOOKS = 300;

/** What was there at one look. */
interface Look {
  readonly memoryMark: number;
  readonly objectsMark: number;
  readonly number: number;
}

/** Of the thread that is computing; null where it prints, comes to a step, or cannot be seen to repeat itself. */
export function findEndlessComputing(simulation: Simulation): EndlessComputing | null {
  const { slice } = simulation;
  simulation.slice = 1;
  const found = lookOn(simulation);
  simulation.slice = slice;
  return found;
}

function lookOn(simulation: Simulation): EndlessComputing | null {
  const { memory, objects, events, threads, computing: thread } = simulation;
  const { count } = events;
  const circumstances = new Circumstances();
  const seen = new Map<string, Look>();
  const places: Place[][] = [];
  for (let number = 0; number < MOST_LOOKS && simulation.computing === thread && thread >= 0; number++) {
    const text = circumstances.of(threads[thread]);
    if (text === null || events.count > count || simulation.readsClock) return null;
    const before = seen.get(text);
    if (
      before !== undefined &&
      objects.isAsItWas(before.objectsMark) &&
      memory.isAsItWas(before.memoryMark, () => true)
    )
      return toEndless(simulation, thread, places.slice(before.number));
    seen.set(text, { memoryMark: memory.mark(), objectsMark: objects.mark(), number });
    places.push(placesOf(simulation, thread));
    simulation.goOn();
  }
  return null;
}

/** In the listing, not in what comes with Python. */
interface Place {
  readonly code: Code;
  readonly pc: number;
}

function placesOf({ threads }: Simulation, thread: ThreadId): Place[] {
  const places: Place[] = [];
  for (let frame = threads[thread].machine.top; frame !== null; frame = frame.back)
    if (!frame.code.internal) places.push({ code: frame.code, pc: frame.pc });
  return places;
}

/** @param looks where it was in one round */
function toEndless(simulation: Simulation, thread: ThreadId, looks: readonly (readonly Place[])[]): EndlessComputing {
  const heap = simulation.createReadingHeap();
  const lines = new Set<Line>();
  const reads = new Set<string>();
  for (const { code, from, to } of loopsOf(looks)) {
    for (let at = from; at <= to; at++) {
      lines.add(code.lines[at]);
      const name = nameReadAt(simulation, heap, code, at);
      if (name !== null) reads.add(name);
    }
  }
  const known = [...lines].filter((line) => line > 0).toSorted((a, b) => a - b);
  return { thread, lines: known, reads: [...reads] };
}

/** Indices of instructions, the last one included. */
interface Loop {
  readonly code: Code;
  readonly from: number;
  readonly to: number;
}

/** The loop that it goes round in, and what is called from there: all of the calls that come and go. */
function loopsOf(looks: readonly (readonly Place[])[]): Loop[] {
  const places = looks.flat();
  const always = looks[0].filter(({ code }) => looks.every((look) => look.some((place) => place.code === code)));
  const [inner] = always.flatMap(({ code }) => loopAround(code, places) ?? []);
  const called = new Set(places.map(({ code }) => code).filter((code) => !always.some((one) => one.code === code)));
  const whole = [...called].map((code) => ({ code, from: 0, to: (code.instructions.length >> 1) - 1 }));
  return inner === undefined ? whole : [inner, ...whole];
}

/** The smallest loop of the code that has all of those places. */
function loopAround(code: Code, places: readonly Place[]): Loop | null {
  const own = places.filter((place) => place.code === code).map(({ pc }) => pc);
  let best: Loop | null = null;
  for (let to = 0; to * 2 < code.instructions.length; to++) {
    const from = code.instructions[to * 2 + 1];
    if (code.instructions[to * 2] !== OPCODE.JUMP_BACKWARD || !own.every((pc) => pc >= from && pc <= to + 1)) continue;
    if (best === null || to - from < best.to - best.from) best = { code, from, to };
  }
  return best;
}

function nameReadAt({ memory }: Simulation, heap: Heap, code: Code, at: number): string | null {
  if (code.instructions[at * 2] !== OPCODE.LOAD_GLOBAL) return null;
  const { slot, name } = code.globals[code.instructions[at * 2 + 1] >> 1];
  return slot >= 0 && isPlainValue(heap.fromWord(memory.load(GLOBALS_BASE + slot))) ? name : null;
}

/** A number, a text, None: what a flag may be. */
function isPlainValue(value: Value): boolean {
  return value === null || typeof value !== "object" || (!(value instanceof PyRef) && !("typeName" in value));
}
