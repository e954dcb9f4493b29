/** The sums of the selected stretch: time by state for each lane, and its events. */
import { SPAN_STATES } from "../../engine/trace/index-types.ts";
import type { Lane } from "../../engine/trace/index-types.ts";
import { countEvents } from "../../engine/trace/lanes-look-up.ts";
import { timeInStates } from "../../engine/trace/lanes-sums.ts";
import { threadName } from "../../engine/trace/names.ts";
import { threadColour } from "../shared/thread-colours.ts";
import { Icon } from "../shared/Icon.tsx";
import { formatDuration, formatMoment } from "./numbers.ts";
import type { Telling } from "./sentences.ts";
import classes from "./timeline.module.css";
import { lengthOf } from "./viewport.ts";
import type { Viewport } from "./viewport.ts";

interface Props {
  readonly telling: Telling;
  readonly range: Viewport;
  readonly onZoom: () => void;
  readonly onClose: () => void;
}

export function RangeCard({ telling, range, onZoom, onClose }: Props) {
  const { texts, index } = telling;
  const step = lengthOf(range) / 20;
  return (
    <section className={classes.rangeCard} aria-label={texts.range}>
      <header>
        <strong>
          {texts.rangeOf(
            formatDuration(lengthOf(range)),
            formatMoment(range.start, step),
            formatMoment(range.end, step),
          )}
        </strong>
        <button type="button" className={classes.tool} onClick={onZoom}>
          {texts.zoomToRange}
        </button>
        <button type="button" className={classes.tool} aria-label={texts.close} title={texts.close} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls with many lanes, so it takes the focus */}
      <section className={classes.rangeRows} tabIndex={0} aria-label={texts.thread}>
        <table>
          <thead>
            <tr>
              <th scope="col">{texts.thread}</th>
              <th scope="col">{texts.columnTime}</th>
              <th scope="col">{texts.total}</th>
            </tr>
          </thead>
          <tbody>
            {index.lanes.map((lane) => (
              <RangeRow key={lane.thread} telling={telling} lane={lane} range={range} />
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function RangeRow({
  telling,
  lane,
  range,
}: {
  readonly telling: Telling;
  readonly lane: Lane;
  readonly range: Viewport;
}) {
  const { trace, texts } = telling;
  const times = Array.from(timeInStates(lane, range.start, range.end), (time, state) => ({ time, state })).filter(
    ({ time }) => time > 0,
  );
  return (
    <tr>
      <th scope="row" style={{ color: threadColour(lane.thread) }}>
        {threadName(trace, lane.thread)}
      </th>
      <td>
        <span className={classes.shareBar} style={{ color: threadColour(lane.thread) }}>
          {times.map(({ time, state }) => (
            <i
              key={state}
              className={classes.swatch}
              data-state={SPAN_STATES[state]}
              style={{ width: `${(100 * time) / lengthOf(range)}%` }}
            />
          ))}
        </span>
        <span className={classes.shareWords}>
          {times
            .map(({ time, state }) => `${texts.shortStates[SPAN_STATES[state]]} ${formatDuration(time)}`)
            .join(" · ")}
        </span>
      </td>
      <td className={classes.number}>{texts.count(countEvents(trace, lane, range.start, range.end))}</td>
    </tr>
  );
}
