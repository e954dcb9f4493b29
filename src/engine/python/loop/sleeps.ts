/**
 * `asyncio.sleep(…)` before anybody awaits it, unless that is what comes next: a coroutine object without a frame, with two more words, delay and result. A task that
 * awaits it sleeps at once; for anybody else it becomes a coroutine of the prelude (`materialize` in `../machine-awaits.ts`).
 */
import { CODE_KIND, type Code } from "../bytecode.ts";
import type { Heap } from "../heap.ts";
import { clearFlag, KIND, kindAt, UNBEGUN } from "../objects/kinds.ts";
import { GENERATOR_WORDS, makeGeneratorOf } from "../objects/generators.ts";
import { PyImmutable, PyRef, type Value } from "../values.ts";

const DELAY = GENERATOR_WORDS;
const RESULT = GENERATOR_WORDS + 1;

/** `await asyncio.sleep(…)`: nobody but the `await` that follows will ever see the coroutine, so it is no object in memory. */
export class AwaitedSleep extends PyImmutable {
  override readonly typeName = "coroutine";
  readonly delay: Value;
  readonly result: Value;

  constructor(delay: Value, result: Value) {
    super();
    this.delay = delay;
    this.result = result;
  }
}

/** `code` is the prelude's coroutine that does the same. */
export function makeSleep(heap: Heap, code: Code, delay: Value, result: Value): PyRef {
  const words = [heap.toWord(delay), heap.toWord(result)];
  const made = makeGeneratorOf(heap, code.id, CODE_KIND.COROUTINE, GENERATOR_WORDS + 2, UNBEGUN);
  heap.store(made.at + DELAY, words[0]);
  heap.store(made.at + RESULT, words[1]);
  return made;
}

export function isUnbegunSleep(heap: Heap, value: Value): value is PyRef {
  return (
    value instanceof PyRef && kindAt(heap.memory, value.at) === KIND.GENERATOR && (heap.load(value.at) & UNBEGUN) !== 0
  );
}

/** Begins it: what it was called with. From now on it is a coroutine that has ended, unless it is given a frame. */
export function takeSleep(heap: Heap, { at }: PyRef): { readonly delay: Value; readonly result: Value } {
  clearFlag(heap.memory, at, UNBEGUN);
  return { delay: heap.fromWord(heap.load(at + DELAY)), result: heap.fromWord(heap.load(at + RESULT)) };
}
