/** Units of time. Rule: every variable that holds a time is named with its unit or typed with one of these. */

/** Milliseconds. */
export type Milliseconds = number;
/** Microseconds. */
export type Microseconds = number;
