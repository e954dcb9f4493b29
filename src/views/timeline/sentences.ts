/** What is said of a thing that is pointed at, selected or announced: plain sentences in the reader's language. Pure. */
import type { Seq } from "../../engine/base/ids.ts";
import { SPAN_STATES, STATE } from "../../engine/trace/index-types.ts";
import type { Lane, TraceIndex } from "../../engine/trace/index-types.ts";
import { giverOf } from "../../engine/trace/lanes.ts";
import { countEvents } from "../../engine/trace/lanes-look-up.ts";
import { objectName, threadName } from "../../engine/trace/names.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import { eventPhrase } from "./event-words.ts";
import { eventOfSpan } from "./moves.ts";
import { formatDuration, formatMomentShort, formatShare } from "./numbers.ts";
import type { Hit } from "./pick.ts";
import type { TimelineTexts } from "./texts.ts";
import { lengthOf } from "./viewport.ts";
import type { Viewport } from "./viewport.ts";

/** What sentences are made from. */
export interface Telling {
  readonly trace: Trace;
  readonly index: TraceIndex;
  readonly texts: TimelineTexts;
  readonly describe: (seq: Seq) => string;
}

/** A sentence and what else there is to say, a line each. */
export interface Told {
  readonly sentence: string;
  readonly details: readonly string[];
}

/** The word for a state; "ready" says where it is inferred. */
export function stateWord({ index, texts }: Pick<Telling, "index" | "texts">, state: number): string {
  return state === STATE.READY && index.ready === "inferred" ? texts.readyInferred : texts.states[SPAN_STATES[state]];
}

/** What the tooltip says. */
export function tellHit(telling: Telling, hit: Hit): Told {
  const { trace, index, texts, describe } = telling;
  const thread = threadName(trace, index.lanes[hit.lane].thread);
  switch (hit.kind) {
    case "event": {
      const time = `${formatMomentShort(trace.time[hit.seq], 0.01)} · ${stateWord(telling, hit.state)} ${texts.during(formatDuration(hit.end - hit.start))}`;
      return { sentence: describe(hit.seq), details: [time, ...letGoBy(telling, hit.seq)] };
    }
    case "stretch": {
      const shares = hit.share.flatMap((share, state) =>
        share > 0.005 ? [`${stateWord(telling, state)} ${formatShare(share)}`] : [],
      );
      const events = hit.events === 1 ? texts.oneEvent : texts.events(texts.count(hit.events));
      return {
        sentence: `${thread}: ${shares.join(" · ")}`,
        details: [`${events} ${texts.column(formatDuration(hit.end - hit.start))}`],
      };
    }
    case "holding": {
      const object = objectName(trace, trace.object[hit.acquire]);
      const sentence =
        hit.release < 0
          ? texts.heldForEver(thread, object)
          : texts.held(thread, object, formatDuration(hit.end - hit.start));
      return { sentence, details: [formatMomentShort(hit.start, 0.01)] };
    }
    case "lane":
      return { sentence: thread, details: [] };
  }
}

function letGoBy({ trace, index, texts }: Telling, seq: Seq): string[] {
  const giver = giverOf(index.handovers, seq);
  return giver < 0 ? [] : [texts.letGoBy(threadName(trace, trace.thread[giver]), eventPhrase(trace, giver, texts))];
}

/** What is announced of an event. */
export function speakEvent({ trace, texts, describe }: Telling, seq: Seq): string {
  if (seq < 0) return texts.beforeFirst(texts.count(trace.count));
  return texts.spoken(
    describe(seq),
    formatMomentShort(trace.time[seq], 0.01),
    texts.count(seq + 1),
    texts.count(trace.count),
  );
}

/** What is announced of a span. */
export function speakSpan(telling: Telling, lane: Lane, span: number): string {
  const { trace, index, texts, describe } = telling;
  const { start, end, state, seq } = lane.spans;
  const duration = formatDuration(end[span] - start[span]);
  // A lane begins before its own first event, with what started the thread.
  const since = trace.time[seq[span]] <= start[span] ? seq[span] : eventOfSpan(trace, index, lane, span);
  return texts.spokenSpan(threadName(trace, lane.thread), stateWord(telling, state[span]), duration, describe(since));
}

/** What is announced of a selected stretch. */
export function speakRange({ trace, index, texts }: Telling, range: Viewport): string {
  const events = index.lanes.reduce((sum, lane) => sum + countEvents(trace, lane, range.start, range.end), 0);
  return texts.rangeSpoken(
    formatDuration(lengthOf(range)),
    events === 1 ? texts.oneEvent : texts.events(texts.count(events)),
  );
}
