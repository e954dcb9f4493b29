/**
 * What a schedule belongs to, in six characters: the listing, its parameters and what counts as a step. Rule: the values at the listing's head
 * count as parameters, wherever they come from, so that `n = 3` in the text and `n: 3` in a request are one.
 */
import type { ParameterValues } from "../program/report.ts";
import type { StepRule } from "../program/stepping.ts";
import { FINGERPRINT_LENGTH } from "./text.ts";

/** What decides which steps a program has. */
export interface Fingerprinted {
  readonly source: string;
  /** `name = literal` at the head of the listing, with the values that hold. */
  readonly head: readonly { readonly name: string; readonly value: unknown; readonly line: number }[];
  /** What belongs to the runtime: `python`, `second`… */
  readonly runtime: ParameterValues;
  readonly steps: StepRule;
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Six characters that are safe in an address. */
export function fingerprintOf({ source, head, runtime, steps }: Fingerprinted): string {
  const lines = source.replaceAll("\r\n", "\n").split("\n");
  for (const { line } of head) lines[line - 1] = "";
  const names = head.map(({ name, value }): [string, unknown] => [name, value]);
  const sorted = [...names, ...Object.entries(runtime)].sort(([a], [b]) => (a < b ? -1 : 1));
  return toText(hash(JSON.stringify([lines.join("\n").trimEnd(), sorted, steps])));
}

/** Two words of a hash: FNV-1a (Fowler, Noll, Vo) with two primes, mixed at the end as MurmurHash3 does. */
function hash(text: string): readonly [number, number] {
  let a = 0x811c9dc5;
  let b = 0x9dc5811c;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x85ebca6b);
  }
  return [mix(a ^ b), mix(Math.imul(a, 0xc2b2ae35) ^ (b >>> 3))];
}

function mix(word: number): number {
  const once = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return (twice ^ (twice >>> 16)) >>> 0;
}

function toText([high, low]: readonly [number, number]): string {
  let text = "";
  for (let i = 0; i < FINGERPRINT_LENGTH; i++) {
    const word = i < 3 ? high : low;
    text += DIGITS[(word >>> ((i % 3) * 6)) & 63];
  }
  return text;
}
