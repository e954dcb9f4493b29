import { describe, expect, it, test } from "vitest";
import { parseTrace } from "../testing/trace-notation.ts";
import { analyse, describeFinding } from "./index.ts";
import { lockOrderFindings } from "./lock-order.ts";

/** A thread takes locks one inside the other and gives them back. */
const nested = (thread: string, ...locks: readonly string[]) =>
  [
    ...locks.map((lock, i) => `${thread} acquire ${lock} = 1 :${i + 1}`),
    ...locks.toReversed().map((lock) => `${thread} release ${lock} = 0`),
  ].join("\n");

const OPPOSITE = `${nested("T1", "a", "b")}\n${nested("T2", "b", "a")}`;

describe("locks in opposite order", () => {
  it("are told from a run that did not hang, with both orders", () => {
    const trace = parseTrace(OPPOSITE);
    const { findings } = analyse(trace);
    expect(findings).toEqual([
      expect.objectContaining({
        kind: "lock-order-inversion",
        threads: [0, 1],
        objects: [1, 0],
        lines: [1, 2],
        events: [0, 1, 4, 5],
        count: 1,
      }),
    ]);
    expect(findings[0].message).toBe(
      "Locks are taken in different orders: T1 holds a (line 1) while it takes b (line 2); T2 holds b (line 1) while it takes a (line 2). " +
        "It did not happen in this run, but if each has its first lock when it asks for the next, all wait for ever.",
    );
    expect(describeFinding(findings[0], trace, "zh-CN")).toBe(
      "获取锁的顺序不一致：T1 持有 a（第 1 行）时去获取 b（第 2 行）；T2 持有 b（第 1 行）时去获取 a（第 2 行）。" +
        "这次运行没有出事，但如果各自拿着第一把锁再去等下一把，就会死锁。",
    );
  });

  it.each([
    ["three threads in a ring", ["a b", "b c", "c a"], [[0, 1, 2]]],
    [
      "a ring and a pair",
      ["a b", "b c", "c a", "b a"],
      [
        [0, 1, 2],
        [0, 3],
      ],
    ],
    ["a lock beside, which one of them holds", ["g a b", "b a"], [[0, 1]]],
    ["locks in the middle", ["a x b", "b y a"], [[0, 1]]],
    ["re-entrant locks", ["r a", "a r"], [[0, 1]]],
    ["semaphores of one permit", ["s a", "a s"], [[0, 1]]],
  ] as const)("are found for %s", (_, orders, threads) => {
    const objects = "object r: rlock\nobject s: semaphore capacity 1\nobject m: semaphore capacity 2";
    const text = orders.map((order, i) => nested(`T${i}`, ...order.split(" "))).join("\n");
    const found = lockOrderFindings(parseTrace(`${objects}\n${text}`));
    expect(found.map((finding) => finding.threads)).toEqual(threads);
  });

  it("are found among philosophers who take the left fork first, once for each table", () => {
    for (let count = 2; count <= 8; count++) {
      const orders = Array.from({ length: count }, (_, i) => nested(`P${i}`, `f${i}`, `f${(i + 1) % count}`));
      expect(lockOrderFindings(parseTrace(orders.join("\n"))), `${count} philosophers`).toHaveLength(1);
    }
  });

  it("are found where one of them had to wait for the second lock, and where that wait never ended", () => {
    const waited =
      "T1 acquire a = 1\nT1 acquire b = 1\nT2 acquire-wait b\nT1 release b\nT1 release a\nT2 acquire b = 1\nT2 acquire-wait a";
    expect(lockOrderFindings(parseTrace(waited))).toHaveLength(1);
  });

  it("are found for a condition's lock that is taken again inside another", () => {
    const waits =
      "T1 acquire a = 1\nT1 acquire l = 1\nT1 wait c\nT1 release l = 0\nT1 woken c\nT1 acquire l = 1\nT1 release l\nT1 release a";
    expect(lockOrderFindings(parseTrace(`${waits}\n${nested("T2", "l", "a")}`))).toHaveLength(1);
  });

  it("are told once, however often they are taken", () => {
    expect(lockOrderFindings(parseTrace(Array.from({ length: 50 }, () => OPPOSITE).join("\n")))).toHaveLength(1);
  });

  it("are not predicted where they have hung", () => {
    const hung =
      "thread T1: blocked\nthread T2: blocked\nT1 acquire a = 1\nT2 acquire b = 1\nT1 acquire-wait b\nT2 acquire-wait a";
    expect(analyse(parseTrace(hung)).findings.map(({ kind }) => kind)).toEqual(["deadlock"]);
  });
});

/** What a detector that only looks at pairs of locks would tell, and must not. */
const HARMLESS: Readonly<Record<string, string>> = {
  "the same order": `${nested("T1", "a", "b")}\n${nested("T2", "a", "b")}`,
  "one thread alone": `${nested("T1", "a", "b")}\n${nested("T1", "b", "a")}`,
  "one common gate": `${nested("T1", "g", "a", "b")}\n${nested("T2", "g", "b", "a")}`,
  "a gate that is a semaphore of one permit": `object g: semaphore capacity 1\n${nested("T1", "g", "a", "b")}\n${nested("T2", "g", "b", "a")}`,
  "two phases apart by join": `${nested("main", "a", "b")}\nmain spawn -> T1\nT1 start\n${nested("T1", "b", "a")}\nT1 finish\nmain join -> T1\n${nested("main", "a", "b")}`,
  "two threads that follow each other": `main spawn -> T1\nT1 start\n${nested("T1", "a", "b")}\nT1 finish\nmain join -> T1\nmain spawn -> T2\nT2 start\n${nested("T2", "b", "a")}`,
  "phases apart by a barrier": `${nested("T1", "a", "b")}\nT1 arrive w = 0\nT2 arrive w = 1\nT2 pass w\nT1 pass w\n${nested("T2", "b", "a")}`,
  "phases apart by an item": `${nested("T1", "a", "b")}\nT1 put q = 1\nT2 get q = 1\n${nested("T2", "b", "a")}`,
  "phases apart by a flag": `${nested("T1", "a", "b")}\nT1 set e\nT2 woken e\n${nested("T2", "b", "a")}`,
  "a second lock that is only tried": `${nested("T1", "a", "b")}\nT2 acquire b = 1\nT2 acquire a = 1 ok\nT2 release a\nT2 release b`,
  "a second lock with a time limit": `${nested("T1", "a", "b")}\nT2 acquire b = 1\nT2 acquire-wait a = 500\nT2 acquire-timeout a\nT2 release b`,
  "a try that was refused": `${nested("T1", "a", "b")}\nT2 acquire b = 1\nT2 refused a\nT2 release b`,
  "a waiter who lets one philosopher fewer in than there are forks": `object w: semaphore capacity 2\n${nested("P0", "w", "f0", "f1")}\n${nested("P1", "w", "f1", "f2")}\n${nested("P2", "w", "f2", "f0")}`,
  "a lock that another thread releases": `T1 acquire a = 1\nT1 acquire b = 1\nT2 release b\nT1 release a\n${nested("T2", "b", "a")}`,
  "a lock taken twice by its holder":
    "object r: rlock\nT1 acquire r = 1\nT1 acquire a = 1\nT1 acquire r = 2\nT1 release r = 1\nT1 release a\nT1 release r = 0\nT2 acquire r = 1\nT2 acquire a = 1",
};

describe("known false alarms", () => {
  for (const [name, text] of Object.entries(HARMLESS)) {
    test(`${name}: nothing`, () => expect(lockOrderFindings(parseTrace(text))).toEqual([]));
  }
});

/** Every run of threads that each take their locks one inside the other, as text; who cannot go on tells that it waits. */
function* runsOf(
  orders: readonly (readonly string[])[],
): Generator<{ readonly text: string; readonly hangs: boolean }> {
  const programs = orders.map((locks) => [
    ...locks.map((lock) => `acquire ${lock}`),
    ...locks.toReversed().map((lock) => `release ${lock}`),
  ]);
  type Run = {
    readonly at: readonly number[];
    readonly holders: Readonly<Record<string, number>>;
    readonly told: string;
  };
  function* goOn({ at, holders, told }: Run): Generator<{ readonly text: string; readonly hangs: boolean }> {
    const isBlocked = (thread: number): boolean => {
      const [op, lock] = programs[thread][at[thread]].split(" ");
      return op === "acquire" && lock in holders && holders[lock] !== thread;
    };
    const live = at.flatMap((step, thread) => (step < programs[thread].length ? [thread] : []));
    const free = live.filter((thread) => !isBlocked(thread));
    if (free.length === 0) {
      const blocked = live.map((thread) => `thread T${thread}: blocked`);
      const waits = live.map(
        (thread) => `T${thread} ${programs[thread][at[thread]].replace("acquire", "acquire-wait")}`,
      );
      yield { text: [...blocked, told, ...waits].join("\n"), hangs: live.length > 0 };
      return;
    }
    for (const thread of free) {
      const [op, lock] = programs[thread][at[thread]].split(" ");
      const { [lock]: _, ...others } = holders;
      yield* goOn({
        at: at.with(thread, at[thread] + 1),
        holders: op === "acquire" ? { ...others, [lock]: thread } : others,
        told: `${told}\nT${thread} ${op} ${lock} = ${op === "acquire" ? 1 : 0}`,
      });
    }
  }
  yield* goOn({ at: orders.map(() => 0), holders: {}, told: "" });
}

describe("in every order of two threads", () => {
  it("opposite locks are told: as a deadlock where it hung, else as an inversion", () => {
    const runs = [
      ...runsOf([
        ["a", "b"],
        ["b", "a"],
      ]),
    ];
    expect(runs.filter(({ hangs }) => hangs).length).toBeGreaterThan(0);
    for (const { text, hangs } of runs) {
      const kinds = analyse(parseTrace(text)).findings.map(({ kind }) => kind);
      expect(kinds, text).toEqual([hangs ? "deadlock" : "lock-order-inversion"]);
    }
  });

  it("nothing is told of the same order, nor of opposite ones behind a gate", () => {
    const harmless = [
      ["a b", "a b"],
      ["g a b", "g b a"],
    ];
    for (const orders of harmless)
      for (const { text, hangs } of runsOf(orders.map((order) => order.split(" ")))) {
        expect(hangs, text).toBe(false);
        expect(analyse(parseTrace(text)).findings, text).toEqual([]);
      }
  });
});
