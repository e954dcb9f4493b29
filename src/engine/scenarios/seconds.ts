/** Seconds by way, as scenarios that compare ways give them. */
import type { Plain } from "../trace/trace.ts";

/** Rounded to so many digits; null for what is no object of numbers. */
export function roundedSeconds(seconds: Plain | undefined, digits = 2): Plain {
  const whole = 10 ** digits;
  if (typeof seconds !== "object" || seconds === null || Array.isArray(seconds)) return null;
  return Object.fromEntries(
    Object.entries(seconds).map(([way, value]) => [
      way,
      typeof value === "number" ? Math.round(value * whole) / whole : null,
    ]),
  );
}
