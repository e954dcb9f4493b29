/**
 * Finds a schedule that does what a real run did: a simulation is led so that every thread meets its own recorded events one by one, in the
 * recorded order where that is possible, else in another one that the overlaps of the events allow.
 * Rule: a step that writes nothing and makes the recorded event may always come now; of the others each may have to give way to another,
 * and where nothing fits any more the latest of them does.
 */
import type { Seq, ThreadId, Word } from "../../base/ids.ts";
import { fromSmallWord, isSmallWord } from "../../memory/words.ts";
import { VERB, type Verb } from "../../program/operation.ts";
import { type Choice, isExpiry, threadOfChoice } from "../../program/stepping.ts";
import { GIL_OBJECT } from "../parallel/header.ts";
import { readerOf } from "../stepped/simulation-reader.ts";
import type { Mark, Simulation } from "../stepped/simulation.ts";
import { type ObjectKind, OP, type OpCode } from "../../trace/ops.ts";
import { isLeftOut, type RecordedThreads, type Told } from "./recorded-threads.ts";

interface Branch {
  readonly mark: Mark;
  readonly at: Int32Array;
  readonly steps: number;
  readonly left: Choice[];
}

/** Branches that are kept; the oldest are given up. */
const MOST_BRANCHES = 200_000;

/** Questions that are no events. */
const SILENT: ReadonlySet<Verb> = new Set([
  VERB.IS_ALIVE,
  VERB.ACTIVE_COUNT,
  VERB.POOL_IDLE,
  VERB.POOL_LEAVE,
  VERB.SELECT,
]);

const UPDATES: ReadonlySet<OpCode> = new Set([OP.update, OP["compare-exchange"]]);

export class Pursuit {
  readonly path: Choice[] = [];
  readonly #simulation: Simulation;
  readonly #recorded: RecordedThreads;
  readonly #isCut: boolean;
  readonly #branches: Branch[] = [];
  /** By thread: events met. */
  #at: Int32Array;
  #fits: boolean;

  /** @param isCut the run was ended before its time: nobody has to go on where the record ends, and everybody may */
  constructor(simulation: Simulation, recorded: RecordedThreads, isCut: boolean) {
    this.#simulation = simulation;
    this.#recorded = recorded;
    this.#isCut = isCut;
    this.#at = new Int32Array(recorded.rows.length);
    this.#fits = this.#meet(0);
  }

  /** Takes one step or goes back to another one. True when all is met, false when nothing is left to try, null else. */
  goOn(): boolean | null {
    if (!this.#fits) return this.giveWay();
    if (!this.#recorded.rows.every((rows, thread) => this.#at[thread] === rows.length)) {
      return this.#tryOneOf(this.#candidates());
    }
    const left = this.#isCut ? [] : this.#leftToTheEnd();
    return left.length === 0 ? true : this.#tryOneOf(left);
  }

  /** Steps that tell nothing may still lead to the end: a loop that goes to sleep for good. Who was cut off by the end need not go on. */
  #leftToTheEnd(): Choice[] {
    const isCut = (choice: Choice): number => Number(this.#recorded.wereCut[threadOfChoice(choice)]);
    return this.#simulation.choices().toSorted((a, b) => isCut(a) - isCut(b));
  }

  /** Takes back the latest step that another could have come before, and takes that. False when there is none. */
  giveWay(): null | false {
    this.#fits = true;
    const branch = this.#branches.pop();
    if (branch === undefined) return false;
    this.#back(branch);
    return this.#tryOneOf(branch.left);
  }

  #tryOneOf(candidates: Choice[]): null | false {
    const several = candidates.length > 1;
    const mark = several ? this.#simulation.mark() : null;
    const at = several ? this.#at.slice() : null;
    while (candidates.length > 0) {
      const choice = candidates[0];
      candidates.splice(0, 1);
      const isSilent = this.#isSilent(choice);
      if (this.#take(choice)) {
        const mayGiveWay = isSilent || this.#simulation.touched.some((one) => one.writes);
        if (mark !== null && at !== null && candidates.length > 0 && mayGiveWay)
          this.#keep({ mark, at, steps: this.path.length - 1, left: candidates });
        return null;
      }
      if (mark === null || at === null) break;
      this.#back({ mark, at, steps: this.path.length - 1 });
    }
    return this.giveWay();
  }

  #keep(branch: Branch): void {
    this.#branches.push(branch);
    if (this.#branches.length > MOST_BRANCHES) this.#branches.splice(0, MOST_BRANCHES / 2);
  }

  #back({ mark, at, steps }: Pick<Branch, "mark" | "at" | "steps">): void {
    this.#simulation.backTo(mark);
    this.#at = at.slice();
    this.path.length = steps;
  }

  /** Whether the step makes what was recorded. */
  #take(choice: Choice): boolean {
    const simulation = this.#simulation;
    const before = simulation.events.count;
    this.path.push(choice);
    simulation.take(choice);
    if (simulation.computing >= 0) simulation.goOn();
    return simulation.computing < 0 && this.#meet(before);
  }

  /** Meets the events told since; false at the first that was not recorded. */
  #meet(from: number): boolean {
    const { events } = this.#simulation;
    const found = this.#foundByUpdate(from);
    for (let index = from; index < events.count; index++) {
      const told = { ...events.at(index), found };
      if (isLeftOut(told.op, this.#kindOf(told))) continue;
      const thread = events.threadOf(told.thread);
      const row = this.#recorded.rows[thread]?.[this.#at[thread]];
      if (row === undefined && (this.#isCut || this.#recorded.wereCut[thread])) continue;
      if (row === undefined || !this.#recorded.isSame(row, told, this.#textOf)) return false;
      this.#at[thread]++;
    }
    return true;
  }

  /** Of whatever may be left out. What a loop's primitives are, the models do not know. */
  #kindOf({ op, object }: Pick<Told, "op" | "object">): ObjectKind | undefined {
    if (object === GIL_OBJECT) return "gil";
    const modelled = this.#simulation.objects.find(object)?.kind;
    return modelled ?? (op === OP.wait ? readerOf(this.#simulation).object(object).kind : undefined);
  }

  /** What the one update since then found; null where there were none, or several. */
  #foundByUpdate(from: number): number | null {
    const { events, remembered } = this.#simulation;
    let updates = 0;
    for (let index = from; index < events.count; index++) if (UPDATES.has(events.opAt(index))) updates++;
    return updates === 1 && isSmallWord(remembered) ? fromSmallWord(remembered) : null;
  }

  readonly #textOf = (word: Word): string | null => {
    const { plain, repr } = readerOf(this.#simulation).value(word);
    return plain === undefined ? null : repr;
  };

  /** Choices whose event may be the next of all, the one with the smallest number first. */
  #candidates(): Choice[] {
    const { earliest } = this.#recorded;
    return this.#simulation
      .choices()
      .filter((choice) => {
        const row = this.#nextOf(threadOfChoice(choice));
        return (
          row >= 0 &&
          (!isExpiry(choice) || this.#isSilent(choice) || this.#recorded.isTimeout(row)) &&
          this.#firstOfOthers(choice) > earliest[this.#isSilent(choice) ? this.#lastOf(threadOfChoice(choice)) : row]
        );
      })
      .sort((a, b) => this.#nextOf(threadOfChoice(a)) - this.#nextOf(threadOfChoice(b)));
  }

  /** Whether the step would tell nothing: a question, or what was refused. What it found out shows later. */
  #isSilent(choice: Choice): boolean {
    const thread = threadOfChoice(choice);
    const { verb, line } = this.#simulation.threads[thread].machine.next;
    return SILENT.has(verb) || line !== this.#recorded.lineOf(this.#nextOf(thread));
  }

  /** The row that the thread met last; −1 none. */
  #lastOf(thread: ThreadId): Seq {
    return this.#recorded.rows[thread]?.[this.#at[thread] - 1] ?? -1;
  }

  /** The row that the thread comes to next; −1 none. */
  #nextOf(thread: ThreadId): Seq {
    return this.#recorded.rows[thread]?.[this.#at[thread]] ?? -1;
  }

  #firstOfOthers(choice: Choice): Seq {
    let first = Number.POSITIVE_INFINITY;
    for (let thread = 0; thread < this.#recorded.rows.length; thread++) {
      if (thread === threadOfChoice(choice)) continue;
      const row = this.#nextOf(thread);
      if (row >= 0 && row < first) first = row;
    }
    return first;
  }
}
