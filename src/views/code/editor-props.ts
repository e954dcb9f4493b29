/** What the editor is given and tells. */
import type { Line, ThreadId } from "../../engine/base/ids.ts";
import type { Diagnostic, ListingLanguage } from "../../engine/program/listing.ts";
import type { NextPart, ThreadLines } from "./thread-lines.ts";

export interface EditorProps {
  readonly source: string;
  readonly language: ListingLanguage;
  readonly label: string;
  readonly threads: ThreadLines;
  /** What a thread's badge says. */
  readonly badge: (thread: ThreadId) => string;
  readonly nextParts: readonly NextPart[];
  readonly diagnostics: readonly Diagnostic[];
  readonly onEdit: (source: string) => void;
  readonly onRun: () => void;
  /** A line's number was pressed; absent where that does nothing. */
  readonly onLine?: (line: Line) => void;
}
