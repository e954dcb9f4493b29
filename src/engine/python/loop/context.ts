/** What context variables hold, by the variable's address. Rule: never changed, only followed by another. */
import type { Address } from "../../base/ids.ts";
import type { Value } from "../values.ts";

export type Context = ReadonlyMap<Address, Value>;

export const EMPTY_CONTEXT: Context = new Map();
