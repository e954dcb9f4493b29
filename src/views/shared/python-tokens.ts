/**
 * Python's tokens for showing a listing in colour before, and apart from, the editor. Rule: it never fails; what it does
 * not know is plain. It knows strings over several lines, no more of the grammar.
 */

export type TokenKind = "plain" | "keyword" | "builtin" | "string" | "number" | "comment" | "definition";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const KEYWORDS = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except finally for from global if " +
    "import in is lambda nonlocal not or pass raise return try while with yield match case"
  ).split(" "),
);

const BUILTINS = new Set(
  (
    "range len print enumerate zip sum min max sorted isinstance str int float repr id iter next list dict set tuple bool " +
    "super abs all any map filter reversed Exception ValueError RuntimeError"
  ).split(" "),
);

const TOKEN =
  /(#[^\n]*)|((?:[rbfuRBFU]{0,2})(?:"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:\\.|[^"\\\n])*(?:"|(?=\n)|$)|'(?:\\.|[^'\\\n])*(?:'|(?=\n)|$)))|(\b\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?\b)|([\p{L}_][\p{L}\p{N}_]*)|(\n)|([^\p{L}\d_#"'\n]+|.)/gu;

/** The listing's lines, each as its tokens in order; the texts joined give the line again. */
export function tokenizeLines(source: string): readonly (readonly Token[])[] {
  const lines: Token[][] = [[]];
  let before = "";
  for (const [text, comment, string, number, word, newline] of source.matchAll(TOKEN)) {
    if (newline !== undefined) {
      lines.push([]);
      continue;
    }
    const kind =
      comment !== undefined
        ? "comment"
        : string !== undefined
          ? "string"
          : number !== undefined
            ? "number"
            : wordKind(word, before);
    if (word !== undefined) before = word;
    append(lines, kind, text);
  }
  return lines;
}

function wordKind(word: string | undefined, before: string): TokenKind {
  if (word === undefined) return "plain";
  if (KEYWORDS.has(word)) return "keyword";
  if (before === "def" || before === "class") return "definition";
  return BUILTINS.has(word) ? "builtin" : "plain";
}

function append(lines: Token[][], kind: TokenKind, text: string): void {
  text.split("\n").forEach((part, index) => {
    if (index > 0) lines.push([]);
    if (part !== "") lines[lines.length - 1].push({ kind, text: part });
  });
}
