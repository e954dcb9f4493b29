/**
 * Hashes. Numbers that are equal hash equal whatever their type, by CPython's own rule (modulus 2^61 − 1), so that
 * `hash(1.5)` prints the same here; hash tables take the 32-bit form. Strings have a hash that is the same in every run.
 */
import { ratioOf } from "./decimal-digits.ts";
import type { Int } from "./integers.ts";
import { normalInt } from "./integers.ts";

const MODULUS = 2n ** 61n - 1n;
const WORD = 2n ** 64n;

/** hash(a) of an int, as CPython prints it. */
export function pythonHashInt(a: Int): Int {
  if (typeof a === "number" && a !== -1) return a;
  const size = a < 0 ? -BigInt(a) : BigInt(a);
  const rest = size % MODULUS;
  return avoidMinusOne(a < 0 ? -rest : rest);
}

/** hash(x) of a float, as CPython prints it (0 for nan: there an address decides). */
export function pythonHashFloat(x: number): Int {
  if (Number.isNaN(x)) return 0;
  if (!Number.isFinite(x)) return x > 0 ? 314159 : -314159;
  const { over, under } = ratioOf(Math.abs(x));
  const size = (over * inverseOfPowerOfTwo(under)) % MODULUS;
  return avoidMinusOne(x < 0 ? -size : size);
}

/** 2^−k is 2^(61−k mod 61) modulo 2^61 − 1. */
function inverseOfPowerOfTwo(power: bigint): bigint {
  const k = power.toString(2).length - 1;
  return 2n ** BigInt((61 - (k % 61)) % 61);
}

function avoidMinusOne(hash: bigint): Int {
  return hash === -1n ? -2 : normalInt(hash);
}

/** hash of a tuple from its items' hashes, as CPython prints it (xxHash's rounds, 64 bit). */
export function pythonHashTuple(hashes: readonly Int[]): Int {
  let total = 2870177450012600261n;
  for (const lane of hashes) {
    total = (total + BigInt.asUintN(64, BigInt(lane)) * 14029467366897019727n) % WORD;
    total = ((total << 31n) | (total >> 33n)) % WORD;
    total = (total * 11400714785074694791n) % WORD;
  }
  total = (total + (BigInt(hashes.length) ^ (2870177450012600261n ^ 3527539n))) % WORD;
  return total === WORD - 1n ? 1546275796 : normalInt(BigInt.asIntN(64, total));
}

/** 32-bit hash of an int for a table. */
export function hashInt(a: Int): number {
  return typeof a === "number" && (a | 0) === a ? a : fold(pythonHashInt(a));
}

/** 32-bit hash of a float for a table; a whole float hashes as its int. */
export function hashFloat(x: number): number {
  return (x | 0) === x ? x | 0 : fold(pythonHashFloat(x));
}

/** 32-bit hash of a str for a table (FNV-1a over UTF-16 units): the same in every run, unlike CPython's. */
export function hashString(s: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < s.length; i++) hash = Math.imul(hash ^ s.charCodeAt(i), 0x01000193);
  return hash | 0;
}

/** 32-bit hash of a tuple from its items' 32-bit hashes. */
export function hashTuple(hashes: readonly number[]): number {
  let hash = 0x165667b1 ^ hashes.length;
  for (const item of hashes) {
    hash = Math.imul(hash + Math.imul(item, 0x85ebca77), 0x9e3779b1);
    hash = (hash << 13) | (hash >>> 19);
  }
  return hash | 0;
}

function fold(hash: Int): number {
  const bits = BigInt.asUintN(64, BigInt(hash));
  return Number(BigInt.asIntN(32, bits ^ (bits >> 32n)));
}
