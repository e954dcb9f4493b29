/**
 * An order of steps as lanes of boxes, a column a step: small enough to stand under another one. Rule: what a box says is read out with its
 * step, so the list is in the order of steps and the lanes are its looks.
 */
import { threadOfChoice } from "../../engine/program/stepping.ts";
import { describeEvent } from "../../engine/trace/sentences.ts";
import { threadBadge, threadColour } from "../shared/thread-colours.ts";
import type { DrawnOrder } from "../state/facts.ts";
import { getTone } from "../state/selectors.ts";
import { eventsOfStep } from "../state/steps.ts";
import { shortSentence } from "./short-sentence.ts";
import classes from "./stepping.module.css";
import { useStepWords } from "./use-step-words.ts";

/** Steps that are drawn. */
const MOST = 24;

interface Props {
  readonly title: string;
  readonly order: DrawnOrder;
  /** First step to draw, from 1. */
  readonly from: number;
  readonly outcome: string;
}

export function OrderStrip({ title, order, from, outcome }: Props) {
  const { step, formats } = useStepWords();
  const { path, result } = order;
  const steps = path.slice(from - 1, from - 1 + MOST);
  const lanes = [...new Set(path.slice(from - 1).map(threadOfChoice))].sort((a, b) => a - b);
  const rest = path.length - (from - 1) - steps.length;
  return (
    <section className={classes.strip} aria-label={`${title}, ${step.endsWith(outcome)}`}>
      <h3>
        {title} <b data-tone={getTone(result.report)}>{step.endsWith(outcome)}</b>
      </h3>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
      <section className={classes.stripLanes} tabIndex={0} aria-label={title}>
        <ol style={{ "--lanes": lanes.length } as React.CSSProperties}>
          {steps.map((choice, index) => (
            <Box
              key={from + index}
              order={order}
              step={from + index}
              lane={lanes.indexOf(threadOfChoice(choice)) + 1}
              column={index + 1}
            />
          ))}
        </ol>
      </section>
      {rest > 0 && <p className="soft">{step.moreSteps(formats.number(rest))}</p>}
    </section>
  );
}

interface BoxProps {
  readonly order: DrawnOrder;
  readonly step: number;
  /** Grid lines, from 1. */
  readonly lane: number;
  readonly column: number;
}

function Box({ order, step: number, lane, column }: BoxProps) {
  const { step, formats, language } = useStepWords();
  const thread = threadOfChoice(order.path[number - 1]);
  const { trace } = order.result;
  const { from, to } = eventsOfStep(order.lastSeq, number);
  const isTold = trace !== null && from < to && from < trace.count;
  return (
    <li
      className={classes.stripBox}
      style={{ gridRow: lane, gridColumn: column, "--thread": threadColour(thread) } as React.CSSProperties}
      title={`${step.stepNumber(formats.number(number))}: ${isTold ? describeEvent(trace, from, language) : ""}`}
    >
      <b>{threadBadge(thread)}</b> {isTold ? shortSentence(trace, from, language) : step.somethingNext}
    </li>
  );
}
