/** What the timeline is given and what it tells. Rule: it holds no fact of its own but where it is looked at from (viewport, range, open panels). */
import type { ReactNode, Ref } from "react";
import type { Seq, ThreadId } from "../../engine/base/ids.ts";
import type { Microseconds } from "../../engine/base/units.ts";
import type { Language } from "../../engine/program/scenario.ts";
import type { TraceIndex } from "../../engine/trace/index-types.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import type { FrameClock } from "./frame-clock.ts";
import type { Viewport } from "./viewport.ts";

/** An arrow between two events that somebody else found, drawn whenever one end is in view. */
export interface TimelineArrow {
  readonly from: Seq;
  readonly to: Seq;
  /**
   * In the colour of what went wrong: `lost` dashed, an update written over; `wait` unbroken, for waits that never end; `race` dotted, for what
   * nothing orders; `breaks` dashed and dotted, for what breaks a contract. `handover`: like those of the selection.
   */
  readonly kind: "lost" | "wait" | "race" | "breaks" | "handover";
  /** A few words beside the arrow. */
  readonly label?: string;
}

/** A stretch of a lane that a finding is about: a line over it with a few words. */
export interface TimelineBracket {
  readonly thread: ThreadId;
  readonly from: Seq;
  /** The event at which it ends; null: it lasts to the end of the run. */
  readonly to: Seq | null;
  readonly label: string;
  /** Events that make it what it is, on any lane: each gets a small mark. */
  readonly ticks?: readonly Seq[];
}

/** An event that a finding names: its box gets a ring. */
export interface EventMark {
  readonly seq: Seq;
  /** Follows the event's own label, e.g. `stale`. */
  readonly label?: string;
}

/** A run that was taken step by step: the axis counts steps, and what goes by events elsewhere goes by steps. */
export interface StepAxis {
  /** Trace time that one step takes; step n begins at n of them, the set-up at 0. */
  readonly unit: Microseconds;
  /** Steps done at the playhead. */
  readonly at: number;
  /** Steps that the axis has room for at least; so many are in view at first. */
  readonly room: number;
  /** As events are gone through elsewhere where these two are not given. */
  readonly onStep?: (by: 1 | -1) => void;
  readonly onEnd?: (of: "first" | "last") => void;
}

/** A run whose lanes can be laid out by time and by order: which it is now, and the wish for the other. */
export interface AxisChoice {
  readonly by: "time" | "order";
  readonly onChange: (by: "time" | "order") => void;
}

/** What stands beside the lanes in place of name and state. */
export interface HeadSlot {
  /** CSS pixels. */
  readonly width: number;
  /** A lane is at least so high; CSS pixels. */
  readonly leastHeight: number;
  /** null or undefined: name and state as usual. */
  readonly render: (thread: ThreadId) => ReactNode;
}

export interface TimelineProps {
  readonly trace: Trace;
  /** Made by `buildIndex(trace)`. */
  readonly index: TraceIndex;
  /** The event after which the state is shown; −1 before the first. */
  readonly playhead: Seq;
  /** The reader moved the playhead: by dragging, clicking, stepping or choosing a row. At most once a frame. */
  readonly onPlayhead: (seq: Seq) => void;
  /** The event that is looked at; null for none. Choosing one moves the playhead too, and both are told. */
  readonly selection: Seq | null;
  readonly onSelection: (seq: Seq | null) => void;
  /** The reader wants to compare the event at hand with another. */
  readonly onCompare?: () => void;
  readonly language: Language;
  /** The resolved theme: a change makes the timeline read the colours again. */
  readonly theme: "light" | "dark";
  /** A plain sentence for an event; the timeline's own short one unless given. */
  readonly describe?: (seq: Seq) => string;
  readonly arrows?: readonly TimelineArrow[];
  readonly brackets?: readonly TimelineBracket[];
  /** What the legend explains beside what is drawn now: kinds of arrows that come while one looks around. */
  readonly arrowKinds?: ReadonlySet<TimelineArrow["kind"]>;
  readonly marks?: readonly EventMark[];
  readonly steps?: StepAxis;
  readonly axis?: AxisChoice;
  /** The same events with their own times, where `trace` was laid out by order: for texts and the table. */
  readonly clocked?: Trace;
  readonly heads?: HeadSlot;
  /** Stands in the toolbar in place of stepping by events. */
  readonly controls?: ReactNode;
  /** All motion goes by this clock; the browser's unless given. */
  readonly frames?: FrameClock;
  readonly ref?: Ref<TimelineControl>;
}

/** What the page can ask of a mounted timeline. */
export interface TimelineControl {
  focus(): void;
  /** Shows the whole run. */
  fit(): void;
  /** Shows a stretch of time, in microseconds. */
  show(viewport: Viewport): void;
  /** Brings an event into view, and near enough to read it. */
  reveal(seq: Seq): void;
  viewport(): Viewport;
  /** Resolves when what is to be drawn has been drawn and nothing moves; also in a hidden tab. */
  whenDrawn(): Promise<void>;
}
