/** What the editor is given and tells. */
import type { Diagnostic } from "../../engine/program/listing.ts";
import type { ThreadLines } from "./thread-lines.ts";

export interface EditorProps {
  readonly source: string;
  readonly label: string;
  readonly threads: ThreadLines;
  readonly diagnostics: readonly Diagnostic[];
  readonly onEdit: (source: string) => void;
  readonly onRun: () => void;
}
