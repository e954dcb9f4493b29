/** What the patterns mean, in words; only what this run can show. */
import { SPAN_STATES } from "../../engine/trace/index-types.ts";
import type { TraceIndex } from "../../engine/trace/index-types.ts";
import type { TimelineTexts } from "./texts.ts";
import { stateWord } from "./sentences.ts";
import classes from "./timeline.module.css";

interface Props {
  readonly index: TraceIndex;
  readonly texts: TimelineTexts;
  readonly hasLost: boolean;
  readonly states: ReadonlySet<number>;
}

export function Legend({ index, texts, hasLost, states }: Props) {
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
      {hasLost && (
        <li>
          <b className={classes.arrowSign} data-kind="lost">
            ⇢
          </b>
          {texts.lost}
        </li>
      )}
    </ul>
  );
}
