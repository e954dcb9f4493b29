/**
 * The text of a schedule (page API, section 2): `s1.FINGERPRINT.CHOICES`, safe in an address. Choices are thread ids with run lengths, joined
 * by `-`; `1!` is "its timed wait ends now": `s1.aB3_x9.1x2-2x3-1!`. Rule: what is printed is parsed to the same, and is as short as it goes.
 */
import { ArgumentError } from "../base/errors.ts";
import type { ThreadId } from "../base/ids.ts";
import { type Choice, describeChoice, toChoice } from "../program/stepping.ts";

/** A schedule as it was written down. */
export interface WrittenSchedule {
  /** Of listing and parameters; null where it was left out, as one does by hand. */
  readonly fingerprint: string | null;
  readonly path: readonly Choice[];
}

/** Characters of a fingerprint. */
export const FINGERPRINT_LENGTH = 6;
/** Steps of a schedule, and threads that a run can have. */
const MOST_STEPS = 1_000_000;
const LAST_THREAD: ThreadId = 255;

const FORM = /^s1\.([\w-]*)\.(.*)$/s;
const RUN = /^(\d+)(!?)(?:x(\d+))?$/;
const ALLOWED = 'a schedule such as "s1..1x2-2x3-1!": s1, fingerprint (or nothing), thread ids with run lengths';

export function printSchedule(fingerprint: string, path: readonly Choice[]): string {
  const runs: string[] = [];
  for (let from = 0, to = 0; from < path.length; from = to) {
    while (to < path.length && path[to] === path[from]) to++;
    runs.push(to - from === 1 ? describeChoice(path[from]) : `${describeChoice(path[from])}x${to - from}`);
  }
  return `s1.${fingerprint}.${runs.join("-")}`;
}

/** @throws ArgumentError that names what of the text is wrong */
export function parseSchedule(text: string): WrittenSchedule {
  const [, fingerprint, choices] = FORM.exec(text) ?? refuse(text);
  if (fingerprint !== "" && fingerprint.length !== FINGERPRINT_LENGTH)
    throw new ArgumentError("schedule", text, `a fingerprint of ${FINGERPRINT_LENGTH} characters, or none: s1..1x2`);
  const path: Choice[] = [];
  for (const run of choices === "" ? [] : choices.split("-")) addRun(path, run);
  return { fingerprint: fingerprint === "" ? null : fingerprint, path };
}

function addRun(path: Choice[], run: string): void {
  const [, thread, expires, length = "1"] = RUN.exec(run) ?? refuse(run);
  if (Number(thread) > LAST_THREAD) throw new ArgumentError("schedule", run, `thread ids from 0 to ${LAST_THREAD}`);
  const times = Number(length);
  if (times < 1 || path.length + times > MOST_STEPS)
    throw new ArgumentError("schedule", run, `runs of 1 or more, and ${MOST_STEPS} steps in all`);
  const choice = toChoice(Number(thread), expires === "!");
  for (let i = 0; i < times; i++) path.push(choice);
}

function refuse(text: string): never {
  throw new ArgumentError("schedule", text, ALLOWED);
}
