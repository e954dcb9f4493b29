/**
 * What `__anext__`, `asend`, `athrow` and `aclose` of an asynchronous generator give: one step of it, which is taken when it is awaited.
 * Header, generator (word), mode, value (word), state.
 */
import type { Address } from "../../base/ids.ts";
import { CODE_KIND } from "../bytecode.ts";
import type { Heap } from "../heap.ts";
import { type AsyncStep, STEP_STATE, type StepMode } from "../object-model.ts";
import { PyRef, type Value } from "../values.ts";
import { generatorKind } from "./generators.ts";
import { HEADER_WORDS, KIND } from "./kinds.ts";
import { typeError, typeNameOf } from "./specials.ts";
import { typeOf } from "./types.ts";

const GENERATOR = HEADER_WORDS;
const MODE = HEADER_WORDS + 1;
const VALUE = HEADER_WORDS + 2;
const STATE = HEADER_WORDS + 3;

const MODES: readonly StepMode[] = ["send", "throw", "close"];

/** A new step. `value` is sent or thrown. */
export function makeAsyncStep(heap: Heap, generator: PyRef, mode: StepMode, value: Value): PyRef {
  const word = heap.toWord(value);
  const at = heap.alloc(HEADER_WORDS + 4);
  heap.store(at, KIND.ASYNC_STEP);
  heap.store(at + GENERATOR, heap.toWord(generator));
  heap.store(at + MODE, MODES.indexOf(mode));
  heap.store(at + VALUE, word);
  return new PyRef(at);
}

/** One step, read where it lies. */
class StepInHeap implements AsyncStep {
  readonly #heap: Heap;
  readonly #at: Address;

  constructor(heap: Heap, at: Address) {
    this.#heap = heap;
    this.#at = at;
  }

  get generator(): PyRef {
    return this.#heap.fromWord(this.#heap.load(this.#at + GENERATOR)) as PyRef;
  }

  get mode(): StepMode {
    return stepModeOf(this.#heap, this.#at);
  }

  get value(): Value {
    return this.#heap.fromWord(this.#heap.load(this.#at + VALUE));
  }

  get state(): number {
    return this.#heap.load(this.#at + STATE);
  }

  go(): void {
    this.#heap.store(this.#at + STATE, STEP_STATE.GOING);
  }

  end(): void {
    this.#heap.store(this.#at + STATE, STEP_STATE.ENDED);
  }
}

export function stepModeOf(heap: Heap, at: Address): StepMode {
  return MODES[heap.load(at + MODE)];
}

/** null for what is no step. */
export function asyncStepOf(heap: Heap, value: Value): AsyncStep | null {
  return value instanceof PyRef && heap.kind(value) === KIND.ASYNC_STEP ? new StepInHeap(heap, value.at) : null;
}

/** Whether `await` takes the object as it is: a coroutine, a step. */
export function isAwaitedAsIs(heap: Heap, ref: PyRef): boolean {
  switch (heap.kind(ref)) {
    case KIND.ASYNC_STEP:
    case KIND.ASYNC_FUTURE:
    case KIND.TASK:
      return true;
    case KIND.GENERATOR:
      return generatorKind(heap, ref.at) === CODE_KIND.COROUTINE;
    default:
      return false;
  }
}

/** An iterator that `__await__` gave. @throws TypeError in CPython's words */
export function checkAwaitIterator(heap: Heap, value: Value): Value {
  if (value instanceof PyRef && heap.kind(value) === KIND.GENERATOR) {
    if (generatorKind(heap, value.at) === CODE_KIND.COROUTINE) throw typeError("__await__() returned a coroutine");
    return value;
  }
  const isIterator =
    (value instanceof PyRef && (isAwaitedAsIs(heap, value) || heap.kind(value) === KIND.ITERATOR)) ||
    findMethod(heap, value, "__next__");
  if (isIterator) return value;
  throw typeError(`__await__() returned non-iterator of type '${typeNameOf(heap, value)}'`);
}

function findMethod(heap: Heap, value: Value, name: string): boolean {
  return heap.classes.find(typeOf(heap, value), name) !== undefined;
}
