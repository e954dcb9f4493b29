/**
 * The listing in CodeMirror, loaded after the first paint. Rule: React owns the host element, CodeMirror everything in
 * it; text from outside (another scenario, a parameter) replaces the document, typing only reports.
 */
import { useEffect, useRef } from "react";
import type { EditorView } from "@codemirror/view";
import classes from "./code.module.css";
import {
  createEditor,
  showDiagnostics,
  showLabel,
  showLanguage,
  showNextParts,
  showSource,
  showThreads,
} from "./editor-view.ts";
import type { EditorProps } from "./editor-props.ts";

export default function Editor(props: EditorProps) {
  const { source, language, label, threads, badge, nextParts, diagnostics, onEdit, onRun, onLine } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef({ onEdit, onRun, onLine });
  useEffect(() => {
    latest.current = { onEdit, onRun, onLine };
  });
  const first = useRef({ source, label });
  useEffect(() => {
    const created = createEditor(host.current as HTMLDivElement, first.current.source, first.current.label, {
      onEdit: (text) => latest.current.onEdit(text),
      onRun: () => latest.current.onRun(),
      onLine: (line) => latest.current.onLine?.(line),
    });
    view.current = created;
    return () => created.destroy();
  }, []);
  useEffect(() => showSource(view.current, source), [source]);
  useEffect(() => showLabel(view.current, label), [label]);
  useEffect(() => showLanguage(view.current, language), [language]);
  useEffect(() => showThreads(view.current, { lines: threads, badge }), [threads, badge]);
  useEffect(() => showNextParts(view.current, nextParts), [nextParts]);
  useEffect(() => showDiagnostics(view.current, diagnostics), [diagnostics]);
  return <div ref={host} className={classes.editor} data-lines={onLine === undefined ? undefined : "press"} />;
}
