// Says what of a value is not as promised, path by path. Its one rule: strict, so a member that was not promised is a
// complaint as well as one that is missing.

/** What is wrong with the value at `path`; nothing when all is well. */
export type Shape = (value: unknown, path: string) => readonly string[];

export const string: Shape = (value, path) => complainUnless(typeof value === "string", value, path, "a string");
export const boolean: Shape = (value, path) => complainUnless(typeof value === "boolean", value, path, "a boolean");
export const number: Shape = (value, path) => complainUnless(Number.isFinite(value), value, path, "a number");

/** A text that says something. */
export const words: Shape = (value, path) =>
  complainUnless(typeof value === "string" && value.trim() !== "", value, path, "a text that is not empty");

/** A whole number from `min` on. */
export function integer(min = Number.MIN_SAFE_INTEGER): Shape {
  return (value, path) =>
    complainUnless(Number.isSafeInteger(value) && (value as number) >= min, value, path, `an integer from ${min} on`);
}

/** JSON's values. */
export const plain: Shape = (value, path) => {
  if (value === null || typeof value === "boolean" || typeof value === "string") return [];
  if (typeof value === "number") return number(value, path);
  if (Array.isArray(value)) return arrayOf(plain)(value, path);
  return recordOf(plain)(value, path);
};

export function oneOf(allowed: readonly unknown[]): Shape {
  return (value, path) =>
    complainUnless(allowed.includes(value), value, path, `one of ${allowed.map(String).join(", ")}`);
}

export function nullOr(shape: Shape): Shape {
  return (value, path) => (value === null ? [] : shape(value, path));
}

export function arrayOf(shape: Shape): Shape {
  return (value, path) =>
    Array.isArray(value)
      ? value.flatMap((one, index) => shape(one, `${path}[${index}]`))
      : complainUnless(false, value, path, "an array");
}

/** An object whose keys are free. */
export function recordOf(shape: Shape): Shape {
  return (value, path) =>
    isObject(value)
      ? Object.entries(value).flatMap(([key, one]) => shape(one, `${path}.${key}`))
      : complainUnless(false, value, path, "an object");
}

/** An object with exactly these members; those of `optional` may be absent. */
export function object(
  members: Readonly<Record<string, Shape>>,
  optional: Readonly<Record<string, Shape>> = {},
): Shape {
  return (value, path) => {
    if (!isObject(value)) return complainUnless(false, value, path, "an object");
    const missing = Object.keys(members).filter((name) => !(name in value));
    const present = Object.entries(value).flatMap(([name, one]) => {
      const shape = members[name] ?? optional[name];
      return shape === undefined ? [`${path}.${name} was not promised`] : shape(one, `${path}.${name}`);
    });
    return [...missing.map((name) => `${path}.${name} is missing`), ...present];
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function complainUnless(fits: boolean, value: unknown, path: string, promised: string): readonly string[] {
  if (fits) return [];
  const text = JSON.stringify(value) ?? String(value);
  return [`${path} is ${text.length > 80 ? `${text.slice(0, 77)}…` : text}, promised is ${promised}`];
}
