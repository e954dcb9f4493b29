/** What a listing to be counted is made of: its text as learners write it, and the same program for `countByHand`. Rule: both say the same. */
import type { SimulationSettings } from "../../runtime/stepped/settings.ts";
import type { CountedProgram } from "./count-by-hand.ts";
import { Cell, Permits, type CountedStep, type CountedThread, type Doing } from "./world.ts";

export interface CountedListing {
  readonly name: string;
  readonly listing: string;
  readonly begin: () => CountedProgram;
  readonly settings?: Partial<SimulationSettings>;
}

export type Making<T> = () => T;

/** n threads run `work(i)`. */
export function same<T>(
  name: string,
  n: number,
  [head, body]: readonly [string, string],
  make: Making<T>,
  work: (shared: T, i: number) => CountedThread,
): CountedListing {
  const lines = body.split("\n").map((line) => `    ${line}`);
  const listing = `import threading, queue
${head}

def work(i):
${lines.join("\n")}

threads = []
for i in range(${n}):
    t = threading.Thread(target=work, args=(i,))
    threads.append(t)
for t in threads:
    t.start()
for t in threads:
    t.join()
`;
  return { name, listing, begin: begun(make, (shared) => Array.from({ length: n }, (_, i) => work(shared, i))) };
}

function begun<T>(make: Making<T>, threads: (shared: T) => readonly CountedThread[]): () => CountedProgram {
  return () => {
    const shared = make();
    return { threads: threads(shared), outcome: () => null };
  };
}

/** A function for each thread; main starts them in turn and joins them. */
export function each<T>(
  name: string,
  [head, ...bodies]: readonly string[],
  make: Making<T>,
  works: readonly ((shared: T) => CountedThread)[],
  main = "",
): CountedListing {
  const names = bodies.map((_, i) => `t${i + 1}`);
  const functions = bodies.map((body, i) => `def ${names[i]}_work():\n${body.replaceAll(/^/gm, "    ")}\n`);
  const listing = [
    "import threading, queue",
    head,
    "",
    ...functions,
    ...names.map((one) => `${one} = threading.Thread(target=${one}_work)`),
    ...names.map((one) => `${one}.start()`),
    main === "" ? names.map((one) => `${one}.join()`).join("\n") : main,
    "",
  ].join("\n");
  return { name, listing, begin: begun(make, (shared) => works.map((work) => work(shared))) };
}

/** Who goes on only when a condition holds: before a step, not a step of its own. */
export function* after(canGo: () => boolean, thread: CountedThread): CountedThread {
  let told: unknown;
  for (let isFirst = true; ; isFirst = false) {
    const { value, done } = isFirst ? thread.next() : thread.next(told);
    if (done === true) return;
    const { canGo: can, go } = value;
    told = yield { canGo: isFirst ? () => canGo() && can() : can, go };
  }
}

/** Tells when a thread has taken its last step. */
export function watched(thread: CountedThread): { readonly thread: CountedThread; readonly isOver: () => boolean } {
  let over = false;
  function* run(): Doing<void> {
    yield* thread;
    over = true;
  }
  return { thread: run(), isOver: () => over };
}

export function* silent(canGo: () => boolean = () => true): Generator<CountedStep, void, unknown> {
  yield { canGo, go: () => ({ touched: [] }) };
}

export const cell = (): Cell => new Cell();

/** A lock and what it guards. */
export const lock = (): readonly [Permits, Cell] => [new Permits(), new Cell()];
