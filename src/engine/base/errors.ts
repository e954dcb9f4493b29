/**
 * Three kinds of failure take three paths: a fault of ours throws `InternalError`, a refused argument throws
 * `ArgumentError`, and a fault of the shown program is a value in the report and never thrown at all.
 */

/** A refused argument; page-api promises `argument`, `value` and `allowed` on every rejection. */
export class ArgumentError extends Error {
  override readonly name = "ArgumentError";
  readonly argument: string;
  readonly value: unknown;
  readonly allowed: string;

  /** @param allowed a phrase that says what would have been accepted, e.g. `an integer from 1 to 64`. */
  constructor(argument: string, value: unknown, allowed: string) {
    super(`${argument}: ${describeValue(value)} is not allowed; allowed is ${allowed}`);
    this.argument = argument;
    this.value = value;
    this.allowed = allowed;
  }
}

/** A fault of ours: an invariant that does not hold. Never caught to go on. */
export class InternalError extends Error {
  override readonly name = "InternalError";
}

/** Throws `InternalError` with the facts when `condition` does not hold. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InternalError(message);
}

/** Makes a `switch` over a closed union exhaustive: the compiler refuses a value that can still occur. */
export function unreachable(value: never): never {
  throw new InternalError(`unexpected value ${String(value)}`);
}

function describeValue(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(briefly(value));
  return typeof value === "object" && value !== null ? describeObject(value) : String(value);
}

/** JSON has no words for a cycle or a bigint, and an object may have no text of its own, or one that throws. */
function describeObject(value: object): string {
  try {
    return briefly(JSON.stringify(value));
  } catch {
    return Object.prototype.toString.call(value);
  }
}

function briefly(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
