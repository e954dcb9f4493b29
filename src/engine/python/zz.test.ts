import { it } from "vitest";
import { expectedOutput, readCorpus, readRecording } from "../../../scripts/corpus-files.mjs";
import { SourceText, ListingError } from "./compiler/diagnostics.ts";
import { readModule } from "./compiler/module.ts";
function describePrinted(stderr: string, source: string): string {
  const lines = stderr.trimEnd().split("\n");
  const line = Number(/line (\d+)/.exec(lines[0])?.[1]);
  const text = source.split("\n")[line - 1] ?? "";
  const indent = text.length - text.trimStart().length;
  const marks = lines.find((one) => /^\s+\^+$/.test(one));
  const column = marks === undefined ? 1 : indent + marks.indexOf("^") - 4 + 1;
  return `${line}:${column} ${lines[lines.length - 1].replace("IndentationError", "SyntaxError")}`;
}
it("x", () => {
  for (const file of readCorpus(new URL("../../../corpus", import.meta.url).pathname)) {
    const rec = readRecording(file.path);
    for (const p of file.programs) {
      let got = "fine";
      const src = new SourceText(p.source);
      try { readModule(src, null, new Set()); if (src.refusals.length) got = JSON.stringify(src.refusals.map(r=>r.line+": "+r.message)); } catch (e) { if (!(e instanceof ListingError)) throw e; const d = e.diagnostic; got = `${d.line}:${d.column} ${d.kind}: ${d.message}`; }
      const exp = expectedOutput(p, rec?.programs[p.name]);
      const want = file.topic === "errors/syntax" ? describePrinted(exp!.stderr, p.source) : "fine";
      if (got !== want) console.log(file.topic, p.name, "\n   got  ", got, "\n   want ", want);
    }
  }
});
