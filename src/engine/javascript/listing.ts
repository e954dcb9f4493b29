/** From a JavaScript listing to what can run: its errors at their places, its parameters, its marked text. Rule: what is refused is refused before anything runs. */
import type { Plain } from "../trace/trace.ts";
import type { Diagnostic, Listing } from "../program/listing.ts";
import type { ParameterValues } from "../program/report.ts";
import { instrument } from "./instrument.ts";
import { MARKS } from "./names.ts";
import { findRefusals } from "./refusals.ts";
import { toChinese } from "./refusals-chinese.ts";
import { lineOf, parseListing, type Tree } from "./tree.ts";

export interface CompiledScript {
  /** The marked text. */
  readonly text: string;
  readonly parameters: Listing["parameters"];
}

/** Either what can run, or why it cannot. */
export type Compiled =
  | { readonly script: CompiledScript; readonly diagnostics: readonly [] }
  | { readonly script: null; readonly diagnostics: readonly [Diagnostic, ...Diagnostic[]] };

/** With the page's other language. */
function bilingual(diagnostic: Diagnostic): Diagnostic {
  const message = toChinese(diagnostic.message);
  if (message === undefined) return diagnostic;
  return { ...diagnostic, chinese: { message, instead: diagnostic.instead && toChinese(diagnostic.instead) } };
}

/** @param parameters values for the listing's `const name = literal` at its head */
export function compileScript(source: string, parameters: ParameterValues = {}): Compiled {
  const text = withValues(source, parameters);
  const tree = parseOrRefuse(text);
  if ("message" in tree) return { script: null, diagnostics: [bilingual(tree)] };
  const [first, ...more] = findRefusals(tree.program).map(bilingual);
  if (first !== undefined) return { script: null, diagnostics: [first, ...more] };
  return { script: { text: instrument(text, tree), parameters: headOf(tree) }, diagnostics: [] };
}

/** Replaces the right side of module-level `const name = literal`; what is not there is left. */
function withValues(source: string, parameters: ParameterValues): string {
  return Object.entries(parameters).reduce((text, [name, value]) => {
    const line = new RegExp(`^((?:const|let) ${name} = )[^;\\n]*(;?.*)$`, "m");
    return text.replace(line, (_, head: string, tail: string) => `${head}${JSON.stringify(value)}${tail}`);
  }, source);
}

interface AcornError extends SyntaxError {
  readonly loc: { readonly line: number; readonly column: number };
}

function parseOrRefuse(source: string): Tree | Diagnostic {
  try {
    const tree = parseListing(source);
    return source.includes(MARKS) ? refusedName() : tree;
  } catch (error) {
    if (!(error instanceof SyntaxError) || !("loc" in error)) throw error;
    const { loc, message } = error as AcornError;
    const column = loc.column + 1;
    const what = message.replace(/ \(\d+:\d+\)$/, "");
    return { line: loc.line, column, endLine: loc.line, endColumn: column + 1, kind: "SyntaxError", message: what };
  }
}

function refusedName(): Diagnostic {
  const message = `names with ${MARKS} are taken by the recorder`;
  return {
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 2,
    kind: "Unsupported",
    message,
    instead: "Choose another name.",
  };
}

/** `const name = literal` at the listing's head. */
function headOf({ program }: Tree): Listing["parameters"] {
  const found: { name: string; value: Plain; line: number }[] = [];
  for (const statement of program.body) {
    if (statement.type !== "VariableDeclaration") break;
    for (const { id, init } of statement.declarations) {
      if (id.type !== "Identifier" || init?.type !== "Literal") continue;
      const { value } = init;
      if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") continue;
      found.push({ name: id.name, value, line: lineOf(statement) });
    }
  }
  return found;
}
