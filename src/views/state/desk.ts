/**
 * What the page's actions work with: the facts, the laboratory, the scenarios, the address bar, the clock. Everything is
 * given from outside, so that actions run in tests without a browser.
 */
import { createStore } from "zustand/vanilla";
import type { StoreApi } from "zustand/vanilla";
import type { Chapter, Language, Scenario } from "../../engine/program/scenario.ts";
import type { Explorer, Laboratory } from "../../workers/contract.ts";
import type { PinningLaboratory } from "../../workers/pin-contract.ts";
import type { LitmusBench } from "../../workers/litmus-contract.ts";
import type { SteppingLaboratory } from "../../workers/stepping-contract.ts";
import type { Facts, Message } from "./facts.ts";
import { WorkerDeath } from "./guarded-worker.ts";
import type { Kept } from "./kept.ts";
import type { Pending } from "./pending.ts";
import { createPending } from "./pending.ts";

/** What the catalogue shows of a scenario before its texts are loaded. */
export interface OutlineEntry {
  readonly id: string;
  readonly chapter: Chapter;
  readonly title: Readonly<Record<Language, string>>;
}

/** The course: small at first, scenarios on demand. */
export interface Course {
  readonly outline: readonly OutlineEntry[];
  load(id: string): Promise<Scenario>;
}

/** The browser's address, or a test's. */
export interface AddressBar {
  /** The part from `?`. */
  read(): string;
  /** `push` makes an entry that Back returns from; `replace` does not. */
  write(search: string, how: "push" | "replace"): void;
  /** The whole address for a part from `?`. */
  absolute(search: string): string;
}

export interface Desk {
  readonly facts: StoreApi<Facts>;
  readonly course: Course;
  readonly address: AddressBar;
  readonly pending: Pending;
  /** The laboratory, opened at the first call. @throws where workers cannot start */
  laboratory(): Laboratory;
  /** The laboratory's part that steps. @throws as `laboratory` */
  stepper(): SteppingLaboratory;
  /** The explorer, opened at the first call. @throws where workers cannot start */
  explorer(): Explorer;
  /** The laboratory's part that turns real runs into schedules. @throws as `laboratory` */
  pinner(): PinningLaboratory;
  /** Litmus tests; their code is loaded at the first race. */
  litmus(): LitmusBench;
  keep(kept: Partial<Kept>): void;
  /** Puts a text on the clipboard; false where that is refused. */
  copy(text: string): Promise<boolean>;
  nowMs(): number;
  /** Resolves after so many milliseconds. */
  wait(ms: number): Promise<void>;
}

export function createDesk(initial: Facts, parts: Omit<Desk, "facts" | "pending">): Desk {
  return { ...parts, facts: createStore<Facts>(() => initial), pending: createPending() };
}

let lastNotice = 0;

/** What a message says. A refused value may be anything at all, also what JSON has no words for. */
function nameOf(message: Message): string {
  return JSON.stringify(message, (key, value: unknown) => {
    if (key !== "value") return value;
    return typeof value === "object" && value !== null ? "object" : String(value);
  });
}

/** Shows a message; one that says the same as an earlier one takes its place. */
export function notify(desk: Desk, message: Message): void {
  const same = nameOf(message);
  desk.facts.setState(({ notices }) => ({
    notices: [...notices.filter(({ id: _, ...other }) => nameOf(other) !== same), { ...message, id: ++lastNotice }],
  }));
}

/** Tells of a failure of the surroundings, unless it was told when it happened. */
export function notifyFault(desk: Desk, during: Extract<Message, { kind: "fault" }>["during"], error: unknown): void {
  if (error instanceof WorkerDeath) return;
  notify(desk, {
    kind: "fault",
    during,
    reason: error instanceof Error && error.message !== "" ? error.message : String(error),
  });
}

/** Takes messages away. */
export function dismiss(desk: Desk, which: (message: Message) => boolean): void {
  desk.facts.setState(({ notices }) => ({ notices: notices.filter((one) => !which(one)) }));
}
