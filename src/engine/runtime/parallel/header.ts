/** Words before a primitive's own words in its heap object; see docs/machine.md. */
export const HEADER_WORDS = 2;
