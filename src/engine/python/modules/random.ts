/**
 * The natives of `random`: CPython's own generator, so that a seeded listing draws the same numbers here as there.
 * Method: MT19937 by Matsumoto and Nishimura; seeding by array as CPython's `random.seed(int)`. Each thread has a stream of its own,
 * whose state lies in the heap: a copied machine goes on where the original stood.
 */
import type { Address } from "../../base/ids.ts";
import { THREAD, threadBlock } from "../../memory/layout.ts";
import { positional } from "../builtins/arguments.ts";
import type { Host, Native } from "../native.ts";
import { createNative } from "../objects/immutables.ts";
import { typeError, valueError } from "../objects/specials.ts";
import { PyFloat, type Value } from "../values.ts";

const N = 624;
const M = 397;
/** Behind the state: index of the next word. */
const INDEX = N;

function stateOf(host: Host): Address {
  const { heap } = host;
  const word = threadBlock(host.world.thread) + THREAD.RANDOM;
  const known = heap.load(word);
  if (known !== 0) return known;
  const at = heap.alloc(N + 1);
  heap.store(word, at);
  seedByArray(host, at, [host.world.randomSeed >>> 0]);
  return at;
}

function seedBySingle(host: Host, at: Address, seed: number): void {
  let previous = seed >>> 0;
  host.heap.store(at, previous | 0);
  for (let i = 1; i < N; i++) {
    previous = (Math.imul(1812433253, previous ^ (previous >>> 30)) + i) >>> 0;
    host.heap.store(at + i, previous | 0);
  }
}

function seedByArray(host: Host, at: Address, key: readonly number[]): void {
  const { heap } = host;
  seedBySingle(host, at, 19650218);
  let i = 1;
  let j = 0;
  for (let k = Math.max(N, key.length); k > 0; k--) {
    const before = heap.load(at + i - 1);
    heap.store(at + i, ((heap.load(at + i) ^ Math.imul(before ^ (before >>> 30), 1664525)) + key[j] + j) | 0);
    i++;
    j++;
    if (i >= N) {
      heap.store(at, heap.load(at + N - 1));
      i = 1;
    }
    if (j >= key.length) j = 0;
  }
  for (let k = N - 1; k > 0; k--) {
    const before = heap.load(at + i - 1);
    heap.store(at + i, ((heap.load(at + i) ^ Math.imul(before ^ (before >>> 30), 1566083941)) - i) | 0);
    i++;
    if (i >= N) {
      heap.store(at, heap.load(at + N - 1));
      i = 1;
    }
  }
  heap.store(at, 0x80000000 | 0);
  heap.store(at + INDEX, N);
}

/** All words of the state at once, every 624 draws. */
function twist(host: Host, at: Address): void {
  const { heap } = host;
  for (let i = 0; i < N; i++) {
    const mixed = (heap.load(at + i) & 0x80000000) | (heap.load(at + ((i + 1) % N)) & 0x7fffffff);
    const odd = (mixed & 1) === 0 ? 0 : 0x9908b0df | 0;
    heap.store(at + i, heap.load(at + ((i + M) % N)) ^ (mixed >>> 1) ^ odd);
  }
  heap.store(at + INDEX, 0);
}

/** The next 32 bits, as a number from 0 to 2^32 − 1. */
function draw(host: Host): number {
  const { heap } = host;
  const at = stateOf(host);
  if (heap.load(at + INDEX) >= N) twist(host, at);
  const index = heap.load(at + INDEX);
  heap.store(at + INDEX, index + 1);
  let y = heap.load(at + index);
  y ^= y >>> 11;
  y ^= (y << 7) & 0x9d2c5680;
  y ^= (y << 15) & 0xefc60000;
  return (y ^ (y >>> 18)) >>> 0;
}

const random = positional("random", 0, 0, (host) => {
  const high = draw(host) >>> 5;
  const low = draw(host) >>> 6;
  return new PyFloat((high * 67108864 + low) / 9007199254740992);
});

/** Only ints are drawn bit by bit; more than 53 give a big int. */
const getrandbits = positional("getrandbits", 1, 1, (host, [count]) => {
  if (typeof count !== "number") throw typeError("an integer number of bits is needed");
  if (count < 0) throw valueError("number of bits must be non-negative");
  if (count <= 32) return count === 0 ? 0 : draw(host) >>> (32 - count);
  let bits = 0n;
  for (let taken = 0; taken < count; taken += 32) {
    const left = Math.min(32, count - taken);
    bits |= BigInt(draw(host) >>> (32 - left)) << BigInt(taken);
  }
  return bits <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(bits) : bits;
});

const seed = positional("_seed", 1, 1, (host, [value]) => {
  let left = typeof value === "bigint" ? value : BigInt(value as number);
  if (left < 0n) left = -left;
  const key: number[] = [];
  do {
    key.push(Number(left & 0xffffffffn));
    left >>= 32n;
  } while (left > 0n);
  seedByArray(host, stateOf(host), key);
  return null;
});

/** Back to the stream that the run gave this thread. */
const reseed = positional("_reseed", 0, 0, (host) => {
  seedByArray(host, stateOf(host), [host.world.randomSeed >>> 0]);
  return null;
});

const all: Readonly<Record<string, Native>> = { random, getrandbits, _seed: seed, _reseed: reseed };

export const randomNatives: ReadonlyMap<string, Value> = new Map(
  Object.entries(all).map(([name, native]) => [name, createNative(name, native)]),
);
