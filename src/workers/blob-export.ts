/** A trace as a Blob. Rule: no string is longer than a few pieces of the file, since four million events are more than one string should hold. */
import { exportPieces } from "../engine/trace/formats.ts";
import type { Trace } from "../engine/trace/trace.ts";

/** Characters that are gathered before they leave the heap for a Blob of their own. */
const GATHERED = 4_000_000;

/** The file, without a type. @throws ArgumentError for a format there is not */
export function exportToBlob(trace: Trace, format: string): Blob {
  const parts: Blob[] = [];
  let gathered: string[] = [];
  let length = 0;
  for (const piece of exportPieces(trace, format)) {
    gathered.push(piece);
    length += piece.length;
    if (length < GATHERED) continue;
    parts.push(new Blob(gathered));
    gathered = [];
    length = 0;
  }
  return new Blob([...parts, ...gathered]);
}
