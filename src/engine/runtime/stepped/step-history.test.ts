/** Going anywhere in a history gives what stood there when it was stepped: state, choices and events. */
import { array, assert, integer, nat, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { seededScheduler } from "../../schedule/scheduler.ts";
import { compile } from "../../python/index.ts";
import { PRIMITIVE_PROGRAMS } from "../../testing/stepped-programs.ts";
import { previewThreads } from "./previews.ts";
import { USUAL_SETTINGS } from "./settings.ts";
import { StepHistory } from "./step-history.ts";
import { goOnUntil } from "./stepping.ts";

function historyOf(source: string): StepHistory {
  const { program, diagnostics } = compile(source);
  if (program === null) throw new Error(`line ${diagnostics[0].line}: ${diagnostics[0].message}`);
  return new StepHistory(program, { ...USUAL_SETTINGS, heapBytes: 1 << 20 });
}

function play(history: StepHistory, seed: number): void {
  const stretch = goOnUntil(history, { kind: "end" }, seededScheduler(seed), 400);
  while (stretch.next().done !== true);
}

/** All that can be seen at the present position. */
function seen(history: StepHistory): string {
  const { steps, status, events, threads } = history.here();
  // A result is the last operation's, whenever that was.
  const stands = threads.map(({ machine }) => [
    machine.frames().map(({ name, line }) => [name, line]),
    { ...machine.next, result: 0 },
  ]);
  return JSON.stringify([steps, status, events.count, stands, previewThreads(history.here())]);
}

describe.each(Object.entries(PRIMITIVE_PROGRAMS))("a history of %s", (_, source) => {
  it("is the same at every step, however one comes there", () => {
    assert(
      property(integer({ min: 0, max: 1000 }), array(nat(), { minLength: 1, maxLength: 12 }), (seed, jumps) => {
        const history = historyOf(source);
        const first: string[] = [seen(history)];
        const choose = seededScheduler(seed);
        while (history.here().choices().length > 0 && history.length < 200) {
          history.take(choose(history.here().choices(), history.at, history.here().current));
          first.push(seen(history));
        }
        const { length } = history;
        for (const jump of jumps) {
          const step = jump % (length + 1);
          history.go(step);
          expect(seen(history)).toBe(first[step]);
        }
        history.go(length);
        expect(seen(history)).toBe(first[length]);
      }),
      { numRuns: 8 },
    );
  });
});

describe("a long history", () => {
  const spin = (turns: number) =>
    [
      "import threading",
      "x = 0",
      "def work():",
      "    global x",
      `    for i in range(${turns}): x += 1`,
      "ts = [threading.Thread(target=work) for i in range(2)]",
      "for t in ts: t.start()",
      "for t in ts: t.join()",
      "",
    ].join("\n");

  it("drops the future when another choice is taken, and keeps it when it is the same", () => {
    const history = historyOf(spin(50));
    play(history, 1);
    expect(history.length).toBe(200);
    history.go(120);
    const { path } = history;
    history.take(path[120]);
    expect([history.at, history.length]).toEqual([121, 200]);
    const other = history.path[121] === 2 ? 4 : 2;
    history.take(other);
    expect([history.at, history.length]).toEqual([122, 122]);
    expect(history.lastSeq).toHaveLength(123);
    play(history, 2);
    expect(history.here().status).toBe("finished");
  });

  it("comes to any step also when it has thinned out its images", () => {
    const history = historyOf(spin(1600));
    const choose = seededScheduler(1);
    const first: string[] = [];
    while (history.here().choices().length > 0) {
      if (history.at % 97 === 0) first.push(seen(history));
      history.take(choose(history.here().choices(), history.at, history.here().current));
    }
    expect(history.length).toBe(6400);
    for (let i = 0; i < first.length; i++) {
      const place = (i * 29) % first.length;
      history.go(place * 97);
      expect(seen(history)).toBe(first[place]);
    }
  });

  it("looks into the middle of steps and of the set-up without moving", () => {
    const history = historyOf(spin(3));
    play(history, 1);
    history.go(4);
    const before = seen(history);
    const lines = Array.from({ length: history.lastSeq[history.length] + 1 }, (_, seq) => {
      const { threads, events } = history.lookAt(seq);
      expect(events.count).toBe(seq + 1);
      return threads.length;
    });
    expect(lines[0]).toBe(1);
    expect(lines.at(-1)).toBe(3);
    expect(seen(history)).toBe(before);
  });
});
