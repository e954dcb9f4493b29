// Programs that can go round for ever: who only repeats itself gives way, what was not gone through is said, and nothing goes on without end.
import { describe, expect, it } from "vitest";
import { learntListing } from "../../testing/explored-listing.ts";
import { threadsOf } from "../../testing/table-listings.ts";
import { Exploration, type ExplorationOrder, type ExplorationState } from "./exploration.ts";

function explore(source: string, order: Partial<ExplorationOrder> = {}): ExplorationState {
  const whole: ExplorationOrder = {
    search: "exhaustive",
    reduction: "dpor",
    maxRuns: Infinity,
    maxSteps: 300,
    maxPreemptions: Infinity,
    timeoutMs: Infinity,
    seed: 1,
    depth: 3,
    untilFailure: false,
    ...order,
  };
  const exploration = new Exploration(learntListing(source), whole, { nowMs: () => 0, wallMs: () => 0 });
  while (!exploration.advance(1));
  return exploration.state();
}

const both = (waits: string, ends: string, head: string): string =>
  threadsOf(2, head, `global done, other\nif i == 0:\n${indent(waits)}\nelse:\n${indent(ends)}`);

function indent(text: string): string {
  return text.replaceAll(/^/gm, "    ");
}

const ALIVE = `
import threading, time
x = 0
def work():
    global x
    x = 0
t = threading.Thread(target=work)
t.start()
while t.is_alive():
    time.sleep(0.1)
`;

describe("who only repeats itself gives way", () => {
  it.each([
    ["a flag that is polled", both("while not done:\n    pass", "done = True", "done = False")],
    [
      "a lock that is tried",
      threadsOf(2, "lock = threading.Lock()", "while not lock.acquire(False):\n    pass\nlock.release()"),
    ],
    ["a thread that is asked whether it lives", ALIVE],
  ])("%s", (_, source) => {
    for (const order of [{ reduction: "none" }, {}, { maxPreemptions: 1 }, { search: "walk", maxRuns: 50 }] as const) {
      const state = explore(source, order);
      expect(state.runs).toBeGreaterThan(1);
      expect(state.complete).toBe(false);
      expect(state.cuts.map(({ by }) => by)).toContain("cycle");
      expect(state.cuts.map(({ by }) => by)).not.toContain("max-steps");
      expect(state.ends.map(({ status }) => status)).toEqual(["finished"]);
      expect(state.redundant).toBe(0);
    }
  });

  it("and where nobody ever ends it, the run is cut", () => {
    const state = explore(threadsOf(2, "done = False", "global done\nwhile not done:\n    pass\ndone = False"));
    expect(state.ends.map(({ status }) => status)).toEqual(["step-limit"]);
    expect(state.cuts.map(({ by }) => by)).toEqual(["cycle"]);
  });
});

describe("what never repeats is bounded", () => {
  it("by the steps of a run, though another thread could end it", () => {
    const source = both("global n\nwhile not done:\n    n += 1", "done = True", "done = False\nn = 0");
    const state = explore(source);
    expect(state.cuts).toEqual([{ by: "max-steps", count: 1 }]);
    expect(new Set(state.ends.map(({ status }) => status))).toEqual(new Set(["finished", "step-limit"]));
  });

  it("and a thread that computes without a step is not waited for", () => {
    const state = explore(both("done = True\nwhile True:\n    pass", "done = False", "done = None"), { maxRuns: 2 });
    expect(state.complete).toBe(false);
    expect(state.ends.map(({ status }) => status)).toEqual(["step-limit"]);
  });
});

const BACK_OFF = `
import threading
a = threading.Lock()
b = threading.Lock()
def work(first, second):
    while True:
        first.acquire()
        if second.acquire(blocking=False):
            break
        first.release()
    second.release()
    first.release()
ts = [threading.Thread(target=work, args=p) for p in ((a, b), (b, a))]
for t in ts: t.start()
for t in ts: t.join()
`;

const AFTER_YOU = threadsOf(
  2,
  "wants = [0, 0]",
  "while True:\n    wants[i] = 1\n    if wants[1 - i] == 0:\n        break\n    wants[i] = 0\nwants[i] = 0",
);

/** Both always say that they want before either looks. */
const MEETING = threadsOf(
  2,
  "wants = [0, 0]\nmeeting = threading.Barrier(2)",
  "while True:\n    wants[i] = 1\n    meeting.wait()\n    if wants[1 - i] == 0:\n        break\n    meeting.wait()\n    wants[i] = 0\n    meeting.wait()",
);

const LONG = threadsOf(
  2,
  "x = 0\ny = 0",
  "global x, y\nif i == 0:\n    y = 1\nwhile i == 1:\n    for k in range(300):\n        x = k",
);

const OVER_LOCKS = BACK_OFF.replace("    while True:\n", "    for turn in turns():\n").replace(
  "def work",
  "def turns():\n    while True:\n        for which in (0, 1):\n            yield which\ndef work",
);

describe("livelocks with more in their rounds", () => {
  it.each([
    ["barriers", MEETING, {}],
    ["a generator and a loop over a tuple", OVER_LOCKS, {}],
    ["hundreds of steps", LONG, { maxSteps: 3000 }],
  ] as const)("%s", (_, source, order) => {
    const state = explore(source, order);
    expect(state.livelocks.length).toBeGreaterThan(0);
    expect([state.failures > 0, state.shortest?.isLivelock]).toEqual([true, true]);
    expect(state.cuts.map(({ by }) => by)).not.toContain("max-steps");
  });

  it.each([
    ["while not done:\n    pass", ["done"]],
    ["while True:\n    pass", []],
  ])("a thread that comes to no step: %j", (loop, reads) => {
    const state = explore(both(loop, "other = 2", "done = False\nother = 0"));
    expect(state.livelocks.map(({ circle }) => circle.computing)).toMatchObject([{ reads }]);
    expect([state.failures, state.cuts.map(({ by }) => by)]).toEqual([state.runs, ["cycle"]]);
  });

  it("and who counts is not told", () => {
    const state = explore(both("n = 0\nwhile not done:\n    n = n + 1", "other = 2", "done = False\nother = 0"));
    expect([state.livelocks, state.failures]).toEqual([[], 0]);
  });
});

describe("who brings all back to where it was gives way", () => {
  it.each([
    ["two locks, back-off without randomness", BACK_OFF, 6, ["dpor"]],
    ["two flags, each steps aside for the other", AFTER_YOU, 6, ["none", "dpor"]],
  ] as const)("%s", (_, source, round, reductions) => {
    for (const reduction of reductions) {
      const state = explore(source, { reduction });
      expect(state.cuts.map(({ by }) => by)).toContain("cycle");
      expect(state.cuts.map(({ by }) => by)).not.toContain("max-steps");
      expect(new Set(state.ends.map(({ status }) => status))).toEqual(new Set(["finished", "step-limit"]));
      expect(state.livelocks.map(({ circle }) => circle.round.length)).toContain(round);
      expect([state.failures > 0, state.shortest?.isLivelock]).toEqual([true, true]);
      expect(state.redundant).toBe(0);
    }
  });

  it("a thread that writes the same again and again lets the other end that", () => {
    const state = explore(
      both("while not done:\n    x = 0", "done = True", "done = False\nx = 0").replace("global done", "global done, x"),
    );
    expect(state.cuts.map(({ by }) => by)).toEqual(["cycle"]);
    expect(state.ends.map(({ status }) => status)).toEqual(["finished"]);
    expect([state.livelocks, state.failures]).toEqual([[], 0]);
  });

  it("and nobody who counts or draws numbers is taken for one who goes round", () => {
    for (const body of ["n += 1", "n = random.random()"]) {
      const counts = both(`global n\nwhile n >= 0:\n    ${body}`, "done = True", "import random\ndone = False\nn = 0");
      const state = explore(counts, { maxRuns: 1, maxSteps: 100 });
      expect([state.livelocks, state.failures]).toEqual([[], 0]);
      expect(state.cuts.map(({ by }) => by)).toContain("max-steps");
    }
  });
});
