/**
 * The editor's set-up: Python, undo, find, indentation, the page's colours, a gutter with the threads' badges, errors at
 * their places. Tab indents; Escape and then Tab leaves (CodeMirror's own way out).
 */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Annotation, Compartment, EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { Line } from "../../engine/base/ids.ts";
import type { Diagnostic, ListingLanguage } from "../../engine/program/listing.ts";
import type { ThreadsHere } from "./editor-threads.ts";
import { setNextParts, setThreadLines, threadMarks } from "./editor-threads.ts";
import type { NextPart } from "./thread-lines.ts";

export interface EditorEvents {
  onEdit(source: string): void;
  onRun(): void;
  /** The number of a line was pressed. */
  onLine(line: Line): void;
}

/** Marks a change of text that came from outside, so that it is not reported as typing. */
const fromOutside = Annotation.define<boolean>();

/** CSS pixels that stay free above and below a line that is brought into view. */
const NEAR_EDGE = 40;

const label = new Compartment();

/** What the listing is written in, with its indentation. */
const written = new Compartment();
const inPython = [python(), indentUnit.of("    ")];

/** An editor below `parent`. */
export function createEditor(parent: HTMLElement, source: string, name: string, events: EditorEvents): EditorView {
  return new EditorView({
    parent,
    state: EditorState.create({
      doc: source,
      extensions: [
        threadMarks,
        lineNumbers({
          domEventHandlers: {
            click(view, block) {
              events.onLine(view.state.doc.lineAt(block.from).number);
              return true;
            },
          },
        }),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        autocompletion({ activateOnTyping: false }),
        highlightSelectionMatches(),
        written.of(inPython),
        syntaxHighlighting(colours),
        looks,
        label.of(labelled(name)),
        keymap.of([
          { key: "Mod-Enter", preventDefault: true, run: () => (events.onRun(), true) },
          ...closeBracketsKeymap,
          ...defaultKeymap,
          ...searchKeymap,
          ...historyKeymap,
          ...completionKeymap,
          indentWithTab,
        ]),
        EditorView.updateListener.of((update) => {
          const typed = update.transactions.some((one) => one.docChanged && one.annotation(fromOutside) !== true);
          if (typed) events.onEdit(update.state.doc.toString());
        }),
      ],
    }),
  });
}

/** Replaces the text where it differs. */
export function showSource(view: EditorView | null, source: string): void {
  if (view === null || view.state.doc.toString() === source) return;
  view.dispatch({
    changes: { from: 0, to: view.state.doc.length, insert: source },
    annotations: fromOutside.of(true),
  });
}

/** JavaScript's grammar is loaded with the first listing that needs it; without it the text stands there plain. */
export function showLanguage(view: EditorView | null, language: ListingLanguage): void {
  if (view === null) return;
  wanted.set(view, language);
  if (language === "python") return view.dispatch({ effects: written.reconfigure(inPython) });
  void showScript(view).catch(() => undefined);
}

async function showScript(view: EditorView): Promise<void> {
  const { javascript } = await import("@codemirror/lang-javascript");
  if (wanted.get(view) === "javascript")
    view.dispatch({ effects: written.reconfigure([javascript(), indentUnit.of("  ")]) });
}

/** What each editor was told last, since a grammar may arrive late. */
const wanted = new WeakMap<EditorView, ListingLanguage>();

export function showLabel(view: EditorView | null, name: string): void {
  view?.dispatch({ effects: label.reconfigure(labelled(name)) });
}

/** Puts the badges and tints at the threads' lines, and brings one of them into view unless somebody is typing. */
export function showThreads(view: EditorView | null, threads: ThreadsHere): void {
  if (view === null) return;
  view.dispatch({ effects: setThreadLines.of(threads) });
  const [first] = [...threads.lines].filter(([line, [thread]]) => thread !== 0 && line <= view.state.doc.lines);
  if (first === undefined || view.hasFocus) return;
  scrollToLine(view, first[0]);
}

/** Within the editor alone: CodeMirror's own `scrollIntoView` scrolls the page as well, which would take away what one reads there. */
function scrollToLine(view: EditorView, line: Line): void {
  const { top, bottom } = view.lineBlockAt(view.state.doc.line(line).from);
  const { scrollTop, clientHeight } = view.scrollDOM;
  const wanted = [top - NEAR_EDGE, bottom + NEAR_EDGE - clientHeight];
  view.scrollDOM.scrollTop = Math.max(Math.min(scrollTop, wanted[0]), wanted[1]);
}

/** Underlines the parts of lines that are next. */
export function showNextParts(view: EditorView | null, parts: readonly NextPart[]): void {
  view?.dispatch({ effects: setNextParts.of(parts) });
}

/** Underlines the errors at their places. */
export function showDiagnostics(view: EditorView | null, diagnostics: readonly Diagnostic[]): void {
  if (view === null) return;
  const { doc } = view.state;
  const placeOf = (line: number, column: number) => {
    const at = doc.line(Math.min(doc.lines, Math.max(1, line)));
    return Math.min(at.to, at.from + Math.max(0, column - 1));
  };
  const marks = diagnostics.map((one) => {
    const from = placeOf(one.line, one.column);
    const to = Math.max(from, placeOf(one.endLine, one.endColumn));
    return {
      from,
      to,
      severity: "error" as const,
      message: one.instead === undefined ? one.message : `${one.message} ${one.instead}`,
    };
  });
  view.dispatch(setDiagnostics(view.state, marks));
}

function labelled(name: string) {
  return EditorView.contentAttributes.of({
    "aria-label": name,
    tabindex: "0",
    spellcheck: "false",
    "data-editor": "listing",
  });
}

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.bool, tags.null, tags.self], color: "var(--keyword)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--string)" },
  { tag: tags.number, color: "var(--number)" },
  { tag: tags.comment, color: "var(--comment)", fontStyle: "italic" },
  { tag: tags.standard(tags.name), color: "var(--builtin)" },
  { tag: [tags.definition(tags.function(tags.variableName)), tags.definition(tags.className)], fontWeight: "600" },
]);

const looks = EditorView.theme({
  "&": { backgroundColor: "transparent", color: "var(--ink)", fontSize: "12.5px" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.7" },
  ".cm-content": { padding: "8px 0", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 12px 0 10px" },
  // Long lines slide below it.
  ".cm-gutters": { backgroundColor: "var(--panel)", color: "var(--soft)", border: "0" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "24px", padding: "0" },
  ".cm-threads": { width: "58px" },
  ".cm-threads .cm-gutterElement": {
    display: "flex",
    justifyContent: "flex-end",
    gap: "2px",
    overflow: "hidden",
    fontSize: "10px",
    alignItems: "flex-start",
    paddingTop: "2px",
  },
  ".cm-threads-here": { display: "contents" },
  ".cm-threads .cm-thread": {
    borderRadius: "4px",
    padding: "0 5px",
    font: "600 11px/1.5 var(--mono)",
    color: "var(--on-thread)",
    height: "17px",
    minWidth: "0",
    overflow: "hidden",
    textOverflow: "ellipsis",
    whiteSpace: "nowrap",
  },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in oklab, var(--accent) 28%, transparent)",
  },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": {
    backgroundColor: "color-mix(in oklab, var(--accent) 22%, transparent)",
  },
  ".cm-selectionMatch": { backgroundColor: "color-mix(in oklab, var(--wait) 25%, transparent)" },
  ".cm-tooltip, .cm-panels": { backgroundColor: "var(--panel)", color: "var(--ink)", borderColor: "var(--line)" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
});
