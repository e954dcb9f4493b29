/**
 * Small concurrent programs as generators, for counting by hand: a thread yields its steps one by one and is told what each gave. Rule: written from
 * the conventions of docs/exploring.md alone; nothing here knows machines, simulators or searches.
 */

/** An object, or one place in it: `key` is undefined for what has no parts, `WHOLE` for all of a container. */
export interface Touched {
  readonly object: object;
  readonly key?: unknown;
  readonly writes: boolean;
}

export const WHOLE: unique symbol = Symbol("whole");

/** One step: done once when its thread is chosen. */
export interface CountedStep {
  readonly canGo: () => boolean;
  /** Does it. @returns what it touched, and what the thread is told */
  readonly go: () => { readonly touched: readonly Touched[]; readonly told?: unknown };
}

export type CountedThread = Generator<CountedStep, unknown, unknown>;
export type Doing<T> = Generator<CountedStep, T, unknown>;

function* step<T>(canGo: () => boolean, touched: () => readonly Touched[], act: () => T): Doing<T> {
  const told: unknown = yield {
    canGo,
    go: () => {
      const result = act();
      return { touched: touched(), told: result };
    },
  };
  return told as T;
}

const always = (): boolean => true;

/** A module-level name, a closure variable, an attribute. */
export class Cell {
  value: number;

  constructor(value = 0) {
    this.value = value;
  }

  *read(): Doing<number> {
    return yield* step(
      always,
      () => [{ object: this, writes: false }],
      () => this.value,
    );
  }

  *write(value: number): Doing<void> {
    yield* step(
      always,
      () => [{ object: this, writes: true }],
      () => {
        this.value = value;
      },
    );
  }

  *update(by = 1): Doing<void> {
    yield* this.write((yield* this.read()) + by);
  }

  /** One atomic read-modify-write. */
  *add(by: number): Doing<number> {
    return yield* step(
      always,
      () => [{ object: this, writes: true }],
      () => (this.value += by) - by,
    );
  }

  /** A failed one is a read. */
  *compareExchange(expected: number, value: number): Doing<boolean> {
    let won = false;
    return yield* step(
      always,
      () => [{ object: this, writes: won }],
      () => {
        won = this.value === expected;
        if (won) this.value = value;
        return won;
      },
    );
  }
}

/** A list or a dict: places by key, and the whole. */
export class Container {
  readonly items: unknown[];

  constructor(items: readonly unknown[] = []) {
    this.items = [...items];
  }

  *read(key: number): Doing<unknown> {
    return yield* step(
      always,
      () => [{ object: this, key, writes: false }],
      () => this.items[key],
    );
  }

  *write(key: number, value: unknown): Doing<void> {
    yield* step(
      always,
      () => [{ object: this, key, writes: true }],
      () => {
        this.items[key] = value;
      },
    );
  }

  /** One step on the whole container. */
  *whole<T>(writes: boolean, act: (items: unknown[]) => T): Doing<T> {
    return yield* step(
      always,
      () => [{ object: this, key: WHOLE, writes }],
      () => act(this.items),
    );
  }
}

/** Lock, RLock and semaphore: all steps on one depend on each other. */
export class Permits {
  free: number;

  constructor(free = 1) {
    this.free = free;
  }

  *take(): Doing<void> {
    yield* step(
      () => this.free > 0,
      () => [{ object: this, writes: true }],
      () => {
        this.free--;
      },
    );
  }

  /** Tries, or waits for some time: a timed wait ends now wherever it would be blocked. */
  *tryTake(): Doing<boolean> {
    return yield* step(
      always,
      () => [{ object: this, writes: true }],
      () => {
        if (this.free === 0) return false;
        this.free--;
        return true;
      },
    );
  }

  *give(): Doing<void> {
    yield* step(
      always,
      () => [{ object: this, writes: true }],
      () => {
        this.free++;
      },
    );
  }
}

export class ReentrantLock {
  depth = 0;
  holder: unknown = null;

  *take(who: unknown): Doing<void> {
    yield* step(
      () => this.depth === 0 || this.holder === who,
      () => [{ object: this, writes: true }],
      () => {
        this.holder = who;
        this.depth++;
      },
    );
  }

  *give(): Doing<void> {
    yield* step(
      always,
      () => [{ object: this, writes: true }],
      () => {
        this.depth--;
      },
    );
  }
}

export class Condition {
  readonly lock: Permits;
  #waiting: object[] = [];

  constructor(lock: Permits) {
    this.lock = lock;
  }

  /** Two steps: release and park; acquire again. */
  *wait(): Doing<void> {
    const ticket = {};
    const both = (): Touched[] => [
      { object: this, writes: true },
      { object: this.lock, writes: true },
    ];
    yield* step(always, both, () => {
      this.lock.free++;
      this.#waiting.push(ticket);
    });
    yield* step(
      () => !this.#waiting.includes(ticket) && this.lock.free > 0,
      both,
      () => {
        this.lock.free--;
      },
    );
  }

  *notify(most = 1): Doing<void> {
    yield* step(
      always,
      () => [{ object: this, writes: true }],
      () => {
        this.#waiting = this.#waiting.slice(most);
      },
    );
  }
}

export class Flag {
  #isSet = false;
  /** Grows each time it is set: who waited then goes on, though it be cleared. */
  #times = 0;

  *set(): Doing<void> {
    yield* this.#change(true);
  }

  *clear(): Doing<void> {
    yield* this.#change(false);
  }

  *isSet(): Doing<boolean> {
    return yield* step(
      always,
      () => [{ object: this, writes: false }],
      () => this.#isSet,
    );
  }

  *wait(): Doing<void> {
    const before = this.#times;
    yield* step(
      () => this.#isSet || this.#times > before,
      () => [{ object: this, writes: false }],
      () => undefined,
    );
  }

  *#change(to: boolean): Doing<void> {
    yield* step(
      always,
      () => [{ object: this, writes: true }],
      () => {
        this.#isSet = to;
        if (to) this.#times++;
      },
    );
  }
}

/** Arriving is one step; who waits goes on without one. */
export class Barrier {
  readonly parties: number;
  #arrived = 0;
  #round = 0;

  constructor(parties: number) {
    this.parties = parties;
  }

  /** @returns when the thread may go on: whatever it does next */
  *arrive(): Doing<() => boolean> {
    return yield* step(
      always,
      () => [{ object: this, writes: true }],
      () => {
        const round = this.#round;
        if (++this.#arrived === this.parties) {
          this.#arrived = 0;
          this.#round++;
        }
        return () => this.#round > round;
      },
    );
  }
}

export class Queue {
  readonly capacity: number;
  readonly items: number[] = [];
  readonly #order: "fifo" | "lifo" | "least";

  constructor(capacity = 0, order: "fifo" | "lifo" | "least" = "fifo") {
    this.capacity = capacity;
    this.#order = order;
  }

  *put(item: number): Doing<void> {
    yield* step(
      () => this.#hasRoom(),
      () => [{ object: this, writes: true }],
      () => this.#add(item),
    );
  }

  /** A refused one is a read. */
  *tryPut(item: number): Doing<boolean> {
    let done = false;
    return yield* step(
      always,
      () => [{ object: this, writes: done }],
      () => {
        done = this.#hasRoom();
        if (done) this.#add(item);
        return done;
      },
    );
  }

  *get(): Doing<number> {
    return yield* step(
      () => this.items.length > 0,
      () => [{ object: this, writes: true }],
      () => this.#remove(),
    );
  }

  /** A refused one is a read. */
  *tryGet(): Doing<number | null> {
    let got: number | null = null;
    return yield* step(
      always,
      () => [{ object: this, writes: got !== null }],
      () => {
        got = this.items.length > 0 ? this.#remove() : null;
        return got;
      },
    );
  }

  *size(): Doing<number> {
    return yield* step(
      always,
      () => [{ object: this, writes: false }],
      () => this.items.length,
    );
  }

  #hasRoom(): boolean {
    return this.capacity === 0 || this.items.length < this.capacity;
  }

  #add(item: number): void {
    this.items.push(item);
    if (this.#order === "least") this.items.sort((a, b) => b - a);
  }

  #remove(): number {
    return (this.#order === "fifo" ? this.items.shift() : this.items.pop()) as number;
  }
}
