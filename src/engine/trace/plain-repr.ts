/** A plain value as Python's `repr` would print it, for values that came without one (files, tests, simulators). */
import type { Plain } from "./trace.ts";

/** Python's `repr` of a plain value; arrays print as lists, objects as dicts. */
export function reprOfPlain(plain: Plain): string {
  if (plain === null) return "None";
  if (typeof plain === "boolean") return plain ? "True" : "False";
  if (typeof plain === "number") return reprOfNumber(plain);
  if (typeof plain === "string") return reprOfString(plain);
  if (isArray(plain)) return `[${plain.map(reprOfPlain).join(", ")}]`;
  const items = Object.entries(plain).map(([key, value]) => `${reprOfString(key)}: ${reprOfPlain(value)}`);
  return `{${items.join(", ")}}`;
}

/** Python's `repr` of a str: single quotes unless it holds one and no double quote. */
function reprOfString(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let out = quote;
  for (const char of text) out += escaped(char, quote);
  return out + quote;
}

/** Narrowing that works for read-only arrays, which `Array.isArray` does not. */
export function isArray(plain: Plain): plain is readonly Plain[] {
  return Array.isArray(plain);
}

function escaped(char: string, quote: string): string {
  if (char === quote || char === "\\") return `\\${char}`;
  if (char === "\n") return "\\n";
  if (char === "\r") return "\\r";
  if (char === "\t") return "\\t";
  const code = char.codePointAt(0) ?? 0;
  if (code < 32 || code === 127) return `\\x${code.toString(16).padStart(2, "0")}`;
  return char;
}

function reprOfNumber(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  return String(value).replace(/e([+-])(\d)$/, "e$10$2");
}
