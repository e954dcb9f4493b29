import { describe, expect, it, test } from "vitest";
import { createRandom } from "../base/random.ts";
import { parseTrace, printTrace } from "../testing/trace-notation.ts";
import type { Trace } from "../trace/trace.ts";
import { checkTrace } from "./check-trace.ts";

const check = (text: string, engine: Trace["engine"] = "threads") => checkTrace(parseTrace(text, { engine }));

/** Traces that the models allow, one for each primitive, tight enough that nearly every change of one line breaks them. */
const ALLOWED: Readonly<Record<string, string>> = {
  lock: `
    T1 acquire lock = 1
    T2 acquire-wait lock
    T3 refused lock
    T1 release lock = 0
    T2 acquire lock = 1
    T3 acquire-wait lock
    T3 acquire-timeout lock
    T1 release lock = 0
    T3 acquire lock = 1
  `,
  rlock: `
    object r: rlock
    T1 acquire r = 1
    T1 acquire r = 2
    T2 refused r
    T1 release r = 1
    T1 release r = 0
    T2 acquire r = 1
  `,
  semaphore: `
    object s: semaphore
    T1 acquire s = 1
    T2 acquire s = 0
    T3 acquire-wait s
    T1 release s = 1
    T3 acquire s = 0
    T1 refused s
    T2 release s = 2
  `,
  condition: `
    object lock: lock
    T1 acquire lock = 1
    T1 wait c
    T1 release lock = 0
    T2 acquire lock = 1
    T2 wait c
    T2 release lock = 0
    T3 acquire lock = 1
    T3 notify c = 1
    T3 release lock = 0
    T1 woken c
    T2 wait-timeout c
    T1 acquire lock = 1
    T1 notify c = 0
    T1 release lock = 0
    T2 acquire lock = 1
  `,
  queue: `
    object q: queue capacity 2
    T1 get-wait q
    T2 put q = "a"
    T1 get q = "a"
    T2 put q = "b"
    T2 put q = "c"
    T2 refused q
    T3 put-wait q
    T1 get q = "b"
    T3 put q = "d"
    T1 task-done q = 3
    T1 get q = "c"
    T1 task-done q = 2
    T1 get q = "d"
    T1 task-done q = 1
    T2 join-wait q
    T1 task-done q = 0
    T2 join q
    T3 get-wait q
    T3 get-timeout q
    T1 put q = "e"
    T1 shutdown q = true
    T2 refused q
    T2 join q
  `,
  "lifo-queue": `
    object q: lifo-queue capacity 0
    T1 put q = 1
    T1 put q = 2
    T2 get q = 2
    T1 put q = 3
    T2 get q = 3
    T2 get q = 1
    T2 refused q
  `,
  "priority-queue": `
    object q: priority-queue capacity 3
    T1 put q = [2, "b"]
    T1 put q = [1, "z"]
    T1 put q = [2, "a"]
    T1 refused q
    T2 get q = [1, "z"]
    T2 get q = [2, "a"]
    T2 get q = [2, "b"]
    T2 refused q
  `,
  "event flag": `
    object e: event-flag
    T1 wait e
    T2 set e
    T2 clear e
    T1 woken e
    T1 wait e
    T1 wait-timeout e
    T2 set e
    T3 woken e
  `,
  barrier: `
    object b: barrier capacity 2
    T1 arrive b = 0
    T2 arrive b = 1
    T2 pass b = 1
    T1 pass b = 0
    T1 arrive b = 0
    T3 broken b
    T1 broken b = 0
    T3 reset b
    T2 arrive b = 0
    T1 arrive b = 1
    T1 pass b = 1
    T2 pass b = 0
  `,
  pool: `
    object p: pool
    T2 get-wait p
    T1 submit p = "f"
    T2 task-start p = "f"
    T1 submit p = "g"
    T1 submit p = "h"
    T2 task-start p = "g"
    T1 close p
    T1 refused p
    T2 task-start p = "h"
    T1 join p
  `,
  future: `
    object f: future
    object g: future
    T1 wait f
    T2 task-start f
    T1 wait-timeout f
    T1 wait f
    T2 task-finish f = 7
    T1 woken f = 7
    T3 woken f = 7
    T1 task-cancel g
    T3 woken g
  `,
  threads: `
    main start
    main spawn -> T1
    T1 start
    main spawn -> T2
    main join-wait -> T1
    T1 sleep = 5
    T1 wake
    T1 finish
    main join -> T1
    main join-wait -> T2
    main join-timeout -> T2
    T2 start
    T2 finish
    main join -> T2
    main finish
  `,
  "interpreter lock": `
    object g: gil
    object a: lock
    T1 acquire g = 1
    T1 acquire a = 1
    T2 acquire-wait g
    T1 read x = 0
    T1 release g = 0
    T2 acquire g = 1
    T1 sleep = 5
    T2 release g = 0
    T2 acquire-wait a
    T1 wake
    T1 acquire g = 1
    T1 release a = 0
    T2 acquire a = 1
    T2 acquire-wait g
    T1 print = "done"
    T1 release g = 0
    T2 acquire g = 1
    T2 write x = 1
    T2 release g = 0
  `,
  cells: `
    object x: cell = 0
    T1 read x = 0
    T1 write x = 1
    T1 read x = 1
    T1 write x = 2
    T2 start
    T2 read x = 2
    T2 compare-exchange x = 5 ok
    T2 compare-exchange x = 9 fails
    T2 read x = 5
    T2 finish
  `,
};

describe("what the models allow", () => {
  for (const [name, text] of Object.entries(ALLOWED)) {
    test(name, () => expect(check(text)).toEqual({ ok: true }));
  }
});

describe("what they do not", () => {
  it.each([
    ["two holders", "T1 acquire a = 1\nT2 acquire a = 1", 1, "held by T1"],
    ["a release of what nobody holds", "T1 release a = 0", 0, "nobody holds it"],
    ["a release of another's rlock", "object r: rlock\nT1 acquire r = 1\nT2 release r = 0", 1, "held by T1"],
    ["a wrong depth", "object r: rlock\nT1 acquire r = 1\nT1 acquire r = 3", 1, "depth should be 2"],
    ["a refusal of a free lock", "T1 acquire a\nT1 release a\nT2 refused a", 2, "could be had"],
    ["a permit too many", "object s: semaphore capacity 1\nT1 acquire s = 0\nT2 acquire s", 1, "no permit"],
    [
      "waking who was not notified",
      "object l: lock\nT1 acquire l\nT1 wait c\nT1 release l\nT1 woken c",
      3,
      "not notified",
    ],
    [
      "timing out though notified",
      "object l: lock\nT1 acquire l\nT1 wait c\nT1 release l\nT2 notify c = 1\nT1 wait-timeout c",
      4,
      "was notified",
    ],
    [
      "notifying the younger first",
      "object l: lock\nT1 acquire l\nT1 wait c\nT1 release l\nT2 acquire l\nT2 wait c\nT2 release l\nT3 notify c = 1\nT2 woken c",
      7,
      "not notified",
    ],
    ["a wait that keeps the lock", "object l: lock\nT1 acquire l\nT1 wait c\nT1 read x", 1, "gives no lock back"],
    ["an item from nowhere", 'T1 put q = "a"\nT2 get q = "b"', 1, "'a' comes first"],
    ["an item twice", 'T1 put q = "a"\nT2 get q = "a"\nT3 get q = "a"', 2, "is empty"],
    ["an item out of turn", "T1 put q = 1\nT1 put q = 2\nT2 get q = 2", 2, "1 comes first"],
    ["the oldest of a stack", "object q: lifo-queue\nT1 put q = 1\nT1 put q = 2\nT2 get q = 1", 2, "2 comes first"],
    [
      "a larger one of a heap",
      "object q: priority-queue\nT1 put q = 3\nT1 put q = 2\nT2 get q = 3",
      2,
      "2 comes first",
    ],
    ["one too many in a bounded queue", "object q: queue capacity 1\nT1 put q = 1\nT1 put q = 2", 1, "holds 1 already"],
    ["a put that waits for nothing", "object q: queue capacity 2\nT1 put q = 1\nT1 put-wait q", 1, "no reason"],
    ["a get that waits for nothing", "T1 put q = 1\nT2 get-wait q", 1, "1 items are there"],
    ["a put after shutdown", "T1 shutdown q\nT1 put q = 1", 1, "shut down"],
    ["a join before all is done", "T1 put q = 1\nT2 join q", 1, "1 items are not done"],
    ["done too often", "T1 put q = 1\nT1 task-done q\nT1 task-done q", 2, "but all were"],
    ["passing a flag that was never set", "object e: event-flag\nT1 wait e\nT1 woken e", 1, "not set"],
    ["waiting for a set flag", "T1 set e\nT2 wait e", 1, "it is set"],
    ["timing out on a set flag", "object e: event-flag\nT2 wait e\nT1 set e\nT2 wait-timeout e", 2, "it is set"],
    ["passing a barrier alone", "object b: barrier capacity 2\nT1 arrive b = 0\nT1 pass b = 0", 1, "1 of 2"],
    [
      "entering while others leave",
      "object b: barrier capacity 2\nT1 arrive b\nT2 arrive b\nT2 pass b\nT2 arrive b",
      3,
      "draining",
    ],
    ["a task out of turn", "T1 submit p = 1\nT1 submit p = 2\nT2 task-start p = 2", 2, "submitted first"],
    ["a task after close", "object p: pool\nT1 close p\nT1 submit p = 1", 1, "closed"],
    ["a result twice", "object f: future\nT1 task-finish f = 1\nT1 task-finish f = 2", 1, "settled twice"],
    ["another result than was given", "object f: future\nT1 task-finish f = 1\nT2 woken f = 2", 1, "another result"],
    ["a join before the end", "main spawn -> T1\nT1 start\nmain join -> T1", 2, "has not ended"],
    ["a life after the end", "T1 start\nT1 finish\nT1 read x", 2, "after its end"],
    ["a life before the start", "main spawn -> T1\nT1 read x\nT1 start", 1, "not start"],
    ["a thread started twice", "main spawn -> T1\nmain spawn -> T1", 1, "there already"],
    ["time that goes back", "@5 T1 read x\n@4 T1 read x", 1, "goes back"],
    ["a wait that something else ends", "T1 acquire-wait a\nT1 acquire b", 1, "something else"],
    ["a wait that nothing ends", "T1 acquire-wait a\nT1 read x", 1, "cannot end"],
    [
      "running without the interpreter lock",
      "object g: gil\nT1 acquire g = 1\nT2 read x",
      1,
      "T1 holds the interpreter",
    ],
    ["running when nobody has it", "object g: gil\nT1 acquire g = 1\nT1 release g\nT1 read x", 2, "nobody holds"],
    ["sleeping with the interpreter lock", "object g: gil\nT1 acquire g = 1\nT1 sleep = 5", 1, "in its hands"],
    ["giving it up in the middle of a wait", "object g: gil\nT1 acquire-wait a\nT1 release g", 1, "cannot end"],
    ["a value that nobody wrote", "object x: cell = 0\nT1 read x = 3", 0, "no write"],
    ["a value that was overwritten", "T1 write x = 1\nT1 write x = 2\nT1 read x = 1", 2, "no write"],
  ])("%s", (_, text, seq, why) => {
    const verdict = check(text);
    expect(verdict).toMatchObject({ ok: false, seq });
    expect(verdict).toHaveProperty("why", expect.stringContaining(why));
  });
});

describe("racing accesses", () => {
  it("may be numbered late, within their overlap", () => {
    // T1 wrote before T2 read, and got its number after it.
    const late = "object x: cell = 0\nT1 read x = 0\nT2 read y\nT2 read x = 1\nT1 write x = 1";
    expect(check(late)).toEqual({ ok: true });
    expect(check(late, "simulator")).toMatchObject({ ok: false, seq: 2 });
  });

  it("may not be numbered beyond it", () => {
    const tooLate = "object x: cell = 0\nT2 read x = 1\nT2 read y\nT1 read y\nT1 write x = 1";
    expect(check(tooLate)).toMatchObject({ ok: false, seq: 0 });
  });

  it("may not bring back what was surely overwritten", () => {
    const back =
      "object x: cell = 0\nT1 write x = 1\nT1 read y\nT2 read y\nT2 write x = 2\nT2 read y\nT3 read y\nT3 read x = 1";
    expect(check(back)).toMatchObject({ ok: false, seq: 6 });
  });

  it("are left out where a container was used as a whole", () => {
    expect(check("object l: list\nT1 write l[0] = 1\nT1 update l\nT1 read l[0] = 9")).toEqual({ ok: true });
  });

  it("of threads that number them some time after they happen are all explained", () => {
    for (let seed = 0; seed < 200; seed++) {
      const verdict = checkTrace(parseTrace(racingText(seed, false), { engine: "threads" }));
      expect(verdict, `seed ${seed}`).toEqual({ ok: true });
    }
  });

  it("are found out when a value is changed to one that nobody wrote", () => {
    for (let seed = 0; seed < 200; seed++) {
      const verdict = checkTrace(parseTrace(racingText(seed, true), { engine: "threads" }));
      expect(verdict.ok, `seed ${seed}`).toBe(false);
    }
  });
});

describe("changed traces", () => {
  it("are mostly refused, the others being traces that could have been as well", () => {
    let refused = 0;
    let changed = 0;
    for (const [name, text] of Object.entries(ALLOWED)) {
      let caught = 0;
      for (const mutant of mutantsOf(text)) {
        changed++;
        if (!checkTrace(mutant).ok) caught++;
      }
      expect(caught, name).toBeGreaterThan(0);
      refused += caught;
    }
    expect(changed).toBeGreaterThan(400);
    expect(refused / changed).toBeGreaterThan(0.5);
  });

  it("are not judged where events were dropped", () => {
    expect(checkTrace(parseTrace("T1 acquire a\nT2 acquire a", { dropped: 1 }))).toEqual({ ok: true });
  });
});

/** Each line left out, said twice, moved one down, given to another thread; each number changed. */
function* mutantsOf(text: string): Generator<Trace> {
  const lines = printTrace(parseTrace(text)).trimEnd().split("\n");
  const first = lines.findIndex((line) => !/^(thread|object) /.test(line));
  for (let i = first; i < lines.length; i++) {
    const variants = [
      lines.toSpliced(i, 1),
      lines.toSpliced(i, 0, lines[i]),
      ...(i + 1 < lines.length ? [lines.toSpliced(i, 2, lines[i + 1], lines[i])] : []),
      lines.with(
        i,
        lines[i].replace(/^T(\d)/, (_, digit) => `T${(Number(digit) % 3) + 1}`),
      ),
      lines.with(
        i,
        lines[i].replace(/= (\d+)/, (_, digits) => `= ${Number(digits) + 1}`),
      ),
    ];
    for (const variant of variants) {
      if (variant.join("\n") !== lines.join("\n")) yield parseTrace(variant.join("\n"), { engine: "threads" });
    }
  }
}

/** Threads that read and write one cell; each access happens and gets its number some time later. */
function racingText(seed: number, spoil: boolean): string {
  const random = createRandom(seed);
  const untold: (string | null)[] = [null, null, null];
  const lines = ["object x: cell = 0"];
  const reads: number[] = [];
  let value = 0;
  const tell = (thread: number) => {
    const line = untold[thread];
    if (line === null) return;
    if (line.includes("read")) reads.push(lines.length);
    lines.push(line);
    untold[thread] = null;
  };
  for (let i = 0; i < 60; i++) {
    const thread = random.below(3);
    tell(thread);
    const writes = random.below(2) === 0;
    if (writes) value = i + 1;
    untold[thread] = `T${thread} ${writes ? "write" : "read"} x = ${value}`;
    if (random.below(3) > 0) tell(thread);
  }
  for (let thread = 0; thread < 3; thread++) tell(thread);
  if (spoil) {
    const at = reads[random.below(reads.length)];
    lines[at] = lines[at].replace(/= \d+/, "= 777");
  }
  return lines.join("\n");
}
