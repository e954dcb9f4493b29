/** Where a primitive's own words lie in its object, and by which address the interpreter lock, which is no object, is told. */
import type { Address } from "../../base/ids.ts";
import { CONTROL } from "../../memory/layout.ts";

/** Words before a primitive's own words in its heap object; see docs/machine.md. */
export const HEADER_WORDS = 2;

/** The interpreter lock in events and waits: as if a header stood before its words. */
export const GIL_OBJECT: Address = CONTROL.GIL - HEADER_WORDS;
