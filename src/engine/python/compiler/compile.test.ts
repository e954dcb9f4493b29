/** What the compiler decides beside instructions: which names are visible, what a parameter is, what is refused and where. */
import { describe, expect, it } from "vitest";
import { compileAlone } from "./testing.ts";
import type { CompiledProgram } from "../bytecode.ts";

function programOf(source: string, parameters = {}): CompiledProgram {
  const { program, diagnostics } = compileAlone(source, { parameters });
  if (program === null) throw new Error(JSON.stringify(diagnostics));
  return program;
}

function visibleNames(source: string): string[] {
  return programOf(source)
    .slots.filter(({ visible }) => visible)
    .map(({ name }) => name);
}

function refusals(source: string): string[] {
  return compileAlone(source).diagnostics.map(
    ({ line, column, endColumn, kind, message, instead }) =>
      `${line}:${column}-${endColumn} ${kind}: ${message} → ${instead}`,
  );
}

const THREAD = "import threading\n";

describe("visible module names", () => {
  it("a name that a function assigns", () => {
    expect(visibleNames("x = 0\ndef f():\n    global x\n    x += 1\n")).toEqual(["x"]);
  });

  it("not what only main uses, nor what is assigned before the first start alone", () => {
    const source = `${THREAD}limit = 3\nresults = []\ndef f():\n    results.append(limit)\nt = threading.Thread(target=f)\nt.start()\ntotal = 0\ntotal += 1\n`;
    expect(visibleNames(source)).toEqual([]);
  });

  it("what main assigns after the first start and functions read", () => {
    const source = `${THREAD}stop = False\ndef f():\n    return stop\nt = threading.Thread(target=f)\nt.start()\nstop = True\n`;
    expect(visibleNames(source)).toEqual(["stop"]);
  });

  it("a start inside a function counts where the function is called", () => {
    const body = `${THREAD}flag = 0\ndef f():\n    return flag\ndef go():\n    threading.Thread(target=f).start()\n`;
    expect(visibleNames(`${body}flag = 1\ngo()\n`)).toEqual([]);
    expect(visibleNames(`${body}go()\nflag = 1\n`)).toEqual(["flag"]);
    expect(visibleNames(`${body}todo = [go]\ntodo[0]()\nflag = 1\n`)).toEqual(["flag"]);
  });

  it("an assignment in the same loop as a start, though it stands before it", () => {
    const source = `${THREAD}turn = 0\ndef f():\n    return turn\nfor i in range(3):\n    turn = i\n    threading.Thread(target=f).start()\n`;
    expect(visibleNames(source)).toEqual(["turn"]);
  });

  it("a pool starts threads too", () => {
    const source =
      "from concurrent.futures import ThreadPoolExecutor\nn = 0\ndef f():\n    return n\nwith ThreadPoolExecutor(2) as pool:\n    n = 1\n";
    expect(visibleNames(source)).toEqual(["n"]);
  });
});

describe("visible attributes", () => {
  const attributes = (source: string): string[] => [...programOf(source).visibleAttributes].sort();

  it("those assigned anywhere but as self.NAME in __init__", () => {
    const source =
      "class C:\n    def __init__(self, other):\n        self.a = 1\n        self.b = 2\n        other.c = 3\n    def change(self):\n        self.b += 1\n        del self.d\n";
    expect(attributes(source)).toEqual(["b", "c", "d"]);
  });

  it("private names by the name they really have", () => {
    expect(attributes("class C:\n    def f(self):\n        self.__x = 1\n")).toEqual(["_C__x"]);
  });
});

describe("visible closure variables", () => {
  const cells = (source: string): string[] =>
    programOf(source)
      .bytecode.filter(({ visible, name }) => visible && name.endsWith("_DEREF"))
      .map(({ line, name, argument }) => `${line} ${name} ${argument}`);

  it("one assigned after it was captured", () => {
    expect(cells("def f():\n    n = 0\n    def g():\n        nonlocal n\n        n += 1\n    return g\n")).toEqual([
      "2 STORE_DEREF n",
      "5 LOAD_DEREF n",
      "5 STORE_DEREF n",
    ]);
    expect(cells("def f():\n    g = lambda: n\n    n = 0\n    return g\n")).toEqual([
      "3 STORE_DEREF n",
      "2 LOAD_DEREF n",
    ]);
  });

  it("not one assigned before only, nor a parameter", () => {
    expect(cells("def f(a):\n    n = 0\n    def g():\n        return a + n\n    return g\n")).toEqual([]);
  });

  it("a loop's variable that a function in the loop captures", () => {
    expect(cells("def f():\n    for i in range(3):\n        yield lambda: i\n")).toEqual([
      "2 STORE_DEREF i",
      "3 LOAD_DEREF i",
    ]);
  });
});

describe("parameters", () => {
  const source =
    '"""About."""\nimport time\nthreads = 2\nname: str = "A"\npause = 0.5\nbig = 10**20\nboth = (1, 2)\nready = True\nitems = []\nlater = 7\nprint(threads)\nnever = 1\n';

  it("are the literals at the head", () => {
    expect(programOf(source).parameters).toEqual([
      { name: "threads", value: 2, line: 3 },
      { name: "name", value: "A", line: 4 },
      { name: "pause", value: 0.5, line: 5 },
      { name: "both", value: [1, 2], line: 7 },
      { name: "ready", value: true, line: 8 },
      { name: "later", value: 7, line: 10 },
    ]);
  });

  it("replace the right side and keep the line and the kind of number", () => {
    const rows = programOf(source, { threads: 5, pause: 2 }).bytecode;
    expect(
      rows
        .filter(({ name, line }) => name === "LOAD_CONST" && (line === 3 || line === 5))
        .map(({ argument }) => argument),
    ).toEqual(["5", "2.0"]);
  });

  it("that the head has not are refused by name", () => {
    const { program, diagnostics } = compileAlone(source, { parameters: { thread: 5 } });
    expect(program).toBeNull();
    expect(diagnostics[0]?.message).toBe("parameter 'thread' = 5: the listing's head assigns no such name");
    expect(diagnostics[0]?.instead).toBe("one of: threads, name, pause, both, ready, later");
  });
});

describe("refusals", () => {
  it("name the place, the construct and what to write instead, all of them at once", () => {
    const source = "import socket\nx = eval('1')\nasync def f():\n    pass\nmatch x:\n    case 1:\n        pass\n";
    expect(refusals(source)).toEqual([
      "1:8-14 Unsupported: module 'socket' is not in this subset → a queue",
      "2:5-9 Unsupported: 'eval' is not in this subset → the expression itself",
      "5:1-6 Unsupported: the match statement is not in this subset → if and elif",
    ]);
  });

  it("members that a module has not, also through another name", () => {
    expect(refusals("import threading as t\nt.Locked()\nfrom time import sleep, clock\n")).toEqual([
      "2:3-9 Unsupported: 'threading.Locked' is not in this subset → one of: Lock, Thread",
      "3:25-30 Unsupported: 'time.clock' is not in this subset → one of: sleep",
    ]);
  });

  it("not a name that the listing gives a meaning of its own", () => {
    expect(refusals("def eval(x):\n    return x\neval(1)\n")).toEqual([]);
  });

  it("leave a name that Python does not know either to run time", () => {
    expect(refusals("print(nowhere)\n")).toEqual([]);
  });
});

describe("full-width signs", () => {
  it("are named with their place, as beginners paste them", () => {
    expect(refusals("print（1）\n")).toEqual(["1:6-7 SyntaxError: invalid character '（' (U+FF08) → undefined"]);
  });

  it("names in any script are names, in their normal form", () => {
    expect(programOf("余额 = 1\nﬁ = 2\n").slots.map(({ name }) => name)).toEqual(["余额", "fi"]);
  });
});
