/** What of a listing is a step, on which object: the conventions of the explorer's counts. */
import { describe, expect, it } from "vitest";
import { VERB, type Verb } from "../../program/operation.ts";
import { compile, createMain } from "../index.ts";
import { allReachable } from "../../testing/reachable.ts";
import { SoloWorld } from "../solo-world.ts";
import type { Value } from "../values.ts";

const VERB_NAMES = new Map<Verb, string>([
  [VERB.READ, "read"],
  [VERB.WRITE, "write"],
  [VERB.CONTAINER_READ, "read whole"],
  [VERB.CONTAINER_WRITE, "write whole"],
  [VERB.PRINT, "print"],
  [VERB.LOCK_ACQUIRE, "acquire"],
  [VERB.LOCK_RELEASE, "release"],
]);

function textOf(value: Value): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "?";
}

/** Every step of the last line, as "verb object key", in a program that has started. */
function stepsOf(setUp: string, line: string): string[] {
  const { program, diagnostics } = compile(allReachable(`${setUp}\n${line}\n`));
  if (program === null) throw new Error(JSON.stringify(diagnostics));
  const last = setUp.split("\n").length + 1;
  const world = new SoloWorld(program.slotCount, { gated: true, started: true });
  const main = createMain(program, world);
  const steps: string[] = [];
  while (main.advance() !== "ended") {
    const { verb, object, key, line: at } = main.next;
    const name = object === 0 ? 0 : world.memory.load(object + 1);
    const shown = [name, key].map((word) => (word === 0 ? "" : ` ${textOf(main.heap.fromWord(word))}`)).join("");
    if (at === last) steps.push(`${VERB_NAMES.get(verb) ?? `verb ${verb}`}${shown}`);
    main.perform();
  }
  return steps;
}

describe("a list that others may reach", () => {
  const list = "L = [3, 1, 2]";
  it.each([
    ["L[0]", ["read L 0"]],
    ["L[-1]", ["read L 2"]],
    ["L[1] = 5", ["write L 1"]],
    ["L[1] += 5", ["read L 1", "write L 1"]],
    ["L.append(4)", ["write whole L"]],
    ["L.pop()", ["write whole L"]],
    ["L.insert(0, 9)", ["write whole L"]],
    ["del L[0]", ["write whole L"]],
    ["L.sort()", ["write whole L"]],
    ["L.sort(key=lambda x: -x)", ["write whole L"]],
    ["L.remove(3)", ["write whole L"]],
    ["L.extend([4, 5])", ["write whole L"]],
    ["L += [4]", ["write whole L"]],
    ["L[1:] = [7]", ["write whole L"]],
    ["len(L)", ["read whole L"]],
    ["3 in L", ["read whole L"]],
    ["L[1:]", ["read whole L"]],
    ["sum(L)", ["read whole L"]],
    ["sorted(L)", ["read whole L"]],
    ["list(L)", ["read whole L"]],
    ["repr(L)", ["read whole L"]],
    ["a, b, c = L", ["read whole L"]],
    ["L == [3, 1, 2]", ["read whole L"]],
    ["if L: pass", ["read whole L"]],
    ["print(L)", ["read whole L", "print"]],
    ["for x in L: pass", ["read whole L", "read whole L", "read whole L", "read whole L"]],
  ])("%s", (line, steps) => expect(stepsOf(list, line)).toEqual(steps));
});

describe("a dict that others may reach", () => {
  const dict = "d = {'a': 1, 'b': 2}";
  it.each([
    ["d['a']", ["read d a"]],
    ["d['a'] = 3", ["write d a"]],
    ["d['c'] = 3", ["write d c"]],
    ["d['a'] += 3", ["read d a", "write d a"]],
    ["d.get('z')", ["read d z"]],
    ["d.setdefault('a', 5)", ["write d a"]],
    ["del d['a']", ["write whole d"]],
    ["d.pop('a')", ["write whole d"]],
    ["d.update(c=1)", ["write whole d"]],
    ["len(d)", ["read whole d"]],
    ["'a' in d", ["read whole d"]],
    ["d.items()", []],
    ["list(d.items())", ["read whole d"]],
  ])("%s", (line, steps) => expect(stepsOf(dict, line)).toEqual(steps));
});

describe("instances, classes and what never changes", () => {
  const account = `class Account:
    count = 0
    def __init__(self):
        self.balance = 0
        self.owner = "Ann"
    def show(self):
        return 1
a = Account()
def change():
    a.balance = 5
    Account.count = 1`;
  it.each([
    ["a.balance", ["read a balance"]],
    ["a.balance = 1", ["write a balance"]],
    ["a.balance += 1", ["read a balance", "write a balance"]],
    ["a.owner", []],
    ["a.show()", []],
    ["Account.count", ["read Account count"]],
    ["Account.count += 1", ["read Account count", "write Account count"]],
  ])("%s", (line, steps) => expect(stepsOf(account, line)).toEqual(steps));

  it("what only this thread can reach is no step", () => {
    expect(
      stepsOf("def f():\n    L = [1]\n    L.append(2)\n    d = {}\n    d[1] = L\n    return len(L)", "f()"),
    ).toEqual([]);
  });

  it("what is put into a shared list is shared from then on", () => {
    const setUp = "L = []\ndef f():\n    inner = [1]\n    inner.append(2)\n    L.append(inner)\n    inner.append(3)";
    const { program } = compile(`${setUp}\nf()\n`);
    const world = new SoloWorld(program!.slotCount, { gated: true, started: true });
    const main = createMain(program!, world);
    const lines: number[] = [];
    while (main.advance() !== "ended") {
      lines.push(main.next.line);
      main.perform();
    }
    expect(lines).toEqual([5, 6]);
  });
});

describe("what only main's own code uses", () => {
  it.each([
    ["L = [1]", "for x in L: pass"],
    ["d = {1: 2}", "d[1] = 3"],
    ["class A: pass\na = A()\na.x = 1", "a.x += 1"],
  ])("%s; %s is no step", (setUp, line) => {
    const { program } = compile(`${setUp}\n${line}\n`);
    const main = createMain(program!, new SoloWorld(program!.slotCount, { gated: true, started: true }));
    expect(main.advance()).toBe("ended");
  });
});

describe("names of objects", () => {
  it.each([
    ["lock = threading.Lock()", "lock.acquire()", "acquire lock"],
    ["forks = [threading.Lock(), threading.Lock()]", "forks[1].acquire()", "acquire forks[1]"],
    ["locks = {'a': threading.Lock()}", "locks['a'].acquire()", "acquire locks['a']"],
    [
      "class A:\n    def __init__(self):\n        self.lock = threading.Lock()\na = A()",
      "a.lock.acquire()",
      "acquire a.lock",
    ],
    ["pair = (threading.Lock(), threading.Lock())", "pair[0].acquire()", "acquire pair[0]"],
  ])("%s", (setUp, line, step) => expect(stepsOf(`import threading\n${setUp}`, line)).toContain(step));
});
