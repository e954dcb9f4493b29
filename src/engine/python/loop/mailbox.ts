/**
 * The loop object in memory: header, mailbox, number of its thread, and what its Python half keeps. Other threads put messages into the
 * mailbox; the loop's thread takes them all at once.
 *
 * Protocol: a message is two words, payload and the message before it. Who puts one writes it, then exchanges it for the mailbox's word;
 * the loop sleeps on that word while it is 0. A payload is a tuple of callee, arguments, the callee's name and the parcels of coroutines
 * among the arguments, shared before it is put.
 */
import type { Address } from "../../base/ids.ts";
import type { Heap } from "../heap.ts";
import { HEADER_WORDS, KIND } from "../objects/kinds.ts";
import { PyRef, type PyTuple, type Value } from "../values.ts";

/** Newest message; 0 for none. */
export const MAILBOX = HEADER_WORDS;
/** Thread that made the loop. */
export const OWNER = HEADER_WORDS + 1;
/** 1 once it is closed. */
export const CLOSED = HEADER_WORDS + 2;
/** Words of values that the prelude keeps with a loop: its executor, its exception handler. */
export const KEPT = HEADER_WORDS + 3;
const KEPT_VALUES = 2;
const LOOP_WORDS = KEPT + KEPT_VALUES;

const PAYLOAD = 0;
const BEFORE = 1;
const MESSAGE_WORDS = 2;

/** A new loop object of a thread. */
export function makeLoopObject(heap: Heap, thread: number): PyRef {
  const at = heap.alloc(LOOP_WORDS);
  heap.store(at, KIND.LOOP);
  heap.store(at + OWNER, thread);
  return new PyRef(at);
}

export interface Message {
  readonly callee: Value;
  readonly args: readonly Value[];
  readonly name: string;
  /** Coroutines among the arguments, for the loop's machine (`parcels.ts`). */
  readonly parcels: readonly PyTuple[];
}

/** A message that is to be put. */
export function makeMessage(heap: Heap, payload: PyTuple): Address {
  const word = heap.toWord(payload);
  const at = heap.alloc(MESSAGE_WORDS);
  heap.store(at + PAYLOAD, word);
  return at;
}

/** Links a message to the one before it, as its poster does before it tries to put it. */
export function linkMessage(words: { store(at: Address, value: number): void }, at: Address, before: Address): void {
  words.store(at + BEFORE, before);
}

/** Messages from the newest back, oldest first. */
export function readMessages(heap: Heap, newest: Address): readonly Message[] {
  const messages: Message[] = [];
  for (let at = newest; at !== 0; at = heap.load(at + BEFORE)) {
    const { items } = heap.fromWord(heap.load(at + PAYLOAD)) as PyTuple;
    const parcels = (items[3] as PyTuple).items as PyTuple[];
    messages.unshift({ callee: items[0], args: (items[1] as PyTuple).items, name: items[2] as string, parcels });
  }
  return messages;
}

export function isLoop(heap: Heap, value: Value): value is PyRef {
  return value instanceof PyRef && heap.kind(value) === KIND.LOOP;
}
