/**
 * Text and numbers by Python's rules: pure functions on values, no memory, no clock, nothing that calls into a listing.
 * What fails throws PythonError with CPython 3.13's type and message. Positions are in code points; a position too large
 * for a number is for the caller to clamp.
 */
export * from "./char-classes.ts";
export * from "./code-points.ts";
export { fixedString, shortestDigits, significantDigits } from "./decimal-digits.ts";
export * from "./floats.ts";
export { type FormatValue, formatSpec } from "./format-spec.ts";
export * from "./hash.ts";
export * from "./integers.ts";
export { type PercentHooks, type PercentPiece, parsePercent, percentFormat } from "./percent-format.ts";
export { PythonError } from "./python-error.ts";
export { parseFloat, parseInt } from "./read-number.ts";
export { sha512, utf8Of } from "./sha512.ts";
export { asciiString, reprString } from "./repr-string.ts";
export * from "./str-case.ts";
export * from "./str-find.ts";
export * from "./str-format.ts";
export * from "./str-pad.ts";
export * from "./str-split.ts";
