/** The gutter and the tints that show where each thread stands; set from outside by one effect. */
import type { Extension, Text } from "@codemirror/state";
import { RangeSetBuilder, StateEffect, StateField } from "@codemirror/state";
import type { DecorationSet } from "@codemirror/view";
import { Decoration, EditorView, gutter, GutterMarker } from "@codemirror/view";
import type { ThreadId } from "../../engine/base/ids.ts";
import { threadBadge, threadColour } from "../shared/thread-colours.ts";
import type { NextPart, ThreadLines } from "./thread-lines.ts";
import { fitting } from "./thread-lines.ts";

/** Where the threads stand, and what each one's badge says. */
export interface ThreadsHere {
  readonly lines: ThreadLines;
  readonly badge: (thread: ThreadId) => string;
}

/** Tells where the threads stand now. */
export const setThreadLines = StateEffect.define<ThreadsHere>();

const threadLines = StateField.define<ThreadsHere>({
  create: () => ({ lines: new Map(), badge: threadBadge }),
  update: (lines, transaction) =>
    transaction.effects.reduce((value, effect) => (effect.is(setThreadLines) ? effect.value : value), lines),
});

/** Tells which parts of lines are next. */
export const setNextParts = StateEffect.define<readonly NextPart[]>();

/** Parts in order; of several at one place only the first is drawn. Typing takes them away: they are of another text. */
const nextParts = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, { effects, docChanged, state }) {
    const told = effects.findLast((effect) => effect.is(setNextParts));
    if (told?.is(setNextParts)) return marksOf(told.value, state.doc);
    return docChanged ? Decoration.none : marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function marksOf(parts: readonly NextPart[], doc: Text): DecorationSet {
  const marks = parts
    .filter(({ line }) => line <= doc.lines)
    .flatMap(({ thread, line, column, endColumn }) => {
      const { from, to } = doc.line(line);
      const start = Math.min(to, from + column - 1);
      const end = Math.min(to, from + endColumn - 1);
      const style = `box-shadow: inset 0 -2px ${threadColour(thread)}`;
      return start < end ? [Decoration.mark({ attributes: { style } }).range(start, end)] : [];
    });
  const firsts = marks.filter(
    (one, at) => marks.findIndex(({ from, to }) => from === one.from && to === one.to) === at,
  );
  return Decoration.set(firsts, true);
}

class BadgeMarker extends GutterMarker {
  readonly threads: readonly ThreadId[];
  readonly #badge: ThreadsHere["badge"];

  constructor(threads: readonly ThreadId[], badge: ThreadsHere["badge"] = threadBadge) {
    super();
    this.threads = threads;
    this.#badge = badge;
  }

  override eq(other: BadgeMarker): boolean {
    return this.threads.join() === other.threads.join() && this.#badge === other.#badge;
  }

  override toDOM(): Node {
    // One node: the editor takes away what it was given, and of a fragment it would leave all but the first.
    const all = document.createElement("span");
    all.className = "cm-threads-here";
    const { shown, more } = fitting(this.threads, this.#badge);
    for (const id of shown) {
      const badge = document.createElement("span");
      badge.className = "cm-thread";
      badge.style.background = threadColour(id);
      badge.textContent = this.#badge(id);
      badge.title = this.#badge(id);
      all.append(badge);
    }
    if (more > 0) all.append(`+${more}`);
    return all;
  }
}

const badges = gutter({
  class: "cm-threads",
  lineMarker(view, block) {
    const { lines, badge } = view.state.field(threadLines);
    const here = lines.get(view.state.doc.lineAt(block.from).number);
    return here === undefined ? null : new BadgeMarker(here, badge);
  },
  lineMarkerChange: (update) => update.startState.field(threadLines) !== update.state.field(threadLines),
  initialSpacer: () => new BadgeMarker([]),
});

const tints = EditorView.decorations.compute([threadLines, "doc"], (state): DecorationSet => {
  const builder = new RangeSetBuilder<Decoration>();
  const lines = [...state.field(threadLines).lines]
    .filter(([line]) => line <= state.doc.lines)
    .sort(([a], [b]) => a - b);
  for (const [line, threads] of lines) {
    const { from } = state.doc.line(line);
    builder.add(
      from,
      from,
      Decoration.line({
        attributes: { style: `background: color-mix(in oklab, ${threadColour(threads[0])} 15%, transparent)` },
      }),
    );
  }
  return builder.finish();
});

/** The whole of it, to be among an editor's extensions. */
export const threadMarks: Extension = [threadLines, badges, tints, nextParts];
