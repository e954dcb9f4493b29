/** The formats in which a trace leaves the page, by their names in the page API, and the one in which it comes back. */
import { ArgumentError } from "../base/errors.ts";
import { exportChrome } from "./export-chrome.ts";
import { exportInterleave } from "./export-interleave.ts";
import { exportCsv, exportText } from "./export-table.ts";
import type { SentenceLanguage } from "./sentences.ts";
import type { Trace } from "./trace.ts";

export const EXPORT_FORMATS = ["interleave", "chrome", "text", "csv"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** The file in pieces, to be put into a Blob: millions of events pass the longest string. @throws ArgumentError for a format there is not */
export function exportPieces(trace: Trace, format: string, language: SentenceLanguage = "en"): Iterable<string> {
  switch (format) {
    case "interleave":
      return exportInterleave(trace);
    case "chrome":
      return exportChrome(trace, language);
    case "text":
      return exportText(trace, language);
    case "csv":
      return exportCsv(trace);
    default:
      throw new ArgumentError("format", format, `one of ${EXPORT_FORMATS.join(", ")}`);
  }
}

/** Longest string that is made; beyond it `exportTrace` asks for pieces instead of failing inside the engine. */
const LONGEST_TEXT = 500_000_000;

/** The file as one string. @throws ArgumentError for a format there is not, and for a file longer than 500 million characters */
export function exportTrace(trace: Trace, format: string, language: SentenceLanguage = "en"): string {
  const pieces: string[] = [];
  let length = 0;
  for (const piece of exportPieces(trace, format, language)) {
    length += piece.length;
    if (length > LONGEST_TEXT)
      throw new ArgumentError("as", "text", `"blob" for a file of more than ${LONGEST_TEXT} characters`);
    pieces.push(piece);
  }
  return pieces.join("");
}
