/**
 * Python's `random`: the Mersenne Twister MT19937 as CPython seeds and reads it (Matsumoto and Nishimura 1998; Modules/_randommodule.c
 * and Lib/random.py), so that a seed gives the numbers it gives there. Its state is 625 words of the heap: place, then the numbers.
 * Rule: every thread has a stream of its own; CPython's threads share one, and which thread gets which number is chance there.
 */
import type { Address } from "../../base/ids.ts";
import type { Heap } from "../heap.ts";
import { type Host, type Native } from "../native.ts";
import { expectInt, floatOf, intOf } from "../objects/integers.ts";
import { HEADER_WORDS, KIND, kindAt } from "../objects/kinds.ts";
import { typeError, typeNameOf, valueError } from "../objects/specials.ts";
import { bitLength, type Int, normalInt, pythonHashFloat, sha512, utf8Of } from "../text/index.ts";
import { PyFloat, PyRef, type Value } from "../values.ts";
import { primitive } from "./operations.ts";

const COUNT = 624;
const MIDDLE = 397;
const PLACE = HEADER_WORDS;
const NUMBERS = HEADER_WORDS + 1;
/** Of a thread's stream: thread id, and the stream of the thread before. */
const THREAD = NUMBERS + COUNT;
const NEXT = THREAD + 1;
const STREAM_WORDS = NEXT + 1;

function makeStream(heap: Heap): Address {
  const at = heap.alloc(STREAM_WORDS);
  heap.store(at, KIND.STREAM);
  return at;
}

/** Fills the state from one 32-bit number. */
function seedFromNumber(heap: Heap, at: Address, seed: number): void {
  let before = seed >>> 0;
  heap.store(at + NUMBERS, before);
  for (let i = 1; i < COUNT; i++) {
    const mixed = before ^ (before >>> 30);
    before = (Math.imul(1812433253, mixed) + i) >>> 0;
    heap.store(at + NUMBERS + i, before);
  }
  heap.store(at + PLACE, COUNT);
}

/** Fills the state from a key of 32-bit numbers. */
function seedFromKey(heap: Heap, at: Address, key: readonly number[]): void {
  seedFromNumber(heap, at, 19650218);
  let i = 1;
  const mixed = (factor: number): number => {
    const before = heap.load(at + NUMBERS + i - 1);
    return heap.load(at + NUMBERS + i) ^ Math.imul(before ^ (before >>> 30), factor);
  };
  const advance = (): void => {
    if (++i < COUNT) return;
    heap.store(at + NUMBERS, heap.load(at + NUMBERS + COUNT - 1));
    i = 1;
  };
  for (let k = 0; k < Math.max(COUNT, key.length); k++) {
    heap.store(at + NUMBERS + i, (mixed(1664525) + key[k % key.length] + (k % key.length)) | 0);
    advance();
  }
  for (let k = 0; k < COUNT - 1; k++) {
    heap.store(at + NUMBERS + i, (mixed(1566083941) - i) | 0);
    advance();
  }
  heap.store(at + NUMBERS, 0x80000000 | 0);
}

function twist(heap: Heap, at: Address): void {
  const numbers = at + NUMBERS;
  for (let i = 0; i < COUNT; i++) {
    const y = (heap.load(numbers + i) & 0x80000000) | (heap.load(numbers + ((i + 1) % COUNT)) & 0x7fffffff);
    const odd = (y & 1) === 0 ? 0 : 0x9908b0df;
    heap.store(numbers + i, heap.load(numbers + ((i + MIDDLE) % COUNT)) ^ (y >>> 1) ^ odd);
  }
  heap.store(at + PLACE, 0);
}

/** The next 32 bits. */
function next32(heap: Heap, at: Address): number {
  if (heap.load(at + PLACE) >= COUNT) twist(heap, at);
  const place = heap.load(at + PLACE);
  heap.store(at + PLACE, place + 1);
  let y = heap.load(at + NUMBERS + place);
  y ^= y >>> 11;
  y ^= (y << 7) & 0x9d2c5680;
  y ^= (y << 15) & 0xefc60000;
  y ^= y >>> 18;
  return y >>> 0;
}

/** From 0 up to, but without, 1, with 53 bits. */
function fraction(heap: Heap, at: Address): number {
  const high = next32(heap, at) >>> 5;
  const low = next32(heap, at) >>> 6;
  return (high * 67108864 + low) / 9007199254740992;
}

function randomBits(heap: Heap, at: Address, count: number): Int {
  if (count === 0) return 0;
  if (count <= 32) return next32(heap, at) >>> (32 - count);
  let value = 0n;
  for (let done = 0; done < count; done += 32) {
    const bits = Math.min(32, count - done);
    value |= BigInt(next32(heap, at) >>> (32 - bits)) << BigInt(done);
  }
  return normalInt(value);
}

/** A number from 0 up to, but without, `bound`, as `Random._randbelow` draws it. */
function below(heap: Heap, at: Address, bound: Int): Int {
  const bits = bitLength(bound);
  for (;;) {
    const value = randomBits(heap, at, bits);
    if (value < bound) return value;
  }
}

/** The key that CPython makes of a seed: an int's absolute value, a float's hash, a text's UTF-8 with its SHA-512 behind it. */
function keyOf(seed: Value): number[] {
  const int = intOf(seed);
  if (int !== null) return wordsOf(int < 0 ? -BigInt(int) : BigInt(int));
  if (typeof seed === "string") return wordsOf(numberOfText(seed));
  if (seed instanceof PyFloat) return wordsOf(BigInt.asUintN(64, BigInt(pythonHashFloat(seed.value))));
  throw typeError("The only supported seed types are:\nNone, int, float, str, bytes, and bytearray.");
}

function numberOfText(seed: string): bigint {
  const bytes = utf8Of(seed);
  const digits = [...bytes, ...sha512(bytes)].map((byte) => byte.toString(16).padStart(2, "0"));
  return BigInt(`0x${digits.join("")}`);
}

function wordsOf(value: bigint): number[] {
  const words: number[] = [];
  for (let rest = value; rest > 0n; rest >>= 32n) words.push(Number(rest & 0xffffffffn));
  return words.length === 0 ? [0] : words;
}

function seedStream(host: Host, at: Address, seed: Value): void {
  if (seed === null) seedFromKey(host.heap, at, [host.world.randomSeed >>> 0, host.world.thread]);
  else seedFromKey(host.heap, at, keyOf(seed));
}

/** `_make_streams()`: the chain of the threads' streams; its own PLACE holds the newest. */
function makeStreams(host: Host): Value {
  const at = host.heap.alloc(HEADER_WORDS + 1);
  host.heap.store(at, KIND.CELL);
  return new PyRef(at);
}

/** The calling thread's stream; made and seeded when it first asks. A stream belongs to one thread, so nobody else touches it. */
function streamOf(host: Host, chain: Address): Address {
  const { heap, world } = host;
  const first = chain + HEADER_WORDS;
  // The word is odd, as a small int: whoever looks at the cell as a value sees a number.
  for (let at = heap.load(first) >> 1; at !== 0; at = heap.load(at + NEXT))
    if (heap.load(at + THREAD) === world.thread) return at;
  const made = makeStream(heap);
  heap.store(made + THREAD, world.thread);
  seedStream(host, made, null);
  for (;;) {
    const before = heap.load(first);
    heap.store(made + NEXT, before >> 1);
    if (heap.memory.compareExchange(first, before, (made << 1) | 1) === before) return made;
  }
}

/** The stream that a call is about: a Random's own, or the thread's. */
function stateOf(host: Host, value: Value): Address {
  const { at } = primitive([value]);
  return kindAt(host.heap.memory, at) === KIND.STREAM ? at : streamOf(host, at);
}

function makeOwnStream(host: Host, [seed]: Value[]): Value {
  const at = makeStream(host.heap);
  seedStream(host, at, seed ?? null);
  return new PyRef(at);
}

function getBits(host: Host, [stream, count]: Value[]): Value {
  const bits = Number(expectInt(host.heap, count));
  if (bits < 0) throw valueError("number of bits must be non-negative");
  return randomBits(host.heap, stateOf(host, stream), bits);
}

function numberArgument(host: Host, value: Value): number {
  const number = floatOf(value);
  if (number !== null) return number;
  throw typeError(`must be real number, not ${typeNameOf(host.heap, value)}`);
}

export const RANDOM_NATIVES: Readonly<Record<string, Native>> = {
  _make_streams: makeStreams,
  _make_stream: makeOwnStream,
  _seed: (host, [stream, seed]) => {
    seedStream(host, stateOf(host, stream), seed);
    return null;
  },
  _fraction: (host, [stream]) => new PyFloat(fraction(host.heap, stateOf(host, stream))),
  _bits: getBits,
  _below: (host, [stream, bound]) => below(host.heap, stateOf(host, stream), expectInt(host.heap, bound)),
  _uniform: (host, [stream, from, to]) => {
    const low = numberArgument(host, from);
    return new PyFloat(low + (numberArgument(host, to) - low) * fraction(host.heap, stateOf(host, stream)));
  },
};
