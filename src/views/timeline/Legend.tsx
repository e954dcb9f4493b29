/** What the patterns mean, in words; only what this run can show. */
import { SPAN_STATES } from "../../engine/trace/index-types.ts";
import type { TraceIndex } from "../../engine/trace/index-types.ts";
import type { TimelineTexts } from "./texts.ts";
import { ARROW_DASHES } from "./arrow-dashes.ts";
import type { TimelineArrow } from "./timeline-props.ts";
import { stateWord } from "./sentences.ts";
import classes from "./timeline.module.css";

interface Props {
  readonly index: TraceIndex;
  readonly texts: TimelineTexts;
  /** Kinds of arrows that there are or can be. */
  readonly arrows: ReadonlySet<TimelineArrow["kind"]>;
  readonly hasBrackets: boolean;
  readonly states: ReadonlySet<number>;
}

export function Legend({ index, texts, arrows, hasBrackets, states }: Props) {
  const holds = index.lanes.some((lane) => lane.holdings.length > 0);
  return (
    <ul className={classes.legend} aria-label={texts.legend}>
      {SPAN_STATES.map((name, state) =>
        states.has(state) ? (
          <li key={name}>
            <i className={classes.swatch} data-state={name} />
            {stateWord({ index, texts }, state)}
          </li>
        ) : null,
      )}
      {holds && (
        <li>
          <i className={classes.swatch} data-state="holds" />
          {texts.holds}
        </li>
      )}
      {index.handovers.to.length > 0 && (
        <li>
          <b className={classes.arrowSign}>↘</b>
          {texts.handover}
        </li>
      )}
      {EVIDENCE.map((kind) =>
        arrows.has(kind) ? (
          <li key={kind}>
            <ArrowSign kind={kind} />
            {texts.evidence[kind]}
          </li>
        ) : null,
      )}
      {hasBrackets && (
        <li>
          <i className={classes.bracketSign} />
          {texts.evidence.bracket}
        </li>
      )}
    </ul>
  );
}

/** Arrows that findings give. */
const EVIDENCE = ["lost", "wait", "race", "breaks"] as const;

/** A line like those on the lanes. */
function ArrowSign({ kind }: { readonly kind: TimelineArrow["kind"] }) {
  return (
    <svg className={classes.evidenceSign} width="26" height="8" aria-hidden="true" focusable="false">
      <line x1="1" y1="4" x2="19" y2="4" strokeDasharray={ARROW_DASHES[kind].join(" ")} />
      <path d="M26 4 L18 0 L18 8 Z" />
    </svg>
  );
}
