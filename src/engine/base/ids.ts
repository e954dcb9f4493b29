/**
 * Names for the numbers that travel through the engine, so that a signature says what it wants.
 * Rule: a number that crosses a module boundary has one of these types or a unit in its name.
 */

/** A thread of the program: 0 is main; ids are dense and in order of start. */
export type ThreadId = number;
/** A place in a run's total order; the first event is 0 and there are no gaps unless events were dropped. */
export type Seq = number;
/** An object of a trace: dense, in order of first appearance. */
export type ObjectId = number;
/** Index of a 32-bit word in the run's memory. */
export type Address = number;
/** A Python value in one 32-bit word; see `memory/words.ts`. */
export type Word = number;
/** A line of the listing, counted from 1; 0 where there is none. */
export type Line = number;
