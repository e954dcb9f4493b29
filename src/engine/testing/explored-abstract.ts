/** An abstract program as something to explore: its outcome is the final value of its cells, and one of them may be expected. */
import type { RunEnd } from "../runtime/explorer/explored-ends.ts";
import type { ExploredProgram } from "../runtime/explorer/exploration.ts";
import { AbstractRun } from "./abstract-run.ts";

export class ExploredAbstract extends AbstractRun implements ExploredProgram {
  readonly revision = 0;
  readonly isCut = false;
  readonly #cell: string;
  readonly #expected: number | null;

  /** @param cell what the outcome is. @param expected its right value; null where any will do */
  constructor(source: string, cell = "x", expected: number | null = null) {
    super(source);
    this.#cell = cell;
    this.#expected = expected;
  }

  circle(): null {
    return null;
  }

  meaningOf(end: number): RunEnd {
    const { status, values } = this.ends[end];
    const [, value = ""] = new RegExp(`(?:^| )${this.#cell}=(-?\\d+)`).exec(values) ?? [];
    const correct = this.#expected === null ? null : status === "finished" && Number(value) === this.#expected;
    return { outcome: { [this.#cell]: Number(value) }, status: status === "cut" ? "step-limit" : status, correct };
  }
}
