/**
 * A pool for TypeScript workers: `pool.ts` and `future.ts` with plain values. One thread creates it and submits; each of its
 * threads attaches and serves until the pool is closed.
 * Rule: a task's block holds its future and its argument; who submitted it gives the block back once the result was read.
 */
import type { Address, Word } from "../base/ids.ts";
import type { Milliseconds } from "../base/units.ts";
import { enterMutex, leaveMutex } from "../memory/mutex.ts";
import { fromAddressWord, toAddressWord } from "../memory/words.ts";
import { STATUS } from "../program/operation.ts";
import { FOREVER, StopSignal } from "./context.ts";
import { beginFuture, cancelFuture, FUTURE, FUTURE_WORDS, initFuture, settleFuture, waitFuture } from "./future.ts";
import type { PlainValue } from "./plain-codec.ts";
import { closePool, initPool, joinPool, leavePool, POOL_WORDS, submitTask, takeTask, terminatePool } from "./pool.ts";
import type { SharedSpace } from "./shared-space.ts";

/** Words of a task: its future, its argument, and 1 where that is a list of arguments with a result each. */
const ARGUMENT = FUTURE_WORDS;
const IS_LIST = FUTURE_WORDS + 1;
const TASK_WORDS = FUTURE_WORDS + 2;

/** Why there is no result, or no task. */
export class PoolFailure extends Error {
  override readonly name = "PoolFailure";
  readonly reason: "closed" | "cancelled" | "timed out" | "failed" | "open";

  constructor(reason: PoolFailure["reason"], message: string) {
    super(message);
    this.reason = reason;
  }
}

/** A result that will be there; belongs to the thread that submitted. */
export class ValueFuture {
  readonly #space: SharedSpace;
  /** 0 once the result was read. */
  #task: Address;
  #value: PlainValue = null;
  #failure: PoolFailure | null = null;

  constructor(space: SharedSpace, task: Address) {
    this.#space = space;
    this.#task = task;
  }

  /** Waits for the result. @throws PoolFailure "failed" with the task's own message, "cancelled" or "timed out"; StopSignal */
  result(timeoutMs: Milliseconds = FOREVER): PlainValue {
    if (this.#task !== 0) this.#collect(timeoutMs);
    if (this.#failure !== null) throw this.#failure;
    return this.#value;
  }

  /** True if the task will not run. */
  cancel(): boolean {
    if (this.#task === 0) return this.#failure?.reason === "cancelled";
    if (cancelFuture(this.#space.context, this.#task) !== STATUS.OK) return false;
    // The block is still among the pool's tasks: whichever thread takes it gives it back.
    this.#task = 0;
    this.#failure = new PoolFailure("cancelled", "the task was cancelled");
    return true;
  }

  #collect(timeoutMs: Milliseconds): void {
    const { context } = this.#space;
    const status = waitFuture(context, this.#task, timeoutMs);
    if (status === STATUS.TIMED_OUT) throw new PoolFailure("timed out", `no result within ${timeoutMs} ms`);
    const word = context.result;
    const value = this.#space.load(word);
    if (status === STATUS.FAILED) this.#failure = new PoolFailure("failed", typeof value === "string" ? value : "");
    else this.#value = value;
    this.#space.drop(word);
    // Whoever settled it may still be inside its mutex; once it is out it does not come back.
    enterMutex(context.words, this.#task + FUTURE.MUTEX);
    leaveMutex(context.words, this.#task + FUTURE.MUTEX);
    this.#space.give(this.#task);
    this.#task = 0;
  }
}

/** One thread's access to a pool in a space. */
export class ValuePool {
  /** What the pool's threads need to attach. */
  readonly address: Address;
  readonly #space: SharedSpace;

  private constructor(space: SharedSpace, address: Address) {
    this.#space = space;
    this.address = address;
  }

  /** @param threads how many will attach and serve. */
  static create(space: SharedSpace, threads: number): ValuePool {
    const address = space.take(POOL_WORDS);
    initPool(space.context.words, address, threads);
    return new ValuePool(space, address);
  }

  static attach(space: SharedSpace, address: Address): ValuePool {
    return new ValuePool(space, address);
  }

  /** Submits a task. @throws PoolFailure "closed", ArgumentError, SpaceSpent */
  submit(argument: PlainValue): ValueFuture {
    return this.#submit(argument, 0);
  }

  #submit(argument: PlainValue, isList: 0 | 1): ValueFuture {
    const { context } = this.#space;
    const word = this.#space.store(argument);
    const task = this.#space.take(TASK_WORDS);
    initFuture(context.words, task);
    context.words[task + ARGUMENT] = word;
    context.words[task + IS_LIST] = isList;
    const status = submitTask(context, this.address, toAddressWord(task), (words) => this.#space.take(words));
    if (status !== STATUS.OK) {
      this.#space.drop(word);
      this.#space.give(task);
      throw new PoolFailure("closed", "the pool is closed and takes no more tasks");
    }
    return new ValueFuture(this.#space, task);
  }

  /** Results in the order of `items`, which go to the threads in lists of `chunkSize`; `serve`'s function gets one item at a time. */
  map(items: readonly PlainValue[], chunkSize = 1): PlainValue[] {
    const futures: ValueFuture[] = [];
    for (let from = 0; from < items.length; from += chunkSize) {
      futures.push(this.#submit(items.slice(from, from + chunkSize), 1));
    }
    return futures.flatMap((future) => future.result() as readonly PlainValue[]);
  }

  /** Runs tasks until the pool is closed and empty, then leaves it. @throws StopSignal */
  serve(run: (argument: PlainValue) => PlainValue): void {
    const { context } = this.#space;
    try {
      while (takeTask(context, this.address) === STATUS.OK) this.#serveOne(fromAddressWord(context.result), run);
    } finally {
      leavePool(context, this.address);
    }
  }

  /** Takes no more tasks in; those that are in will run. */
  close(): void {
    closePool(this.#space.context, this.address);
  }

  /** Drops what no thread has taken yet; their futures never come. */
  terminate(): void {
    terminatePool(this.#space.context, this.address);
  }

  /** Waits until its threads have left. False if the time was up. @throws PoolFailure "open", StopSignal */
  join(timeoutMs: Milliseconds = FOREVER): boolean {
    const status = joinPool(this.#space.context, this.address, timeoutMs);
    if (status === STATUS.REFUSED) throw new PoolFailure("open", "the pool is still open: close it first");
    return status === STATUS.OK;
  }

  #serveOne(task: Address, run: (argument: PlainValue) => PlainValue): void {
    const { context } = this.#space;
    const word = context.words[task + ARGUMENT];
    if (beginFuture(context, task) !== STATUS.OK) {
      this.#space.drop(word);
      this.#space.give(task);
      return;
    }
    const isList = context.words[task + IS_LIST] === 1;
    const argument = this.#space.load(word);
    this.#space.drop(word);
    let failed = false;
    let result: Word;
    try {
      result = this.#space.store(isList && Array.isArray(argument) ? argument.map((item) => run(item)) : run(argument));
    } catch (fault) {
      if (fault instanceof StopSignal) throw fault;
      failed = true;
      result = this.#space.store(fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault));
    }
    settleFuture(context, task, result, failed);
  }
}
