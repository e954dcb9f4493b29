/**
 * Random programs of integers, branches, loops and exceptions, against a small evaluator of the same trees that knows nothing of
 * bytecode. A failing test prints its seed and its program.
 */
import { describe, expect, it } from "vitest";
import { createRandom, type Random } from "../base/random.ts";
import { compile } from "./index.ts";
import { runSolo } from "./solo-run.ts";

type Expression =
  | { readonly kind: "number"; readonly value: bigint }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Expression; readonly right: Expression };
interface Condition {
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
  readonly negated: boolean;
}
type Statement =
  | { readonly kind: "assign"; readonly name: string; readonly operator: string; readonly value: Expression }
  | {
      readonly kind: "if";
      readonly test: Condition;
      readonly body: readonly Statement[];
      readonly orElse: readonly Statement[];
    }
  | {
      readonly kind: "for";
      readonly name: string;
      readonly count: number;
      readonly body: readonly Statement[];
      readonly orElse: readonly Statement[];
    }
  | { readonly kind: "while"; readonly name: string; readonly test: Condition; readonly body: readonly Statement[] }
  | {
      readonly kind: "try";
      readonly body: readonly Statement[];
      readonly handler: readonly Statement[];
      readonly final: readonly Statement[];
    }
  | { readonly kind: "print"; readonly value: Expression }
  | { readonly kind: "break" | "continue" | "raise" | "return" };

const NAMES = ["a", "b", "c"];
const BINARY = ["+", "-", "*", "//", "%", "&", "|", "^"];
const COMPARISONS = ["<", "<=", "==", "!=", ">", ">="];

class Maker {
  readonly random: Random;
  loops = 0;

  constructor(random: Random) {
    this.random = random;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.random.below(items.length)];
  }

  expression(depth: number): Expression {
    const kind = this.random.below(depth > 0 ? 4 : 2);
    if (kind === 0) return { kind: "number", value: BigInt(this.random.below(7) - 2) ** BigInt(this.random.below(24)) };
    if (kind === 1) return { kind: "name", name: this.pick(NAMES) };
    const operator = this.pick(BINARY);
    const divides = operator === "//" || operator === "%";
    const right: Expression = divides
      ? { kind: "number", value: BigInt(this.pick([-7, -2, 3, 1000])) }
      : this.expression(depth - 1);
    return { kind: "binary", operator, left: this.expression(depth - 1), right };
  }

  condition(): Condition {
    return {
      operator: this.pick(COMPARISONS),
      left: this.expression(1),
      right: this.expression(1),
      negated: this.random.below(3) === 0,
    };
  }

  block(depth: number, inLoop: boolean): Statement[] {
    return Array.from({ length: 1 + this.random.below(3) }, () => this.statement(depth, inLoop));
  }

  statement(depth: number, inLoop: boolean): Statement {
    const kind = this.random.below(depth > 0 ? 12 : 5);
    if (kind < 3)
      return { kind: "assign", name: this.pick(NAMES), operator: this.pick(["", "+", "-"]), value: this.expression(2) };
    if (kind === 3) return { kind: "print", value: this.expression(1) };
    if (kind === 4)
      return inLoop
        ? { kind: this.pick(["break", "continue"]) }
        : this.random.below(3) === 0
          ? { kind: "raise" }
          : { kind: "print", value: this.expression(1) };
    if (kind < 7)
      return {
        kind: "if",
        test: this.condition(),
        body: this.block(depth - 1, inLoop),
        orElse: this.random.below(2) === 0 ? [] : this.block(depth - 1, inLoop),
      };
    if (kind < 9)
      return {
        kind: "for",
        name: this.pick(NAMES),
        count: this.random.below(5),
        body: this.block(depth - 1, true),
        orElse: this.random.below(3) === 0 ? this.block(depth - 1, inLoop) : [],
      };
    if (kind === 9)
      return { kind: "while", name: `n${this.loops++}`, test: this.condition(), body: this.block(depth - 1, true) };
    if (kind === 10)
      return {
        kind: "try",
        body: this.block(depth - 1, inLoop),
        handler: this.block(depth - 1, inLoop),
        final:
          this.random.below(2) === 0
            ? []
            : this.block(0, false).filter((s) => s.kind === "assign" || s.kind === "print"),
      };
    return { kind: this.pick(["raise", "return"]) };
  }
}

// —— as Python ——

function textOf(node: Expression): string {
  if (node.kind === "number") return node.value < 0n ? `(${node.value})` : String(node.value);
  return node.kind === "name" ? node.name : `(${textOf(node.left)} ${node.operator} ${textOf(node.right)})`;
}

function conditionText({ operator, left, right, negated }: Condition): string {
  return `${negated ? "not " : ""}${textOf(left)} ${operator} ${textOf(right)}`;
}

function lines(body: readonly Statement[], indent: string): string[] {
  const inner = `${indent}    `;
  return body.flatMap((node): string[] => {
    switch (node.kind) {
      case "assign":
        return [`${indent}${node.name} ${node.operator}= ${textOf(node.value)}`];
      case "print":
        return [`${indent}print(${textOf(node.value)})`];
      case "if":
        return [
          `${indent}if ${conditionText(node.test)}:`,
          ...lines(node.body, inner),
          ...(node.orElse.length > 0 ? [`${indent}else:`, ...lines(node.orElse, inner)] : []),
        ];
      case "for":
        return [
          `${indent}for ${node.name} in range(${node.count}):`,
          ...lines(node.body, inner),
          ...(node.orElse.length > 0 ? [`${indent}else:`, ...lines(node.orElse, inner)] : []),
        ];
      case "while":
        return [
          `${indent}${node.name} = 0`,
          `${indent}while ${node.name} < 4 and ${conditionText(node.test)}:`,
          `${inner}${node.name} += 1`,
          ...lines(node.body, inner),
        ];
      case "try":
        return [
          `${indent}try:`,
          ...lines(node.body, inner),
          `${indent}except ValueError:`,
          ...lines(node.handler, inner),
          ...(node.final.length > 0 ? [`${indent}finally:`, ...lines(node.final, inner)] : []),
        ];
      case "raise":
        return [`${indent}raise ValueError`];
      case "return":
        return [`${indent}return a`];
      default:
        return [`${indent}${node.kind}`];
    }
  });
}

// —— evaluated ——

class Leave {
  readonly how: "break" | "continue" | "raise" | "return";
  /** What is returned, as it was before `finally` ran. */
  readonly value: bigint;
  constructor(how: Leave["how"], value: bigint) {
    this.how = how;
    this.value = value;
  }
}

class Evaluator {
  readonly names = new Map<string, bigint>(NAMES.map((name) => [name, 1n]));
  readonly printed: string[] = [];

  value(node: Expression): bigint {
    if (node.kind === "number") return node.value;
    if (node.kind === "name") return this.names.get(node.name) ?? 0n;
    const left = this.value(node.left);
    const right = this.value(node.right);
    switch (node.operator) {
      case "+":
        return left + right;
      case "-":
        return left - right;
      case "*":
        return left * right;
      case "//":
        return left / right - (left % right !== 0n && left < 0n !== right < 0n ? 1n : 0n);
      case "%":
        return ((left % right) + right) % right;
      case "&":
        return left & right;
      case "|":
        return left | right;
      default:
        return left ^ right;
    }
  }

  holds({ operator, left, right, negated }: Condition): boolean {
    const a = this.value(left);
    const b = this.value(right);
    const plain =
      { "<": a < b, "<=": a <= b, "==": a === b, "!=": a !== b, ">": a > b, ">=": a >= b }[operator] ?? false;
    return plain !== negated;
  }

  run(body: readonly Statement[]): void {
    for (const node of body) this.statement(node);
  }

  loop(body: readonly Statement[]): "broken" | "on" {
    try {
      this.run(body);
    } catch (leave) {
      if (!(leave instanceof Leave) || (leave.how !== "break" && leave.how !== "continue")) throw leave;
      if (leave.how === "break") return "broken";
    }
    return "on";
  }

  statement(node: Statement): void {
    switch (node.kind) {
      case "assign": {
        const value = this.value(node.value);
        const before = this.names.get(node.name) ?? 0n;
        this.names.set(
          node.name,
          node.operator === "" ? value : node.operator === "+" ? before + value : before - value,
        );
        return;
      }
      case "print":
        this.printed.push(String(this.value(node.value)));
        return;
      case "if":
        return this.run(this.holds(node.test) ? node.body : node.orElse);
      case "for":
        for (let i = 0; i < node.count; i++) {
          this.names.set(node.name, BigInt(i));
          if (this.loop(node.body) === "broken") return;
        }
        return this.run(node.orElse);
      case "while":
        for (let n = 0; n < 4 && this.holds(node.test); n++) if (this.loop(node.body) === "broken") return;
        return;
      case "try":
        return this.attempt(node.body, node.handler, node.final);
      default:
        throw new Leave(node.kind, this.names.get("a") ?? 0n);
    }
  }

  attempt(body: readonly Statement[], handler: readonly Statement[], final: readonly Statement[]): void {
    try {
      this.run(body);
    } catch (leave) {
      if (!(leave instanceof Leave) || leave.how !== "raise") throw leave;
      this.run(handler);
    } finally {
      this.run(final);
    }
  }

  call(body: readonly Statement[]): void {
    try {
      this.run(body);
      this.printed.push("None");
    } catch (leave) {
      if (!(leave instanceof Leave)) throw leave;
      this.printed.push(leave.how === "return" ? String(leave.value) : "ValueError");
    }
  }
}

describe("random programs", () => {
  for (let seed = 1; seed <= 120; seed++) {
    it(`seed ${seed}`, () => {
      const maker = new Maker(createRandom(seed));
      const body = maker.block(3, false);
      const source = `def f(a, b, c):\n${lines(body, "    ").join("\n")}\n\ntry:\n    print(f(1, 1, 1))\nexcept ValueError:\n    print("ValueError")\n`;
      const evaluator = new Evaluator();
      evaluator.call(body);
      const { program, diagnostics } = compile(source);
      if (program === null) throw new Error(`${JSON.stringify(diagnostics)}\n${source}`);
      expect(runSolo(program), source).toBe(evaluator.printed.map((line) => `${line}\n`).join(""));
    });
  }
});
