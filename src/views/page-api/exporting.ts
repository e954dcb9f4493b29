/** The whole last trace as a file's text. */
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

/** @throws ArgumentError for a format or a way that is not there, Error where nothing was recorded */
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
  const text = await desk.pending.track(desk.laboratory().exportTrace(format));
  return as === "text" ? text : new Blob([text], { type: `${FORMATS[format]};charset=utf-8` });
}
