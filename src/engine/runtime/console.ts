/**
 * What a run printed, bounded: the first prints and the newest, each end up to a number of prints and of characters. Rule: what is left
 * out between them, and out of one very long print, is counted and stands in its place.
 */
import { keepEnds } from "../base/keep-ends.ts";
import type { ConsoleLine } from "../program/report.ts";
import { OP, type OpCode } from "../trace/ops.ts";
import type { Plain, Trace } from "../trace/trace.ts";
import { entryOf, LEFT_OUT } from "../trace/value-codes.ts";

/** A scenario prints at most 40 000 times, so that its outcome can be read from here. */
const FIRST = { items: 20_000, characters: 2_000_000 };
const NEWEST = { items: 80_000, characters: 6_000_000 };

/** What is asked of one print; `text` is null where the trace does not keep it. */
export interface Printed extends Omit<ConsoleLine, "text" | "leftOut"> {
  readonly text: string | null;
  /** Characters that its text lacks. */
  readonly cut?: number;
}

/** @param printAt one print by its number; asked only for those that are kept */
export function keepConsole(count: number, printAt: (print: number) => Printed): ConsoleLine[] {
  const kept = new Map<number, Printed>();
  const { from, to } = keepEnds(count, FIRST, NEWEST, (print) => {
    const printed = printAt(print);
    kept.set(print, printed);
    return printed.text?.length ?? 0;
  });
  const lines = new Lines();
  for (let print = 0; print < from; print++) lines.add(kept.get(print) as Printed);
  lines.leaveOut(to - from);
  for (let print = to; print < count; print++) lines.add(kept.get(print) as Printed);
  return lines.end();
}

/** Puts one line in the place of all that are missing in a row. */
class Lines {
  readonly #lines: ConsoleLine[] = [];
  #missing = 0;

  add({ thread, timeUs, text, cut = 0 }: Printed): void {
    if (text === null) return this.leaveOut(1);
    this.#close();
    this.#lines.push({ thread, timeUs, text, ...(cut > 0 && { leftOut: { prints: 0, characters: cut } }) });
  }

  leaveOut(prints: number): void {
    this.#missing += prints;
  }

  end(): ConsoleLine[] {
    this.#close();
    return this.#lines;
  }

  #close(): void {
    if (this.#missing === 0) return;
    const { thread, timeUs } = this.#lines.at(-1) ?? { thread: 0, timeUs: 0 };
    const leftOut = { prints: this.#missing, characters: 0 };
    this.#lines.push({ thread, timeUs, text: `[${this.#missing} prints left out here]`, leftOut });
    this.#missing = 0;
  }
}

/** What a recorded run printed, in order. */
export function readConsole(trace: Trace): ConsoleLine[] {
  return readLines(trace, [OP.print], lineOf);
}

/** The texts of all events of some ops, as a console. */
export function readLines(trace: Trace, ops: readonly OpCode[], textOf: (printed: Plain) => string): ConsoleLine[] {
  const rows: number[] = [];
  for (let row = 0; row < trace.count; row++) if (ops.includes(trace.op[row])) rows.push(row);
  return keepConsole(rows.length, (print) => printOfRow(trace, rows[print], textOf));
}

function printOfRow(trace: Trace, row: number, textOf: (printed: Plain) => string): Printed {
  const entry = entryOf(trace, trace.value[row]);
  const place = { thread: trace.thread[row], timeUs: trace.time[row] };
  if (entry === LEFT_OUT) return { ...place, text: null };
  return { ...place, text: textOf(entry?.plain ?? ""), cut: entry?.leftOut };
}

/** A text as it is, any other value as JSON. */
export function textOf(printed: Plain): string {
  return typeof printed === "string" ? printed : JSON.stringify(printed);
}

/** Without the end of line that `print` puts behind it. */
export function lineOf(printed: Plain): string {
  const text = textOf(printed);
  return text.endsWith("\n") ? text.slice(0, -1) : text;
}
