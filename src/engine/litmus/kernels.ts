/**
 * The loops of litmus tests: one function for each shape of a thread (a write, a read, two of them in any order), plain and with Atomics. Each goes through
 * iterations `from` to `to` of a batch: `words[order + i]` is the word of iteration i's x, `a` and `b` say how far behind it the first and second
 * place lie, `va` and `vb` are what is written there, `ra` and `rb` where what was read goes.
 * Rule: nothing between the two accesses but arithmetic; a shape has its own function so that each stays of one kind for the optimiser.
 */
import type { LitmusAccess, LitmusStep } from "./litmus-tests.ts";

export interface KernelPlaces {
  a: number;
  b: number;
  va: number;
  vb: number;
  ra: number;
  rb: number;
}

export type Kernel = (words: Int32Array, order: number, from: number, to: number, places: KernelPlaces) => void;

function write(words: Int32Array, order: number, from: number, to: number, { a, va }: KernelPlaces): void {
  for (let i = from; i < to; i++) words[words[order + i] + a] = va;
}

function writeWrite(words: Int32Array, order: number, from: number, to: number, { a, va, b, vb }: KernelPlaces): void {
  for (let i = from; i < to; i++) {
    const cell = words[order + i];
    words[cell + a] = va;
    words[cell + b] = vb;
  }
}

function writeRead(words: Int32Array, order: number, from: number, to: number, { a, va, b, rb }: KernelPlaces): void {
  for (let i = from; i < to; i++) {
    const cell = words[order + i];
    words[cell + a] = va;
    words[rb + i] = words[cell + b];
  }
}

function readWrite(words: Int32Array, order: number, from: number, to: number, { a, ra, b, vb }: KernelPlaces): void {
  for (let i = from; i < to; i++) {
    const cell = words[order + i];
    const seen = words[cell + a];
    words[cell + b] = vb;
    words[ra + i] = seen;
  }
}

function readRead(words: Int32Array, order: number, from: number, to: number, { a, ra, b, rb }: KernelPlaces): void {
  for (let i = from; i < to; i++) {
    const cell = words[order + i];
    const first = words[cell + a];
    const second = words[cell + b];
    words[ra + i] = first;
    words[rb + i] = second;
  }
}

function atomicWrite(words: Int32Array, order: number, from: number, to: number, { a, va }: KernelPlaces): void {
  for (let i = from; i < to; i++) Atomics.store(words, words[order + i] + a, va);
}

function atomicWriteWrite(
  words: Int32Array,
  order: number,
  from: number,
  to: number,
  { a, va, b, vb }: KernelPlaces,
): void {
  for (let i = from; i < to; i++) {
    const cell = words[order + i];
    Atomics.store(words, cell + a, va);
    Atomics.store(words, cell + b, vb);
  }
}

function atomicWriteRead(
  words: Int32Array,
  order: number,
  from: number,
  to: number,
  { a, va, b, rb }: KernelPlaces,
): void {
  for (let i = from; i < to; i++) {
    const cell = words[order + i];
    Atomics.store(words, cell + a, va);
    words[rb + i] = Atomics.load(words, cell + b);
  }
}

function atomicReadWrite(
  words: Int32Array,
  order: number,
  from: number,
  to: number,
  { a, ra, b, vb }: KernelPlaces,
): void {
  for (let i = from; i < to; i++) {
    const cell = words[order + i];
    const seen = Atomics.load(words, cell + a);
    Atomics.store(words, cell + b, vb);
    words[ra + i] = seen;
  }
}

function atomicReadRead(
  words: Int32Array,
  order: number,
  from: number,
  to: number,
  { a, ra, b, rb }: KernelPlaces,
): void {
  for (let i = from; i < to; i++) {
    const cell = words[order + i];
    const first = Atomics.load(words, cell + a);
    const second = Atomics.load(words, cell + b);
    words[ra + i] = first;
    words[rb + i] = second;
  }
}

const PLAIN: Readonly<Record<string, Kernel>> = {
  write,
  "write write": writeWrite,
  "write read": writeRead,
  "read write": readWrite,
  "read read": readRead,
};

const ATOMIC: Readonly<Record<string, Kernel>> = {
  write: atomicWrite,
  "write write": atomicWriteWrite,
  "write read": atomicWriteRead,
  "read write": atomicReadWrite,
  "read read": atomicReadRead,
};

/** The loop for a thread of one or two steps. */
export function kernelFor(steps: readonly LitmusStep[], access: LitmusAccess): Kernel {
  const shape = steps.map(({ kind }) => kind).join(" ");
  return (access === "plain" ? PLAIN : ATOMIC)[shape];
}
