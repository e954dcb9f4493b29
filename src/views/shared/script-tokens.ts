/**
 * JavaScript's tokens for showing a listing in colour apart from the editor. Rule: it never fails; what it does not know is plain. It knows
 * templates over several lines, no more of the grammar, and takes no slash for a regular expression.
 */
import type { Token, TokenKind } from "./python-tokens.ts";

const KEYWORDS = new Set(
  (
    "async await break case catch class const continue debugger default delete do else extends false finally for function get if in " +
    "instanceof let new null of return set static super switch this throw true try typeof undefined var void while with yield"
  ).split(" "),
);

const BUILTINS = new Set(
  (
    "Array Boolean Date Error Map Math MessageChannel Number Object Promise RangeError Set String Symbol TypeError WeakMap clearInterval " +
    "clearTimeout console performance queueMicrotask setInterval setTimeout structuredClone"
  ).split(" "),
);

const TOKEN =
  /(\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(`(?:\\[\s\S]|[^`\\])*(?:`|$)|"(?:\\.|[^"\\\n])*(?:"|(?=\n)|$)|'(?:\\.|[^'\\\n])*(?:'|(?=\n)|$))|(\b\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?n?\b)|([\p{L}_$][\p{L}\p{N}_$]*)|(\n)|([^\p{L}\d_$"'`/\n]+|.)/gu;

/** The listing's lines, each as its tokens in order; the texts joined give the line again. */
export function tokenizeScript(source: string): readonly (readonly Token[])[] {
  const lines: Token[][] = [[]];
  let before = "";
  for (const [text, comment, string, number, word] of source.matchAll(TOKEN)) {
    append(lines, kindOf(comment, string, number, word, before), text);
    if (word !== undefined) before = word;
  }
  return lines;
}

function kindOf(
  comment: string | undefined,
  string: string | undefined,
  number: string | undefined,
  word: string | undefined,
  before: string,
): TokenKind {
  if (comment !== undefined) return "comment";
  if (string !== undefined) return "string";
  if (number !== undefined) return "number";
  if (word === undefined) return "plain";
  if (KEYWORDS.has(word)) return "keyword";
  if (before === "function" || before === "class") return "definition";
  return BUILTINS.has(word) ? "builtin" : "plain";
}

function append(lines: Token[][], kind: TokenKind, text: string): void {
  text.split("\n").forEach((part, index) => {
    if (index > 0) lines.push([]);
    if (part !== "") lines[lines.length - 1].push({ kind, text: part });
  });
}
