/** The formats in which a trace leaves the page, by their names in the page API, and the one in which it comes back. */
import { ArgumentError } from "../base/errors.ts";
import { exportChrome } from "./export-chrome.ts";
import { exportInterleave } from "./export-interleave.ts";
import { exportCsv, exportText } from "./export-table.ts";
import type { SentenceLanguage } from "./sentences.ts";
import type { Trace } from "./trace.ts";

export const EXPORT_FORMATS = ["interleave", "chrome", "text", "csv"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** The file in pieces of some thousand events, to be put into a Blob or a file: millions of events pass the longest string. @throws ArgumentError for a format there is not */
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

/** Longest string that is made: a little less than V8's longest. Beyond it `exportTrace` asks for a Blob instead of failing inside the engine. */
const LONGEST_TEXT = 500_000_000;

/**
 * The file as one string.
 * @param longest characters that it may have
 * @throws ArgumentError for a format there is not, and for a file that is longer
 */
export function exportTrace(
  trace: Trace,
  format: string,
  language: SentenceLanguage = "en",
  longest: number = LONGEST_TEXT,
): string {
  const pieces: string[] = [];
  let length = 0;
  for (const piece of exportPieces(trace, format, language)) {
    length += piece.length;
    if (length > longest) throw new ArgumentError("as", "text", `"blob" for a file of more than ${longest} characters`);
    pieces.push(piece);
  }
  return pieces.join("");
}
