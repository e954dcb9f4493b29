/**
 * Who goes next, where no schedule says it. Rule: a scheduler sees the choices and how many steps were taken, keeps nothing and draws from
 * nothing: so it gives the same step whether it is asked once or a thousand times, at once or one step at a time.
 */
import type { ThreadId } from "../base/ids.ts";
import { type Choice, isExpiry, threadOfChoice } from "../program/stepping.ts";

/** @param choices never empty, by thread @param step steps taken so far @param last who took the last one, −1 nobody */
export type Scheduler = (choices: readonly Choice[], step: number, last: ThreadId) => Choice;

/** A timed wait ends early in one of so many steps in which its turn has come, while others can go. */
const EXPIRES_ONE_IN = 8;

/** Any choice with the same chance at each step, by the seed; who is in a timed wait has an eighth of it. */
export function seededScheduler(seed: number): Scheduler {
  return (choices, step) => {
    if (choices.length === 1) return choices[0];
    let drawn = draw(seed, step, 0);
    let choice = choices[drawn % choices.length];
    if (!isExpiry(choice)) return choice;
    const others = choices.filter((one) => !isExpiry(one));
    drawn = draw(seed, step, 1);
    if (others.length > 0 && drawn % EXPIRES_ONE_IN !== 0) choice = others[draw(seed, step, 2) % others.length];
    return choice;
  };
}

/** One step each, by thread id; a timed wait ends only when nobody else can go. */
export function roundRobin(): Scheduler {
  return (choices, _step, last) => {
    const going = choices.filter((one) => !isExpiry(one));
    const able = going.length === 0 ? choices : going;
    return able.find((one) => threadOfChoice(one) > last) ?? able[0];
  };
}

/** The same thread as long as it can go, then the next by id: as few switches as there can be. */
export function runToBlock(): Scheduler {
  const next = roundRobin();
  return (choices, step, last) => {
    const same = choices.find((one) => threadOfChoice(one) === last && !isExpiry(one));
    return same ?? next(choices, step, last);
  };
}

/** A number that depends on the seed and the step alone (the mixer of splitmix32, by Guy Steele, Doug Lea and Christine Flood). */
function draw(seed: number, step: number, stream: number): number {
  let z = (Math.imul(seed, 0x9e3779b9) ^ Math.imul(step * 4 + stream + 1, 0x85ebca6b)) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}
