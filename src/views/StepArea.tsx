/** Step mode in the middle of the page: what the last step did, the history's controls, and each lane with what its thread would do. */
import type { KeyboardEvent } from "react";
import { Suspense, useEffect, useRef } from "react";
import { type Choice, STEP_US } from "../engine/program/stepping.ts";
import classes from "./app.module.css";
import { describeOutcome, describeValues } from "./controls/OutcomeBar.tsx";
import { Lanes, loadTimeline } from "./Lanes.tsx";
import { Loading } from "./shared/Loading.tsx";
import { LoopArea } from "./LoopArea.tsx";
import { useSpeech } from "./shared/use-words.ts";
import type { SteppingFacts } from "./state/facts.ts";
import { getTone, hasErrors, isByLuck } from "./state/selectors.ts";
import { useActions, useFacts, usePending } from "./state/use-facts.ts";
import { isOf } from "./state/what-if.ts";
import { BeginStepping } from "./stepping/BeginStepping.tsx";
import { ChallengeCard } from "./stepping/ChallengeCard.tsx";
import { ConfirmBar } from "./stepping/ConfirmBar.tsx";
import { describeEnd, StepBar } from "./stepping/StepBar.tsx";
import { StepControls } from "./stepping/StepControls.tsx";
import { StepDeck } from "./stepping/StepDeck.tsx";
import { SaidSteps } from "./stepping/SaidSteps.tsx";
import { stepWishOf } from "./stepping/step-keys.ts";
import { previewOf, ThreadHead } from "./stepping/ThreadHead.tsx";
import { StepRemote } from "./stepping/StepRemote.tsx";
import { WhatIfCard } from "./stepping/WhatIfCard.tsx";
import { stepSpeech } from "./stepping/use-step-words.ts";
import type { RunResult } from "../workers/contract.ts";
import { useKeptFocus } from "./shared/use-kept-focus.ts";
import { useNarrow } from "./shared/use-narrow.ts";

/** Steps in view at first. */
const ROOM = 8;
const HEAD_WIDTH = 236;
const HEAD_HEIGHT = 84;
/** Heads that are in view without scrolling the lanes. */
const MOST_HEADS = 6;

export default function StepArea() {
  const stepping = useFacts((facts) => facts.stepping);
  const result = useFacts((facts) => facts.result?.result ?? null);
  const broken = useFacts(hasErrors);
  const pending = usePending();
  useEffect(() => {
    // A failure shows where the lanes are wanted.
    pending.track(loadTimeline()).catch(() => undefined);
  }, [pending]);
  if (stepping === null || result === null || result.trace === null || result.index === null)
    return <BeginStepping broken={broken} />;
  return (
    <Suspense fallback={<Loading className={classes.blank} />}>
      <Stepped stepping={stepping} report={result.report} trace={result.trace} index={result.index} />
    </Suspense>
  );
}

interface Props extends Pick<RunResult, "report"> {
  readonly stepping: SteppingFacts;
  readonly trace: NonNullable<RunResult["trace"]>;
  readonly index: NonNullable<RunResult["index"]>;
}

function Stepped({ stepping, report, trace, index }: Props) {
  const speech = stepSpeech(useSpeech());
  const all = useActions();
  const { stepping: actions } = all;
  const confirms = useFacts((facts) => facts.environment.sharedMemory);
  const explores = useFacts(({ modes, scenario }) => (scenario?.modes ?? modes).includes("explore"));
  const challenge = useFacts((facts) => facts.challenge);
  const confirming = useFacts((facts) => facts.confirming);
  const whatIf = useFacts((facts) => facts.whatIf);
  const isNarrow = useNarrow();
  const root = useRef<HTMLElement>(null);
  const { view, playing } = stepping;
  const nextChoice: Choice | null = view.path[view.at] ?? null;
  const choose = (choice: Choice) => void actions.take(choice);
  useKeptFocus(root, "[role=application]");
  useEffect(() => {
    // Whoever opens the page to step can do so at once; nobody's focus is taken away.
    if (document.activeElement === document.body)
      root.current?.querySelector<HTMLElement>("[role=application]")?.focus({ preventScroll: true });
  }, []);

  function onKeyDown(event: KeyboardEvent): void {
    const wish = stepWishOf(event);
    if (wish === undefined || event.defaultPrevented || !takesKeys(event)) return;
    event.preventDefault();
    switch (wish.do) {
      case "choose": {
        const [choice] = previewOf(view.threads, wish.thread)?.choices ?? [];
        if (choice !== undefined) choose(choice.choice);
        return;
      }
      case "step":
        return void actions.go(view.at + wish.by);
      case "play":
        return playing ? actions.pause() : void actions.play();
    }
  }

  const outcome = {
    text: [describeEnd(speech, view), ...describeOutcome(speech, report)].join(" · "),
    tone: isByLuck(report) ? ("warn" as const) : getTone(report),
  };
  const head = (thread: number) => {
    const preview = previewOf(view.threads, thread);
    return preview && <ThreadHead preview={preview} nextChoice={nextChoice} onChoose={choose} trace={trace} />;
  };
  const isConfirming = confirming !== null && confirming.confirmed === null;
  const beside = (
    <>
      {view.length > 0 && confirms && (
        <button
          type="button"
          className="button"
          data-action="confirm"
          title={speech.step.confirmHint}
          aria-disabled={isConfirming}
          onClick={() => !isConfirming && void all.confirm()}
        >
          {speech.step.confirm}
        </button>
      )}
      {challenge === null && explores && (
        <button
          type="button"
          className="button"
          data-action="challenge"
          title={speech.step.challengeHint}
          onClick={() => void all.challenges.begin()}
        >
          {speech.step.challenge}
        </button>
      )}
    </>
  );
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- its keys work while something in it has the focus
    <section ref={root} className={classes.stepArea} aria-label={speech.step.title} onKeyDown={onKeyDown}>
      {challenge !== null && <ChallengeCard facts={challenge} />}
      {isNarrow ? (
        <>
          <p className={classes.stepActions}>{beside}</p>
          <StepRemote view={view} heads={view.threads.map(({ thread }) => head(thread))}>
            <StepBar view={view} trace={trace} isWorking={stepping.moving === "run" && !playing} outcome={outcome} />
          </StepRemote>
        </>
      ) : (
        <StepBar view={view} trace={trace} isWorking={stepping.moving === "run" && !playing} outcome={outcome}>
          {beside}
        </StepBar>
      )}
      {confirming?.schedule === view.schedule && (
        <ConfirmBar facts={confirming} describe={(one) => describeOutcome(speech, one)} />
      )}
      <div className={classes.lanes} style={{ minHeight: isNarrow ? undefined : heightFor(index.lanes.length) }}>
        <Lanes
          report={report}
          trace={trace}
          index={index}
          controls={<StepControls view={view} />}
          heads={isNarrow ? undefined : { width: HEAD_WIDTH, leastHeight: HEAD_HEIGHT, render: head }}
          steps={{
            unit: STEP_US,
            at: view.at,
            room: ROOM,
            onStep: (by) => void actions.go(view.at + by),
            onEnd: (of) => void actions.go(of === "first" ? 0 : view.length),
          }}
        />
      </div>
      <StepDeck facts={stepping} />
      <LoopArea report={report} trace={trace} />
      {whatIf !== null && isOf(whatIf, view) && (
        <WhatIfCard facts={whatIf} describe={(one) => describeValues(speech, one).join(" · ")} />
      )}
      <SaidSteps view={view} trace={trace} />
    </section>
  );
}

/** Room for the heads of some lanes, with toolbar, overview and legend around them; CSS pixels. */
function heightFor(lanes: number): number {
  return 176 + Math.min(MOST_HEADS, lanes) * HEAD_HEIGHT;
}

/** Keys belong to fields and lists while these have the focus, and the space bar to buttons. */
function takesKeys({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement) return false;
  if (target instanceof HTMLInputElement) return target.type === "range" && key !== " ";
  return !(target instanceof HTMLButtonElement && key === " ");
}
