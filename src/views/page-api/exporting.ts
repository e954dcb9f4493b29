/** The whole last trace as a file: its text, or a Blob, which has room for any number of events. */
import type { Desk } from "../state/desk.ts";
import { toArgumentError } from "../state/problem.ts";
import { optionsOf } from "./checks.ts";
import { traceOf } from "./looking.ts";

/** Formats that are built; the media type of each. */
const FORMATS: Readonly<Record<string, string>> = {
  interleave: "application/json",
  chrome: "application/json",
  text: "text/plain",
  csv: "text/csv",
};

const WAYS = ["text", "blob"] as const;

/** @throws ArgumentError for a format or a way that is not there and for a text longer than the longest, Error where nothing was recorded */
export async function exportTrace(desk: Desk, format: unknown, options: unknown): Promise<string | Blob> {
  if (typeof format !== "string" || !Object.hasOwn(FORMATS, format)) {
    throw toArgumentError({
      field: "format",
      value: format,
      allowed: { kind: "choice", choices: Object.keys(FORMATS) },
    });
  }
  const { as = "text" } = optionsOf("options", options, ["as"]);
  if (as !== "text" && as !== "blob")
    throw toArgumentError({ field: "as", value: as, allowed: { kind: "choice", choices: WAYS } });
  traceOf(desk);
  if (as === "text") return desk.pending.track(desk.laboratory().exportTrace(format));
  const blob = await desk.pending.track(desk.laboratory().exportBlob(format));
  return blob.slice(0, blob.size, `${FORMATS[format]};charset=utf-8`);
}
