/**
 * The smallest change of a listing after which a line holds its event loop no more. Pure. Rule: only what can be told from the text is offered:
 * a sleep in a coroutine is awaited, a call is handed to a thread, a loop gives way at each turn; anything else is left to the reader.
 */
import type { Line } from "../../engine/base/ids.ts";

export interface Mend {
  readonly source: string;
  /** The line that is new, and what stands there. */
  readonly line: Line;
  readonly text: string;
}

const DEFINITION = /^\s*(async\s+)?def\s+(\w+)/;
/** A call that stands for itself or whose result is kept: indentation, target, function, arguments. */
const CALL = /^(\s*)((?:[\w.]+\s*=\s*)?)([A-Za-z_][\w.]*)\((.*)\)\s*$/;
const SLEEP = /(?<![\w.])(?:time\.)?sleep\(/;
const LOOP = /^(\s*)(?:while|for)\b.*:\s*$/;
/** Calls that take no time, or that belong to the loop's own thread. */
const NOT_MOVED: ReadonlySet<string> = new Set(["print", "range", "len", "super", "isinstance"]);

/** @param line the line at which the loop was held. null where no change is certain */
export function mendBlocking(source: string, line: Line): Mend | null {
  const lines = source.split("\n");
  if (lines[line - 1] === undefined || !/^\s*import asyncio\b/m.test(source)) return null;
  const home = definitionAround(lines, line - 1);
  if (home === null) return null;
  if (!home.isAsync) return mendCaller(lines, home.name);
  return mendFrom(lines, line - 1) ?? mendTurns(lines, line - 1, home.at);
}

/** At the line, or at the first behind it that can be mended: a line that tells of itself may be followed by one that takes long and does not. */
function mendFrom(lines: readonly string[], from: number): Mend | null {
  const indent = indentOf(lines[from]);
  for (let at = from; at < lines.length; at++) {
    if (lines[at].trim() === "") continue;
    if (indentOf(lines[at]) < indent || (at > from && lines[at].includes("await "))) return null;
    const mend = mendSleep(lines, at) ?? mendCall(lines, at);
    if (mend !== null) return mend;
  }
  return null;
}

interface Definition {
  readonly at: number;
  readonly isAsync: boolean;
  readonly name: string;
}

function definitionAround(lines: readonly string[], from: number): Definition | null {
  let indent = indentOf(lines[from]);
  for (let at = from - 1; at >= 0; at--) {
    if (lines[at].trim() === "" || indentOf(lines[at]) >= indent) continue;
    indent = indentOf(lines[at]);
    const [found, isAsync, name] = DEFINITION.exec(lines[at]) ?? [];
    if (found !== undefined) return { at, isAsync: isAsync !== undefined, name };
  }
  return null;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function mendSleep(lines: readonly string[], at: number): Mend | null {
  const before = lines[at].slice(0, lines[at].search(SLEEP));
  if (!SLEEP.test(lines[at]) || lines[at].includes("await") || /["'#]|\blambda\b/.test(before)) return null;
  return replaced(lines, at, lines[at].replace(SLEEP, "await asyncio.sleep("));
}

function mendCall(lines: readonly string[], at: number): Mend | null {
  const [found, indent, target, called, given] = CALL.exec(lines[at]) ?? [];
  if (found === undefined || NOT_MOVED.has(called) || /^(asyncio|loop|task)\./.test(called)) return null;
  if (!isOneCall(given)) return null;
  const all = given.trim() === "" ? called : `${called}, ${given.trim()}`;
  return replaced(lines, at, `${indent}${target}await asyncio.to_thread(${all})`);
}

/** Whether what stands between the first bracket and the last are arguments: `f(a).b(c)` is two calls, a bare generator no argument among others. */
function isOneCall(given: string): boolean {
  let depth = 0;
  for (const [part] of given.matchAll(/[([{]|[)\]}]|\bfor\b/g)) {
    if (part === "for" ? depth === 0 : "([{".includes(part) ? ++depth === 0 : --depth < 0) return false;
  }
  return depth === 0;
}

/** A plain function cannot await: the coroutine that calls it can. */
function mendCaller(lines: readonly string[], name: string): Mend | null {
  for (let at = 0; at < lines.length; at++) {
    if (CALL.exec(lines[at])?.[3] !== name || definitionAround(lines, at)?.isAsync !== true) continue;
    return mendCall(lines, at);
  }
  return null;
}

/** The innermost loop around the line lets others run at each of its turns. */
function mendTurns(lines: readonly string[], from: number, home: number): Mend | null {
  for (let at = from; at > home; at--) {
    const indent = LOOP.exec(lines[at])?.[1];
    if (indent === undefined || (at < from && indent.length >= indentOf(lines[from]))) continue;
    const body = lines.slice(at + 1).find((line) => line.trim() !== "") ?? "";
    if (indentOf(body) <= indent.length) continue;
    const text = `${body.slice(0, indentOf(body))}await asyncio.sleep(0)`;
    return {
      source: [...lines.slice(0, at + 1), text, ...lines.slice(at + 1)].join("\n"),
      line: at + 2,
      text: text.trim(),
    };
  }
  return null;
}

function replaced(lines: readonly string[], at: number, text: string): Mend {
  return { source: lines.with(at, text).join("\n"), line: at + 1, text: text.trim() };
}
