/**
 * What is said to texts that are no Python, word for word and with the place, against CPython 3.13 (recorded by
 * `scripts/record-syntax-errors.py`). Rule: a text that Python accepts is accepted here or refused as unsupported.
 */
import { describe, expect, it } from "vitest";
import recorded from "./syntax-errors.recorded.json";
import { compileAlone } from "./testing.ts";

describe(`syntax errors of CPython ${recorded.python}`, () => {
  for (const [text, said] of Object.entries<string | null>(recorded.said)) {
    it(JSON.stringify(text), () => {
      const error = compileAlone(text).diagnostics.find(({ kind }) => kind === "SyntaxError");
      expect(error === undefined ? null : `${error.line}:${error.column} ${error.message}`).toBe(said);
    });
  }
});
