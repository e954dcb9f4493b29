import { describe, expect, it } from "vitest";
import { TraceBuilder } from "../engine/trace/builder.ts";
import { EXPORT_FORMATS, exportTrace } from "../engine/trace/formats.ts";
import { OP } from "../engine/trace/ops.ts";
import type { Trace } from "../engine/trace/trace.ts";
import { toIntegerCode } from "../engine/trace/value-codes.ts";
import { exportToBlob } from "./blob-export.ts";

/** Large enough that every format is gathered several times. */
function longTrace(): Trace {
  const builder = new TraceBuilder({ engine: "threads" });
  builder.addThread("main");
  const cell = builder.addObject("count", "cell");
  for (let i = 0; i < 100_000; i++) builder.add(i, 0, OP.write, cell, 0, toIntegerCode(i), 5);
  return builder.build();
}

describe("a trace as a Blob", () => {
  const trace = longTrace();

  it.each(EXPORT_FORMATS)("says the same as the text, in %s", async (format) => {
    const text = exportTrace(trace, format);
    expect(text.length).toBeGreaterThan(4_000_000);
    expect((await exportToBlob(trace, format).text()) === text).toBe(true);
  });

  it("refuses a format there is not", () => {
    expect(() => exportToBlob(trace, "pdf")).toThrow(expect.objectContaining({ argument: "format", value: "pdf" }));
  });
});
