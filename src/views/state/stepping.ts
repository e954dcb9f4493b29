/**
 * The learner as the scheduler: opens a session for what is on show in step mode and moves in its history. Rules: moves are made one
 * after the other, in the order of asking; the picture, the playhead and the address follow each; a listing that came with an address
 * is not begun before the reader says so.
 */
import type { Seq } from "../../engine/base/ids.ts";
import type { Finding } from "../../engine/program/report.ts";
import type { Choice } from "../../engine/program/stepping.ts";
import type { StepRequest, SteppingMove, SteppingTarget, SteppingView } from "../../workers/stepping-contract.ts";
import type { Desk } from "./desk.ts";
import { notify, notifyFault } from "./desk.ts";
import type { Facts, Pace } from "./facts.ts";
import type { Playhead } from "./looking-back.ts";
import type { Moving } from "./moving.ts";
import { createTurns } from "./newest.ts";
import { toProblem } from "./problem.ts";
import type { Query } from "./query.ts";
import { isSameProgram } from "./query.ts";
import { stepBeforeFinding } from "./finding-place.ts";
import { getSource, requestOf } from "./selectors.ts";
import { stepOfEvent } from "./steps.ts";

export interface Stepping {
  /** Begins with what is on show, also where it came with an address. */
  begin(): Promise<void>;
  /** Lets a thread go, or its timed wait end. */
  take(choice: Choice): Promise<void>;
  /** To the position after so many steps of the history; of several wishes only the last is carried out. */
  go(step: number): Promise<void>;
  /** To where a finding begins: the last position before its evidence. Where no session is open, the next one begins there. */
  goToFinding(finding: Finding): Promise<void>;
  /** To the step that made an event. */
  goToEvent(seq: Seq): Promise<void>;
  runTo(until: SteppingTarget): Promise<void>;
  /** Takes steps at the chosen pace until somebody does something else or nobody can go on. */
  play(): Promise<void>;
  pause(): void;
  /** Does something else with the stepper, in turn, and opens the session again where it was. null where nothing is stepped. */
  aside<T>(work: (view: SteppingView, request: StepRequest) => Promise<T>): Promise<T | null>;
  setPace(pace: Partial<Pace>): void;
}

/** A session that is open: for which program, and what it was asked for. */
interface Open {
  readonly query: Query;
  readonly source: string;
}

export function createStepping(desk: Desk, moving: Pick<Moving, "noteSteps">, playhead: Playhead): Stepping {
  const { facts } = desk;
  const turns = createTurns();
  let open: Open | null = null;
  let queue: Promise<void> = Promise.resolve();
  /** A wish to go to a step that waits at the end of the queue: a newer one takes its place. */
  let lastWish: { step: number } | null = null;
  /** Where the next session is to begin: at a finding, and not at the step that the query names. */
  let aim: Finding | null = null;

  facts.subscribe((now, before) => {
    if (now.query !== before.query || now.scenario !== before.scenario || now.compiled !== before.compiled) follow();
  });

  /** Opens, moves or closes the session as the query asks. */
  function follow(): void {
    const now = facts.getState();
    if (!isSteppable(now)) return close();
    if (open !== null && isSameProgram(open.query, now.query)) return followSteps(now, open.query);
    if (!now.notices.some(({ kind }) => kind === "stranger")) void begin();
  }

  function close(): void {
    if (open === null) return;
    open = null;
    turns.take();
    facts.setState({ stepping: null });
  }

  /** Back and Forward of the browser, and whoever asked for a whole run, name other steps of the same program. */
  function followSteps({ query, stepping }: Facts, opened: Query): void {
    if (stepping === null) {
      // The session is still being opened, and for what is not wanted any more.
      if (query.schedule !== opened.schedule || query.step !== opened.step) void begin();
      return;
    }
    if (stepping.moving !== null) return;
    const { view } = stepping;
    if (query.schedule !== scheduleOf(view)) void begin();
    else if ((query.step ?? view.length) !== view.at) void go(query.step ?? view.length);
  }

  function begin(): Promise<void> {
    const { query } = facts.getState();
    const turn = turns.take();
    open = { query, source: getSource(facts.getState()) };
    facts.setState({
      stepping: null,
      whatIf: null,
      confirming: null,
      result: null,
      snapshot: null,
      selection: null,
      revealed: null,
    });
    return inTurn(async () => {
      if (!turns.isNewest(turn)) return;
      const view = await openSession(query);
      if (view === null || !turns.isNewest(turn)) return;
      show(view);
      const step = firstStep(view, query.step);
      if (step !== null && step < view.length) await move(turn, { kind: "go", step });
    });
  }

  function firstStep(view: SteppingView, asked: number | null): number | null {
    const wanted = aim;
    aim = null;
    return (wanted && stepBeforeFinding(view.lastSeq, view.result?.report.findings ?? [], wanted)) ?? asked;
  }

  /** A schedule that is not one of this program is told, and stepping begins at the start. */
  async function openSession(query: Query): Promise<SteppingView | null> {
    const request: StepRequest = requestOf(facts.getState());
    try {
      return await desk.stepper().openStepping({ ...request, schedule: query.schedule ?? undefined });
    } catch (error) {
      const problem = toProblem(error);
      if (problem === null) notifyFault(desk, "step", error);
      else notify(desk, { kind: "problem", problem, from: "address" });
      if (problem === null || query.schedule === null) return null;
      return desk.stepper().openStepping(request);
    }
  }

  /** One after the other, whatever became of the one before. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    queue = queue.then(work).catch((error: unknown) => {
      facts.setState(({ stepping }) => ({ stepping: stepping && { ...stepping, moving: null, playing: false } }));
      notifyFault(desk, "step", error);
    });
    return desk.pending.track(queue);
  }

  async function move(turn: number, wish: SteppingMove): Promise<SteppingView | null> {
    if (facts.getState().stepping === null || !turns.isNewest(turn)) return null;
    facts.setState(({ stepping }) => ({ stepping: stepping && { ...stepping, moving: wish.kind } }));
    const view = await desk.stepper().moveStepping(wish);
    if (!turns.isNewest(turn)) return null;
    show(view);
    return view;
  }

  function show(view: SteppingView): void {
    if (open === null) return;
    const { query, source } = open;
    facts.setState(({ stepping, result, selection }) => ({
      stepping: { view, playing: stepping?.playing ?? false, moving: null, before: null },
      result:
        view.result === null
          ? result
          : { query, parameters: view.result.report.parameters, source, result: view.result },
      selection: view.result === null ? selection : null,
    }));
    void moving.noteSteps({ schedule: scheduleOf(view), step: view.at === view.length ? null : view.at });
    void look(view);
  }

  /** State after the step, and before it. */
  async function look(view: SteppingView): Promise<void> {
    await playhead.seek(view.lastSeq[view.at]);
    if (view.at === 0 || facts.getState().stepping?.view !== view) return;
    const before = await desk.pending.track(playhead.stateAfter(view.lastSeq[view.at - 1]));
    facts.setState(({ stepping }) => (stepping?.view === view ? { stepping: { ...stepping, before } } : {}));
  }

  function ask(wish: SteppingMove): Promise<void> {
    pause();
    lastWish = null;
    const turn = turns.current();
    return inTurn(async () => {
      await move(turn, wish);
    });
  }

  function go(step: number): Promise<void> {
    pause();
    if (lastWish !== null) {
      lastWish.step = step;
      return queue;
    }
    const wish = { step };
    lastWish = wish;
    const turn = turns.current();
    return inTurn(async () => {
      if (lastWish === wish) lastWish = null;
      const length = facts.getState().stepping?.view.length ?? 0;
      await move(turn, { kind: "go", step: Math.max(0, Math.min(length, wish.step)) });
    });
  }

  async function aside<T>(work: (view: SteppingView, request: StepRequest) => Promise<T>): Promise<T | null> {
    pause();
    const turn = turns.current();
    let answer: Promise<T> | null = null;
    await inTurn(async () => {
      const view = facts.getState().stepping?.view;
      if (view === undefined || !turns.isNewest(turn)) return;
      const request: StepRequest = requestOf(facts.getState());
      answer = work(view, request);
      // Whoever asked is told of a failure; the session goes on all the same.
      await answer.catch(() => undefined);
      if (turns.isNewest(turn)) await reopen(view, request);
    });
    return answer;
  }

  /** What is on show stays on show: the same history, at the same step. */
  async function reopen({ at, length, schedule }: SteppingView, request: StepRequest): Promise<void> {
    await desk.stepper().openStepping(length === 0 ? request : { ...request, schedule });
    if (at < length) await desk.stepper().moveStepping({ kind: "go", step: at });
  }

  function pause(): void {
    if (facts.getState().stepping?.playing !== true) return;
    facts.setState(({ stepping }) => ({ stepping: stepping && { ...stepping, playing: false } }));
  }

  async function play(): Promise<void> {
    const now = facts.getState().stepping?.view;
    if (now === undefined || isOver(now)) return;
    const turn = turns.current();
    facts.setState(({ stepping }) => ({ stepping: stepping && { ...stepping, playing: true } }));
    const isPlaying = (): boolean => turns.isNewest(turn) && facts.getState().stepping?.playing === true;
    while (isPlaying()) {
      const { seed, stepsPerSecond } = facts.getState().pace;
      await inTurn(async () => {
        if (isPlaying()) await move(turn, { kind: "run", until: { kind: "steps", count: 1 }, seed });
      });
      const view = facts.getState().stepping?.view;
      if (view === undefined || isOver(view)) return pause();
      await desk.wait(1000 / stepsPerSecond);
    }
  }

  return {
    begin,
    take: (choice) => ask({ kind: "take", choice }),
    go,
    async goToFinding(finding) {
      const { stepping, result } = facts.getState();
      aim = stepping === null ? finding : null;
      const findings = result?.result.report.findings ?? [];
      const step = stepping && stepBeforeFinding(stepping.view.lastSeq, findings, finding);
      if (step !== null) await go(step);
    },
    async goToEvent(seq) {
      const view = facts.getState().stepping?.view;
      if (view !== undefined) await go(stepOfEvent(view.lastSeq, seq));
    },
    runTo: (until) => ask({ kind: "run", until, seed: facts.getState().pace.seed }),
    play: () => desk.pending.track(play()),
    pause,
    aside,
    setPace: (pace) => facts.setState((before) => ({ pace: { ...before.pace, ...pace } })),
  };
}

/** Whether what is on show can be stepped now: it is there, it was compiled, and it has no errors. */
function isSteppable(facts: Facts): boolean {
  const { query, scenario, compiled } = facts;
  if (query.mode !== "step" || (query.scenario === null && query.program === null)) return false;
  if (query.scenario !== null && scenario?.id !== query.scenario) return false;
  return compiled !== null && compiled.listing !== null && compiled.source === getSource(facts);
}

/** Whether one stands at the end of a history that cannot go on. */
export function isOver({ status, at, length }: SteppingView): boolean {
  return status !== null && at === length;
}

/** As the query has it: nothing where nothing was done yet. */
function scheduleOf(view: SteppingView): string | null {
  return view.length === 0 ? null : view.schedule;
}
