/** Values as a console shows them, short: texts as they are, the rest much as JavaScript writes it. Rule: it calls nothing of the listing's. */

const DEEPEST = 2;
const MOST_ITEMS = 20;

/** One line of a console. */
export function formatLine(values: readonly unknown[]): string {
  return values.map((value) => (typeof value === "string" ? value : formatValue(value))).join(" ");
}

/** An error as a console tells that nobody caught it. */
export function formatUncaught(error: unknown, inPromise = false): string {
  return `Uncaught ${inPromise ? "(in promise) " : ""}${formatValue(error)}`;
}

function formatValue(value: unknown, depth = 0): string {
  switch (typeof value) {
    case "string":
      return `'${value}'`;
    case "bigint":
      return `${value}n`;
    case "function":
      return `[function ${value.name}]`;
    case "object":
      return value === null ? "null" : formatObject(value, depth);
    case "symbol":
      return value.toString();
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "boolean":
    case "undefined":
      return String(value);
  }
}

function formatObject(value: object, depth: number): string {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (value instanceof Promise) return "Promise {}";
  if (depth >= DEEPEST) return Array.isArray(value) ? "[…]" : "{…}";
  if (Array.isArray(value)) return `[${shortened(value.map((one: unknown) => formatValue(one, depth + 1)))}]`;
  if (value instanceof Map)
    return `Map {${shortened([...value].map(([key, one]) => `${formatValue(key, depth + 1)} => ${formatValue(one, depth + 1)}`))}}`;
  if (value instanceof Set) return `Set {${shortened([...value].map((one: unknown) => formatValue(one, depth + 1)))}}`;
  const own = Object.entries(Object.getOwnPropertyDescriptors(value)).filter(([, { enumerable }]) => enumerable);
  const parts = own.map(([key, { value: held }]) => `${key}: ${formatValue(held, depth + 1)}`);
  return parts.length === 0 ? "{}" : `{ ${shortened(parts)} }`;
}

function shortened(parts: readonly string[]): string {
  return parts.length <= MOST_ITEMS ? parts.join(", ") : `${parts.slice(0, MOST_ITEMS).join(", ")}, …`;
}
