/**
 * The laboratory of the page: Python listings on threads, JavaScript listings on the browser's own loop. Rule: what either needs is loaded
 * when it is first used, and what runs in the one is stopped before anything runs in the other.
 */
import type { Relation } from "../../engine/analysis/index.ts";
import type { Diagnostic, Listing, ListingLanguage } from "../../engine/program/listing.ts";
import type { ParameterValues } from "../../engine/program/report.ts";
import type { Scenario } from "../../engine/program/scenario.ts";
import { loadScenario } from "../../engine/scenarios/index.ts";
import type { StateSnapshot } from "../../engine/trace/snapshot.ts";
import type { RepeatResult, RunProgress, RunRequest, RunResult } from "../contract.ts";
import { ThreadLaboratory, type LaboratorySurroundings } from "../laboratory.ts";
import { OutcomeTally } from "../outcome-tally.ts";
import type { ScriptLaboratory, ScriptSurroundings } from "./script-laboratory.ts";

export class BilingualLaboratory extends ThreadLaboratory {
  readonly #surroundings: ScriptSurroundings;
  #scripts: Promise<ScriptLaboratory> | null = null;
  /** How often something was asked for or stopped: what was asked before the newest does not begin any more. */
  #turn = 0;
  #current: Promise<unknown> = Promise.resolve();

  constructor(surroundings: LaboratorySurroundings & ScriptSurroundings) {
    super(surroundings);
    this.#surroundings = surroundings;
  }

  override async compile(
    source: string,
    parameters: ParameterValues = {},
    language: ListingLanguage = "python",
  ): Promise<Listing | { readonly diagnostics: readonly Diagnostic[] }> {
    if (language === "python") return super.compile(source, parameters);
    return (await this.#load()).compile(source, parameters);
  }

  override async run(request: RunRequest, onProgress?: (progress: RunProgress) => void): Promise<RunResult> {
    const script = await scriptOf(request);
    if (script !== null) return this.#alone((scripts) => scripts.run(request, script.scenario, onProgress));
    await this.#stopScripts();
    return super.run(request, onProgress);
  }

  override async repeat(
    request: RunRequest & { readonly runs: number },
    onProgress?: (done: number) => void,
  ): Promise<RepeatResult> {
    const script = await scriptOf(request);
    if (script !== null)
      return this.#alone((scripts, isWanted) =>
        this.#repeatScript(scripts, isWanted, script.scenario, request, onProgress),
      );
    await this.#stopScripts();
    return super.repeat(request, onProgress);
  }

  override async stop(): Promise<void> {
    this.#turn++;
    const running = this.#scripts;
    if (running !== null) (await running).stop();
    await Promise.all([super.stop(), this.#current.catch(() => undefined)]);
  }

  override async stateAt(seq: number): Promise<StateSnapshot> {
    const scripts = await this.#scripts;
    return scripts?.hasTrace === true ? scripts.stateAt(seq) : super.stateAt(seq);
  }

  override async exportTrace(format: string): Promise<string> {
    const scripts = await this.#scripts;
    return scripts?.hasTrace === true ? scripts.exportTrace(format) : super.exportTrace(format);
  }

  override async exportBlob(format: string): Promise<Blob> {
    const scripts = await this.#scripts;
    return scripts?.hasTrace === true ? scripts.exportBlob(format) : super.exportBlob(format);
  }

  override async relation(seqA: number, seqB: number): Promise<Relation> {
    const scripts = await this.#scripts;
    return scripts?.hasTrace === true ? scripts.relation(seqA, seqB) : super.relation(seqA, seqB);
  }

  /** Code that most visitors never need comes with the first listing that does. */
  #load(): Promise<ScriptLaboratory> {
    this.#scripts ??= import("./script-laboratory.ts").then(
      (module) => new module.ScriptLaboratory(this.#surroundings),
    );
    return this.#scripts;
  }

  /** Ends what runs, in either language; then does `work`, unless a newer request came meanwhile. */
  async #alone<T>(work: (scripts: ScriptLaboratory, isWanted: () => boolean) => Promise<T>): Promise<T> {
    const turn = ++this.#turn;
    const isWanted = (): boolean => turn === this.#turn;
    const scripts = await this.#load();
    scripts.stop();
    await Promise.all([super.stop(), this.#current.catch(() => undefined)]);
    if (!isWanted()) throw new Error("a newer request took its place");
    const running = work(scripts, isWanted);
    this.#current = running;
    return running;
  }

  async #stopScripts(): Promise<void> {
    if (this.#scripts === null) return;
    this.#turn++;
    const scripts = await this.#scripts;
    scripts.stop();
    await this.#current.catch(() => undefined);
    scripts.forget();
  }

  async #repeatScript(
    scripts: ScriptLaboratory,
    isWanted: () => boolean,
    scenario: Scenario | null,
    request: RunRequest & { readonly runs: number },
    onProgress?: (done: number) => void,
  ): Promise<RepeatResult> {
    const tally = new OutcomeTally();
    const beganMs = this.#surroundings.clock.nowMs();
    while (tally.runs < request.runs && isWanted()) {
      const { report } = await scripts.run({ ...request, record: false }, scenario);
      if (report.status !== "stopped") tally.add(report.outcome, report.status);
      onProgress?.(tally.runs);
    }
    return { runs: tally.runs, outcomes: tally.outcomes(), elapsedMs: this.#surroundings.clock.nowMs() - beganMs };
  }
}

/** null for a Python listing. */
async function scriptOf({
  scenario: id,
  program,
  language,
}: RunRequest): Promise<{ readonly scenario: Scenario | null } | null> {
  if (program !== undefined) return language === "javascript" ? { scenario: null } : null;
  if (id === undefined) return null;
  const scenario = await loadScenario(id);
  return scenario.language === "javascript" ? { scenario } : null;
}
