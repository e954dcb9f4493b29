/** One thread that has several lanes: each hand-over between its generators or greenlets is a step, back and forth, and none where threads are. */
import { describe, expect, it } from "vitest";
import { simulate } from "../../testing/exhaust.ts";
import { OP_NAMES } from "../../trace/ops.ts";
import { toChoice } from "../../program/stepping.ts";
import { compile } from "../../python/index.ts";
import { USUAL_SETTINGS, type SimulationSettings } from "./settings.ts";
import type { Simulation } from "./simulation.ts";
import { StepHistory } from "./step-history.ts";

const TWO_GENERATORS = `
def job(times):
    for turn in range(times):
        got = yield turn
    return "done"

def both():
    last = yield from job(1)
    yield last

one, two = job(2), both()
seen = [next(one), next(two), one.send(5)]
for item in two:
    seen.append(item)
try:
    next(one)
except StopIteration as stop:
    seen.append(stop.value)
two.close()
print(seen)
`;

const TWO_GREENLETS = `
from greenlet import greenlet

def a():
    print("A")
    got = second.switch(1)
    return got

def b(given):
    print("B", given)
    first.switch(2)

first, second = greenlet(a), greenlet(b)
print(first.switch())
`;

/** The ops of each step, its own first. */
function steps(source: string, settings: Partial<SimulationSettings> = {}): string[][] {
  const simulation = simulate(source, { record: true, ...settings });
  const told: string[][] = [];
  while (simulation.choices().length > 0) {
    const from = simulation.events.count;
    expect(simulation.choices()).toEqual([toChoice(0)]);
    simulation.take(toChoice(0));
    told.push(opsFrom(simulation, from));
  }
  expect(simulation.status).toBe("finished");
  return told;
}

function opsFrom({ events }: Simulation, from: number): string[] {
  return Array.from({ length: events.count - from }, (_, i) => OP_NAMES[events.at(from + i).op]);
}

describe("hand-overs of one thread", () => {
  it("are a step each: next, send, yield, what `yield from` passes on, and the end", () => {
    expect(steps(TWO_GENERATORS).map((ops) => ops.join(" "))).toEqual([
      "switch start",
      "yield",
      "switch start",
      "switch start",
      "yield",
      "yield",
      "send",
      "yield",
      "switch",
      "switch",
      "finish",
      "yield",
      "switch",
      "finish",
      "switch",
      "finish print finish",
    ]);
  });

  it("of greenlets: a switch, and the end of one, by which its parent goes on", () => {
    expect(steps(TWO_GREENLETS).map((ops) => ops.join(" "))).toEqual([
      "switch start print",
      "switch start print",
      "switch",
      "finish print finish",
    ]);
  });

  it("are no steps once the program has another thread", () => {
    const threaded = `
import threading
from greenlet import greenlet
x = 0
def inner():
    pass
def work():
    global x
    greenlet(inner).switch()
    x = 1
t = threading.Thread(target=work)
t.start()
t.join()
greenlet(inner).switch()
`;
    expect(stepsOfThreads(threaded)).toEqual([[1, "write"]]);
  });

  it("under `visible` prints and sleeps are steps beside them, and all that a listing without any has", () => {
    const visible = { steps: "visible" } as const;
    expect(steps(TWO_GREENLETS, visible).map((ops) => ops[0])).toEqual([
      "switch",
      "print",
      "switch",
      "print",
      "switch",
      "finish",
      "print",
    ]);
    const alone = "import time\nprint(1)\ntime.sleep(1)\nprint(2)\n";
    expect(steps(alone, visible).map((ops) => ops[0])).toEqual(["print", "sleep", "print"]);
    expect(steps(alone)).toEqual([]);
  });

  it("are found again from any step of the history", () => {
    for (const source of [TWO_GENERATORS, TWO_GREENLETS]) {
      const { program } = compile(source);
      if (program === null) throw new Error("it does not compile");
      const history = new StepHistory(program, { ...USUAL_SETTINGS, record: true });
      while (history.here().choices().length > 0) history.take(toChoice(0));
      const whole = eventsOf(history.here());
      for (let step = history.length; step >= 0; step--) {
        history.go(step);
        history.cut();
        while (history.here().choices().length > 0) history.take(toChoice(0));
        expect(eventsOf(history.here())).toEqual(whole);
      }
    }
  });
});

/** Who did what in each step, of programs whose every choice is the only one. */
function stepsOfThreads(source: string): [number, string][] {
  const simulation = simulate(source, { record: true });
  const told: [number, string][] = [];
  for (let choices = simulation.choices(); choices.length > 0; choices = simulation.choices()) {
    const from = simulation.events.count;
    simulation.take(choices[0]);
    told.push([simulation.current, opsFrom(simulation, from)[0]]);
  }
  return told;
}

function eventsOf({ events }: Simulation): unknown[] {
  return Array.from({ length: events.count }, (_, seq) => ({ ...events.at(seq), t: 0 }));
}
