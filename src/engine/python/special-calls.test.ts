/** Special methods called by hand with what does not fit, and endings without memory: Python's exceptions, never a fault of the machine. */
import { describe, expect, it } from "vitest";
import { simulate } from "../testing/exhaust.ts";
import { recordRun } from "../runtime/stepped/stepped-run.ts";
import { compile } from "./index.ts";
import { runSolo } from "./solo-run.ts";

/** The exception of one expression, as CPython 3.13 words it but where said. */
const CALLS: Readonly<Record<string, string>> = {
  "(5).__format__()": "TypeError: int.__format__() takes exactly one argument (0 given)",
  "(5).__format__(1)": "TypeError: __format__() argument must be str, not int",
  "object().__setattr__(1, 2)": "TypeError: attribute name must be string, not 'int'",
  "object.__setattr__(5, 'x', 1)": "TypeError: can't apply this __setattr__ to int object",
  "object().__getattribute__(1)": "TypeError: attribute name must be string, not 'int'",
  "staticmethod()": "TypeError: staticmethod expected 1 argument, got 0",
  "object.__new__()": "TypeError: object.__new__(): not enough arguments",
  "object.__new__(5)": "TypeError: object.__new__(X): X is not a type object (int)",
};

it.each(Object.entries(CALLS))("%s", (call, message) => {
  const { program } = compile(
    `try:\n    ${call}\nexcept Exception as error:\n    print(f"{type(error).__name__}: {error}")\n`,
  );
  if (program === null) throw new Error("no program");
  expect(runSolo(program).trimEnd()).toBe(message);
});

describe("a thread whose last words do not fit into what is left of the memory", () => {
  it("says the end of them, and the run ends", () => {
    const simulation = simulate(
      `kept = []\nwhile True:\n    kept.append(1)\n    if len(kept) > 400_000:\n        raise KeyError([0] * 300_000)\n`,
      {
        heapBytes: 4 * 1024 * 1024,
        record: true,
      },
    );
    while (simulation.computing >= 0) simulation.goOn();
    const { console } = recordRun(simulation, simulation.status ?? "stopped", false);
    expect(simulation.status).toBe("failed");
    expect(console.map(({ text }) => text).join("\n")).toMatch(/MemoryError|KeyError|0, 0/);
  });
});

it("ends tuples within tuples at a depth of its own, with Python's exception", () => {
  const { program } = compile(`def build(levels):
    a = ()
    for i in range(levels):
        a = (a,)
    return a
kept = build(1000)
print("kept")
try:
    kept = build(1100)
except RecursionError as error:
    print(error)
`);
  if (program === null) throw new Error("no program");
  expect(runSolo(program)).toBe("kept\nmaximum recursion depth exceeded in a tuple\n");
});

it("lets a listing have a `vars` of its own, and refuses to keep what Python's own gives", () => {
  const own = "def vars(n):\n    return {n: 1}\nmine = vars(2)\nmine.update({3: 4})\nprint(mine)\n";
  const { program } = compile(own);
  expect(program === null ? null : runSolo(program)).toBe("{2: 1, 3: 4}\n");
  const { diagnostics } = compile("class C: pass\nkept = vars(C())\n");
  expect(diagnostics.map(({ line, column }) => [line, column])).toEqual([[2, 8]]);
});
