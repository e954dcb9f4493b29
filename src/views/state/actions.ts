/** Everything that a hand or the page API can do, in one object; each part has a file of its own. */
import type { Seq } from "../../engine/base/ids.ts";
import { writeAddress } from "./address.ts";
import type { Challenges } from "./challenges.ts";
import { createChallenges } from "./challenges.ts";
import type { Compiling } from "./compiling.ts";
import { createCompiling } from "./compiling.ts";
import type { Confirming } from "./confirming.ts";
import { createConfirming } from "./confirming.ts";
import type { Desk } from "./desk.ts";
import { dismiss, notify } from "./desk.ts";
import type { FindingSteps } from "./finding-steps.ts";
import { createFindingSteps } from "./finding-steps.ts";
import type { Exploring } from "./exploring.ts";
import { createExploring } from "./exploring.ts";
import type { Litmus } from "./litmus.ts";
import { createLitmus } from "./litmus.ts";
import type { LookingBack } from "./looking-back.ts";
import { createLookingBack, createPlayhead } from "./looking-back.ts";
import type { Moving } from "./moving.ts";
import { createMoving } from "./moving.ts";
import type { Pinning } from "./pinning.ts";
import { createPinning } from "./pinning.ts";
import type { Problem } from "./problem.ts";
import type { Relating } from "./relating.ts";
import { createRelating } from "./relating.ts";
import type { RunOrder, Running } from "./running.ts";
import { createRunning } from "./running.ts";
import type { Stepping } from "./stepping.ts";
import { createStepping } from "./stepping.ts";
import type { Walking } from "./walking.ts";
import { createWalking } from "./walking.ts";
import type { ValueStory } from "./value-story.ts";
import { createValueStory } from "./value-story.ts";
import type { WaysActions } from "./ways.ts";
import { createWays } from "./ways.ts";
import type { WhatIf } from "./what-if.ts";
import { createWhatIf } from "./what-if.ts";
import { stepWhole } from "./whole-step.ts";
import type { StepRequest, StepResult } from "../../workers/stepping-contract.ts";

export interface Actions
  extends Moving,
    LookingBack,
    Compiling,
    Pinning,
    FindingSteps,
    ValueStory,
    Confirming,
    Relating,
    WaysActions,
    Walking {
  readonly running: Running;
  /** A whole run under the controlled scheduler, which nothing shows yet. @throws ArgumentError for a refused request */
  stepWhole(request: StepRequest): Promise<StepResult>;
  readonly stepping: Stepping;
  readonly exploring: Exploring;
  readonly litmus: Litmus;
  readonly whatIf: WhatIf;
  readonly challenges: Challenges;
  /** Does what the mode on show is for: runs, begins to step, or explores what is on show. */
  goShown(): Promise<void>;
  /** Runs what is on show; a refusal or a fault becomes a message. */
  runShown(how?: Pick<RunOrder, "record">): Promise<void>;
  /** Measures what recording costs for what is on show; a refusal or a fault becomes a message. */
  measureCost(): Promise<void>;
  stop(): Promise<void>;
  dismissNotice(id: number): void;
  predict(scenario: string, answer: number): void;
  /** Copies the address of what is on show; false where the browser does not allow it. */
  copyAddress(): Promise<boolean>;
  /** Shows a refused value. */
  refuse(problem: Problem): void;
}

export function createActions(desk: Desk): Actions {
  const { facts } = desk;
  const playhead = createPlayhead(desk);
  const compiling = createCompiling(desk);
  const moving = createMoving(desk, compiling);
  const running = createRunning(desk, playhead);
  const stepping = createStepping(desk, moving, playhead);
  const exploring = createExploring(desk, running);
  const stopPrograms = async () => {
    await Promise.all([running.stop(), exploring.stop()]);
  };
  const litmus = createLitmus(desk, stopPrograms);
  const pinning = createPinning(desk, moving);
  const seek = (seq: Seq) => (facts.getState().stepping === null ? playhead.seek(seq) : stepping.goToEvent(seq));
  const lookingBack = createLookingBack(desk, seek);
  const shown = () => {
    const { query, scenario } = facts.getState();
    return { query, scenario };
  };
  return {
    ...lookingBack,
    ...createValueStory(desk, (seq) => lookingBack.reveal(seq)),
    ...compiling,
    ...moving,
    running,
    stepping,
    exploring,
    litmus,
    whatIf: createWhatIf(desk, stepping, (schedule, step) => moving.setMode("step", { schedule, step })),
    challenges: createChallenges(desk),
    ...createConfirming(desk, stepping),
    ...pinning,
    ...createFindingSteps(desk, moving, pinning, stepping),
    ...createRelating(desk),
    ...createWays(desk, moving, running),
    ...createWalking(desk, seek),
    async goShown() {
      const { mode } = facts.getState().query;
      if (mode === "run") await untilTold(running.run(shown()));
      else if (mode === "step") await stepping.begin();
      else await exploring.explore();
    },
    stepWhole: (request) => stepWhole(desk, request),
    runShown: (how) => untilTold(running.run({ ...shown(), ...how })),
    measureCost: () => untilTold(running.measureCost(shown())),
    async stop() {
      await Promise.all([stopPrograms(), litmus.stop()]);
    },
    dismissNotice: (id) => dismiss(desk, (one) => "id" in one && one.id === id),
    predict(scenario, answer) {
      facts.setState(({ predictions }) => ({ predictions: { ...predictions, [scenario]: answer } }));
    },
    refuse: (problem) => notify(desk, { kind: "problem", problem, from: "control" }),
    async copyAddress() {
      const copied = await desk.copy(desk.address.absolute(await writeAddress(facts.getState().query)));
      if (copied) facts.setState(({ spoken }) => ({ spoken: { key: "copied", count: (spoken?.count ?? 0) + 1 } }));
      return copied;
    },
  };
}

/** Waits for a run; whoever refused it or failed has told the page already. */
async function untilTold(run: Promise<unknown>): Promise<void> {
  await run.catch(() => undefined);
}
