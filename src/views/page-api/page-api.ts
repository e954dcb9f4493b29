/**
 * `globalThis.interleave`: the page API (docs/page-api.md). Rules: names are a promise; a refused call rejects with an
 * error that has `argument`, `value` and `allowed`; what runs through here is what the page shows.
 */
import type { ExplorationReport, Finding, RunReport } from "../../engine/program/report.ts";
import type { LitmusResult } from "../../workers/litmus-contract.ts";
import type { Actions } from "../state/actions.ts";
import type { Desk } from "../state/desk.ts";
import type { Environment } from "../state/environment.ts";
import type { PinResult } from "../../workers/pin-contract.ts";
import type { RepeatResult } from "../../workers/contract.ts";
import { describeCatalogue } from "./catalogue.ts";
import type { CatalogueEntry } from "./catalogue.ts";
import { describeAllowed } from "../state/problem.ts";
import { exportTrace } from "./exporting.ts";
import { litmusOf } from "./litmus-order.ts";
import { toSearchText } from "./queries.ts";
import { createLookingApi } from "./looking.ts";
import type { LookingApi } from "./looking.ts";
import { createOrders } from "./orders.ts";
import { whenDrawn } from "./when-drawn.ts";

/** What is promised of an exploration: of its findings the same members as of any run's. */
export type PromisedExploration = Omit<ExplorationReport, "findings"> & { readonly findings: readonly Finding[] };

/** The schedule found, and the run's findings, each with that schedule. */
export type PinnedRun = PinResult & { readonly findings: readonly Finding[] };

export interface PageApi extends LookingApi {
  readonly version: string;
  environment(): Environment;
  catalogue(options?: unknown): Promise<readonly CatalogueEntry[]>;
  /** Goes to what an address would show; tells which of its values were refused and replaced by defaults. */
  show(query: unknown): Promise<{
    readonly problems: readonly { readonly argument: string; readonly value: unknown; readonly allowed: string }[];
  }>;
  run(request: unknown): Promise<RunReport>;
  repeat(request: unknown): Promise<RepeatResult>;
  /** A whole run under the controlled scheduler; the page then shows it in step mode, at its end. */
  step(request: unknown): Promise<RunReport>;
  /** Goes through the schedules of a program; the page shows it in explore mode. */
  explore(request: unknown): Promise<PromisedExploration>;
  /** Races a litmus test on real workers; the page shows it. */
  litmus(request: unknown): Promise<LitmusResult>;
  /** The last real run's order as a schedule. */
  pin(): Promise<PinnedRun>;
  stop(): Promise<void>;
  exportTrace(format: unknown, options?: unknown): Promise<string | Blob>;
  idle(): Promise<void>;
}

export function createPageApi(desk: Desk, actions: Actions, version: string): PageApi {
  const orders = createOrders(desk, actions);
  const idle = async (): Promise<void> => {
    await desk.pending.none();
    await whenDrawn();
    await desk.pending.allDrawn();
    if (desk.facts.getState().running !== null) await idle();
  };
  return {
    version,
    environment: () => desk.facts.getState().environment,
    catalogue: (options) => describeCatalogue(desk, options),
    async show(query) {
      const problems = await actions.show(toSearchText(query), "push");
      await idle();
      return {
        problems: problems.map(({ field, value, allowed }) => ({
          argument: field,
          value,
          allowed: describeAllowed(allowed),
        })),
      };
    },
    async run(request) {
      const { report } = await actions.running.run(await orders.runOrder(request));
      return report;
    },
    async repeat(request) {
      const { order, runs } = await orders.repeatOrder(request);
      return actions.running.repeat(order, runs);
    },
    async step(request) {
      const { query, request: wanted } = await orders.stepOrder(request);
      const { report } = await actions.stepWhole(wanted);
      await actions.adopt({ ...query, schedule: report.schedule });
      await desk.pending.none();
      return report;
    },
    async explore(request) {
      const { query, request: wanted, onProgress } = await orders.exploreOrder(request);
      await actions.adopt(query);
      const report = await actions.exploring.exploreAs(wanted, onProgress);
      // What the page says in the reader's language is no promise; `message` is.
      return { ...report, findings: report.findings.map(({ sentences: _, ...finding }) => finding) };
    },
    litmus: (request) => litmusOf(desk, actions, request),
    async pin() {
      await actions.pin();
      const { pinning } = desk.facts.getState();
      const found = pinning?.pin ?? null;
      if (found === null) throw new Error("there is no real run to pin: run something on real threads first");
      const { schedule } = found;
      const findings = pinning?.result.report.findings ?? [];
      return { ...found, findings: schedule === null ? findings : findings.map((one) => ({ ...one, schedule })) };
    },
    stop: () => actions.stop(),
    exportTrace: (format, options) => exportTrace(desk, format, options),
    idle,
    ...createLookingApi(desk, actions),
  };
}
