/**
 * Small random Python programs that always end, for comparison with CPython. Every value is kept small, every operation that may fail
 * stands in a `try` that prints type and message, and nothing depends on addresses, hashes of strings or the clock.
 */
import type { Random } from "../base/random.ts";

type Kind = "int" | "float" | "str" | "bool" | "list" | "dict" | "tuple" | "set" | "any";

const NAMES: Readonly<Record<Exclude<Kind, "any">, readonly string[]>> = {
  int: ["i", "j", "k"],
  float: ["x", "y"],
  str: ["s", "t"],
  bool: ["p", "q"],
  list: ["items", "more"],
  dict: ["table"],
  tuple: ["pair"],
  set: ["bag"],
};
const KINDS = Object.keys(NAMES) as Exclude<Kind, "any">[];
const HEAD = `def show(label, action):
    try:
        print(label, repr(action()))
    except Exception as error:
        print(label, type(error).__name__, error)


def twice(value):
    return value * 2


def pick(first, second=0, *rest, key=None, **others):
    return (first, second, rest, key, sorted(others))


class Box:
    def __init__(self, value):
        self.value = value

    def __add__(self, other):
        return Box(self.value + (other.value if isinstance(other, Box) else other))

    def __repr__(self):
        return f"Box({self.value!r})"

    def __lt__(self, other):
        return self.value < other.value if isinstance(other, Box) else NotImplemented

    def __len__(self):
        return len(self.value)


def count(start, stop):
    while start < stop:
        got = yield start
        start += 1 if got is None else got
    return "end"


i, j, k = 7, -3, 2
x, y = 2.5, -0.75
s, t = "word", "a, b,c"
p, q = True, False
items, more = [3, 1, 2], ["b", "a"]
table = {"a": 1, "b": [2], 3: None}
pair = (1, "z")
bag = {1, 2, 5}
`;

/** Writes one program after another from a stream of random numbers. */
export class RandomListing {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /** A program of some `lines` statements at module level. */
  write(lines: number): string {
    let text = HEAD;
    for (let line = 0; line < lines; line++) text += this.#statement(`${line}`, 0, "");
    return `${text}print(i, j, k, x, y, s, t, p, q, items, more, table, pair, sorted(bag, key=repr))\n`;
  }

  #below(bound: number): number {
    return this.#random.below(bound);
  }

  #one<T>(choices: readonly T[]): T {
    return choices[this.#below(choices.length)];
  }

  #name(kind: Kind): string {
    return this.#one(NAMES[kind === "any" ? this.#one(KINDS) : kind]);
  }

  // —— statements ——

  #statement(label: string, depth: number, indent: string): string {
    switch (this.#below(depth > 1 ? 5 : 10)) {
      case 0:
      case 1:
      case 2:
        return `${indent}show("${label}", lambda: ${this.#expression("any", 3)})\n`;
      case 3:
        return this.#assignment(indent);
      case 4:
        return this.#change(indent);
      case 5:
        return this.#block(`${indent}for n in ${this.#iterable()}:\n`, label, depth, indent, true);
      case 6:
        return this.#branch(label, depth, indent);
      case 7:
        return this.#attempt(label, depth, indent);
      case 8:
        return this.#function(label, depth, indent);
      default:
        return `${indent}show("${label}", lambda: [${this.#expression("any", 2)} for n in ${this.#iterable()} if ${this.#expression("bool", 1)}])\n`;
    }
  }

  #block(head: string, label: string, depth: number, indent: string, loop: boolean): string {
    const inner = `${indent}    `;
    let text = head;
    for (let line = this.#below(2) + 1; line > 0; line--) text += this.#statement(`${label}.${line}`, depth + 1, inner);
    if (loop && this.#below(3) === 0)
      text += `${inner}if ${this.#expression("bool", 1)}:\n${inner}    ${this.#one(["break", "continue"])}\n`;
    if (loop && this.#below(3) === 0) text += `${indent}else:\n${inner}print("${label} else")\n`;
    return text;
  }

  #branch(label: string, depth: number, indent: string): string {
    const yes = this.#block(`${indent}if ${this.#condition()}:\n`, `${label}y`, depth, indent, false);
    return this.#below(2) === 0 ? yes : yes + this.#block(`${indent}else:\n`, `${label}n`, depth, indent, false);
  }

  /** A condition that does not raise. */
  #condition(): string {
    return this.#one([
      this.#name("bool"),
      `${this.#name("int")} > ${this.#below(9) - 4}`,
      this.#name("list"),
      `not ${this.#name("str")}`,
      `${this.#below(4)} in ${this.#name("set")}`,
    ]);
  }

  #attempt(label: string, depth: number, indent: string): string {
    const caught = this.#one(["Exception", "(TypeError, ValueError)", "LookupError", "ArithmeticError"]);
    const body = this.#block(`${indent}try:\n`, `${label}t`, depth, indent, false);
    const raising =
      this.#below(2) === 0
        ? `${indent}    ${this.#one(['raise KeyError("k")', "1 // 0", "int(s)", "[][0]", "pass"])}\n`
        : "";
    const handler = `${indent}except ${caught} as error:\n${indent}    print("${label} caught", repr(error))\n`;
    const rest =
      caught === "Exception"
        ? ""
        : `${indent}except Exception as error:\n${indent}    print("${label} other", type(error).__name__)\n`;
    const last = this.#below(2) === 0 ? `${indent}finally:\n${indent}    print("${label} finally")\n` : "";
    return body + raising + handler + rest + last;
  }

  #function(label: string, depth: number, indent: string): string {
    const name = `f${label.replaceAll(/\W/g, "_")}`;
    const inner = `${indent}    `;
    const local = `${inner}local = ${this.#one(["a", "b", "(a, b)", "[a]", "a or b"])}\n`;
    const returned = this.#one([
      "local",
      "a",
      "lambda: (local, b)",
      "[local, *rest]",
      "{a: b} if isinstance(a, int) else None",
    ]);
    const head = `${indent}def ${name}(a, b=${this.#expression("any", 0)}, *rest):\n${local}${inner}return ${returned}\n`;
    const call = `${name}(${this.#expression("any", 1)}${this.#one(["", ", 5", ", b=[1]", ", *pair", ", c=1"])})`;
    void depth;
    return `${head}${indent}show("${label}", lambda: ${returned.startsWith("lambda") ? `${call}()` : call})\n`;
  }

  #assignment(indent: string): string {
    const kind = this.#one(KINDS);
    const safe: Readonly<Record<Exclude<Kind, "any">, readonly string[]>> = {
      int: ["len(items)", "i % 5 + j % 3", `${this.#below(30) - 9}`, "k if p else -k", "min(i, 50)", "sum(range(4))"],
      float: ["x / 4", "y + 1.5", `${this.#below(99)}.${this.#below(9)}`, "float(k % 7)", "round(x, 1)"],
      str: [
        "str(i % 100)",
        "s[:6] + t[:3]",
        't.replace("a", "A")[:9]',
        '"-".join(sorted(map(str, more[:3])))',
        "repr(k % 10)",
        'f"{i % 50:>4}"',
      ],
      bool: ["not p", "i > j", "s < t", "bool(more)", "p and q", "k in bag"],
      list: [
        "[1, 2, 3]",
        'list("cab")',
        "sorted(items[:4], key=str)",
        "items[::-1][:5]",
        "[n * n for n in range(4)]",
        "list(pair)[:4]",
      ],
      dict: ['{"a": 1}', "dict(zip('ab', range(2)))", "{n: n * n for n in range(3)}", "{**table}"],
      tuple: ["(i % 9, s[:4])", "tuple(items[:2])", "(1, 'z')", "divmod(abs(i) % 90, 7)"],
      set: ["{1, 2, 3}", "set(range(k % 4))", "bag | {9}", "bag - {1}"],
    };
    if (kind === "int" && this.#below(4) === 0) return `${indent}i, j = j, i\n`;
    return `${indent}${this.#one(NAMES[kind])} = ${this.#one(safe[kind])}\n`;
  }

  /** Changes a container in place; what may fail is shown. */
  #change(indent: string): string {
    const change = this.#one([
      `items.append(${this.#below(9)})`,
      "items.sort(key=str)",
      `items.insert(${this.#below(5) - 2}, "new")`,
      "items.pop()",
      `items.remove(${this.#below(4)})`,
      "items.reverse()",
      "items.extend(pair)",
      `table.pop(${this.#one(['"a"', '"zz"', "3"])})`,
      `table.update(${this.#one(["c=1", "{5: 6}", "[(1, 2)]", "7"])})`,
      `table.setdefault(${this.#below(4)}, [])`,
      `bag.add(${this.#below(9)})`,
      `bag.discard(${this.#below(4)})`,
      `bag.remove(${this.#below(4)})`,
      "more.clear()",
      "items.copy()",
      `more.append(s[:${this.#below(5)}])`,
    ]);
    const slice = this.#one([
      `items[${this.#below(4)}:] = [0, 1]`,
      "items[:0] = more[:2]",
      `del items[${this.#below(4)}:]`,
      "items += [8]",
      "more *= 1",
      `table[${this.#below(3)}] = k`,
    ]);
    return this.#below(3) === 0
      ? `${indent}${slice}\n`
      : `${indent}show("${change.replaceAll('"', "'")}", lambda: ${change})\n`;
  }

  #iterable(): string {
    return this.#one([
      `range(${this.#below(4)})`,
      "items[:3]",
      "t[:3]",
      "table",
      "pair",
      "enumerate(more[:2])",
      "zip(items[:2], s)",
      "sorted(bag)[:3]",
      "reversed(items[:3])",
      `count(${this.#below(3)}, ${this.#below(5)})`,
      "table.items()",
      "map(str, items[:2])",
    ]);
  }

  // —— expressions ——

  #expression(kind: Kind, depth: number): string {
    const wanted = this.#below(12) === 0 ? this.#one(KINDS) : kind === "any" ? this.#one(KINDS) : kind;
    if (depth === 0) return this.#below(3) === 0 ? this.#literal(wanted) : this.#name(wanted);
    const less = depth - 1;
    const e = (of: Kind): string => this.#expression(of, less);
    switch (wanted) {
      case "int":
        return this.#one([
          () => `(${e("int")} ${this.#one(["+", "-", "*", "//", "%", "&", "|", "^"])} ${e("int")})`,
          () => `len(${e(this.#one(["list", "str", "dict", "any"]))})`,
          () => `int(${e(this.#one(["float", "str", "bool"]))})`,
          () => `(${e("str")}).${this.#one(["find", "count", "index"])}(${e("str")})`,
          () => `(${e("list")})[${e("int")}]`,
          () => `abs(${e(this.#one(["int", "float"]))})`,
          () => `round(${e("float")})`,
          () => `(-${e("int")})`,
          () => `(${e("int")} % 60) ** ${this.#below(4)}`,
          () => `(${e("int")} % 99) << ${this.#below(40)}`,
          () => `sum(${e("list")})`,
          () => `${this.#one(["min", "max"])}(${e("int")}, ${e("int")})`,
          () => `ord(${e("str")})`,
        ])();
      case "float":
        return this.#one([
          () => `(${e("float")} ${this.#one(["+", "-", "*", "/", "//"])} ${e(this.#one(["float", "int"]))})`,
          () => `(${e("int")} / ${e("int")})`,
          () => `round(${e("float")}, ${this.#below(4)})`,
          () => `float(${e(this.#one(["int", "str"]))})`,
          () => `divmod(${e("float")}, ${this.#below(3) + 1})`,
        ])();
      case "str":
        return this.#one([
          () => `(${e("str")} + ${e("str")})`,
          () => `(${e("str")})[${e("int")}]`,
          () => `(${e("str")})[${this.#bound()}:${this.#bound()}${this.#one(["", ":2", ":-1"])}]`,
          () =>
            `(${e("str")}).${this.#one(["upper()", "lower()", "title()", "strip()", "capitalize()", "swapcase()", "zfill(6)", "center(9, '*')", "rjust(5)"])}`,
          () => `(${e("str")}).replace(${e("str")}, ${e("str")}, 3)[:30]`,
          () => `", ".join(map(str, ${e("list")}))`,
          () =>
            `f"{${this.#name("int")}${this.#one(["", ":5", ":<4", ":+d", ":x", ":,", ":05", "!r:>6"])}}|{${this.#name("float")}${this.#one(["", ":.2f", ":8.3f", ":e", ":g"])}}"`,
          () =>
            `"${this.#one(["%d", "%5d", "%s", "%r", "%-4s|", "%05.1f", "%x", "%+d", "%d %d"])}" % ${e(this.#one(["int", "str", "float", "tuple"]))}`,
          () => `"${this.#one(["{}", "{0!r}", "{:>7}", "{} {}", "{:d}", "{:.1f}"])}".format(${e("any")})`,
          () => `repr(${e("any")})`,
          () => `str(${e("any")})[:40]`,
          () => `(${e("str")} * ${this.#below(3)})`,
          () => `chr(${e("int")} % 200 + 32)`,
          () => `hex(${e("int")})`,
        ])();
      case "bool":
        return this.#one([
          () => `(${e("any")} ${this.#one(["==", "!="])} ${e("any")})`,
          () => `(${e("int")} ${this.#one(["<", "<=", ">", ">="])} ${e("int")})`,
          () => `(${e("any")} < ${e("any")})`,
          () => `(${e("any")} in ${e(this.#one(["list", "str", "dict", "tuple"]))})`,
          () => `(not ${e("any")})`,
          () => `(${e("bool")} ${this.#one(["and", "or"])} ${e("any")})`,
          () => `isinstance(${e("any")}, ${this.#one(["int", "str", "(list, tuple)", "bool", "float"])})`,
          () => `(${e("int")} < ${e("int")} < ${e("float")})`,
          () =>
            `(${e("str")}).${this.#one(["isdigit()", "isalpha()", "startswith('a')", "endswith(('d', 'c'))", "isupper()"])}`,
          () => `${this.#one(["any", "all"])}(${e("list")})`,
        ])();
      case "list":
        return this.#one([
          () => `[${e("any")}, ${e("any")}]`,
          () => `[*${e("list")}, ${e("int")}]`,
          () => `(${e("list")} + ${e("list")})[:8]`,
          () => `(${e("list")})[${this.#bound()}:${this.#bound()}]`,
          () => `sorted(${e("list")}${this.#one(["", ", reverse=True", ", key=str", ", key=len"])})`,
          () => `(${e("str")}).split(${this.#one(["", "','", "None, 1", "'a'"])})`,
          () => `[n for n in ${this.#iterable()}]`,
          () =>
            `list(${this.#one(["map", "filter"])}(${this.#one(["bool", "str", "twice", "lambda v: v"])}, ${e("list")}))`,
          () => `list(zip(${e("list")}, ${e("str")}))[:5]`,
          () => `(${e("list")}[:4] * ${this.#below(3)})`,
          () => `list(table${this.#one(["", ".values()", ".items()"])})`,
          () => `[Box(${e("int")}), Box(${e("str")}) + ${e("str")}]`,
        ])();
      case "dict":
        return this.#one([
          () => `{${e("str")}: ${e("any")}, ${e("int")}: ${e("any")}}`,
          () => `{n: ${e("any")} for n in range(${this.#below(3)})}`,
          () => `dict(${this.#one(["a=1, b=2", "zip('xy', items)", "[(1, 2)]", "table", "items"])})`,
          () => `(${e("dict")} | ${e("dict")})`,
          () => `{**table, "z": ${e("any")}}`,
        ])();
      case "tuple":
        return this.#one([
          () => `(${e("any")}, ${e("any")})`,
          () => `tuple(${e("list")})`,
          () => `pick(${e("any")}, *${e("list")}[:2], key=${e("any")})`,
          () => `(${e("tuple")} + ${e("tuple")})[:6]`,
          () => `divmod(${e("int")}, ${e("int")})`,
          () => `(${e("str")}).partition(${e("str")})`,
        ])();
      case "set":
        return `sorted(${this.#one([() => `{${e("int")} % 9, ${this.#below(5)}}`, () => "bag", () => `bag ${this.#one(["|", "&", "-", "^"])} {1, ${this.#below(7)}}`, () => `set(${e("list")})`])()}, key=repr)`;
      default:
        return this.#name(wanted);
    }
  }

  #bound(): string {
    return this.#one(["", "1", "-1", "2", "k"]);
  }

  #literal(kind: Kind): string {
    switch (kind) {
      case "int":
        return this.#one(["0", "1", "-1", "10", "255", "2**53", "-(2**64)", "True"]);
      case "float":
        return this.#one(["0.0", "1.0", "-2.5", "0.1", "1e16", "1e-5", "3.999"]);
      case "str":
        return this.#one(['""', '"a"', '"Hello World"', '"12"', '"it\'s"', '"é😀中"', '"a\\nb"', '" 7 "']);
      case "bool":
        return this.#one(["True", "False"]);
      case "list":
        return this.#one(["[]", "[0]", "[1, 'a', None]", "[[1], [2, 3]]", "[2.5, True]"]);
      case "dict":
        return this.#one(["{}", "{'k': (1,)}"]);
      case "tuple":
        return this.#one(["()", "(1,)", "('x', 2.0)"]);
      default:
        return this.#one(["None", "0"]);
    }
  }
}
