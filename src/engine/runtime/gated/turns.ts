/**
 * What gated workers are to do, written down before they begin: the acts of a simulated run (`stepped/journal.ts`), one word each, on shared
 * memory. Rule: nobody writes them any more once a worker can see them.
 *
 *     act (4 bits) | chosen: a step (1 bit) | thread (8 bits) | times (19 bits)
 */
import type { ThreadId } from "../../base/ids.ts";
import { ACT, type Act, type Journal } from "../stepped/journal.ts";

/** Acts that only turns have. */
export const TURN = {
  ...ACT,
  /** `PERFORM` and then `ADVANCE`, so often: what a thread does that is no step may be long. */
  GO: 9,
  /** Behind the last act: nobody's. */
  OVER: 15,
} as const;
export type TurnKind = Act | typeof TURN.GO | typeof TURN.OVER;

const STEP = 16;
const THREAD_SHIFT = 5;
const TIMES_SHIFT = 13;
const MOST_TIMES = 2 ** 18;

export function kindOfTurn(turn: number): TurnKind {
  return (turn & 15) as TurnKind;
}

export function isStepTurn(turn: number): boolean {
  return (turn & STEP) !== 0;
}

export function threadOfTurn(turn: number): ThreadId {
  return (turn >> THREAD_SHIFT) & 255;
}

export function timesOfTurn(turn: number): number {
  return turn >> TIMES_SHIFT;
}

/** Whether the operation that the act begins or goes on with is to wait. */
export function isWaitTurn(turn: number): boolean {
  const kind = kindOfTurn(turn);
  return kind === TURN.WAIT || kind === TURN.EXPIRE_AND_WAIT;
}

/** Whether a timed wait is to end by its limit. */
export function isExpiryTurn(turn: number): boolean {
  const kind = kindOfTurn(turn);
  return kind === TURN.EXPIRE || kind === TURN.EXPIRE_AND_WAIT;
}

function toTurn(kind: TurnKind, thread: ThreadId, isStep: boolean, times = 1): number {
  return kind | (isStep ? STEP : 0) | (thread << THREAD_SHIFT) | (times << TIMES_SHIFT);
}

/** Takes the acts of a simulation down. */
export class TurnWriter implements Journal {
  #words = new Int32Array(256);
  #count = 0;

  act(thread: ThreadId, act: Act, isStep: boolean): void {
    if (act === ACT.ADVANCE && this.#wentOn(thread)) return;
    this.#push(toTurn(act, thread, isStep));
  }

  /** What was taken down so far, to be gone on with in another way. */
  copy(): TurnWriter {
    const copied = new TurnWriter();
    copied.#words = this.#words.slice();
    copied.#count = this.#count;
    return copied;
  }

  /** The turns, `OVER` behind them. */
  finish(): SharedArrayBuffer {
    this.#push(toTurn(TURN.OVER, 0, false));
    const shared = new SharedArrayBuffer(this.#count * 4);
    new Int32Array(shared).set(this.#words.subarray(0, this.#count));
    return shared;
  }

  /** Whether the thread's local work was made part of the act before it. */
  #wentOn(thread: ThreadId): boolean {
    const last = this.#words[this.#count - 1];
    if (this.#count === 0 || kindOfTurn(last) !== TURN.PERFORM || threadOfTurn(last) !== thread) return false;
    const before = this.#words[this.#count - 2];
    const repeats = this.#count > 1 && !isStepTurn(last) && isGoOf(before, thread);
    if (repeats) this.#count--;
    const times = repeats ? timesOfTurn(before) + 1 : 1;
    this.#words[this.#count - 1] = toTurn(TURN.GO, thread, isStepTurn(repeats ? before : last), times);
    return true;
  }

  #push(turn: number): void {
    if (this.#count === this.#words.length) {
      const longer = new Int32Array(this.#count * 2);
      longer.set(this.#words);
      this.#words = longer;
    }
    this.#words[this.#count++] = turn;
  }
}

/** Whether a turn is the thread's and may be told to go on once more. */
function isGoOf(turn: number, thread: ThreadId): boolean {
  return kindOfTurn(turn) === TURN.GO && threadOfTurn(turn) === thread && timesOfTurn(turn) < MOST_TIMES - 1;
}
