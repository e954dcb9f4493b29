/**
 * How events lie in a thread's ring. One writer (the thread), one reader (the collector). The writer fills a record and counts it in
 * WRITTEN, then publishes it by an atomic store of HEAD: at once, but for plain accesses, of which up to sixteen are published together,
 * since such a store costs as much as all else that a record costs beside its number. Before a thread waits or ends it has published
 * everything. The reader copies records up to HEAD, then stores TAIL. For a thread that was ended by force the reader publishes what was
 * written, once it writes no more. HEAD, WRITTEN and TAIL count
 * records since the run began (they wrap at 2^32); TAIL lies a cache line apart. Where a ring is full, the writer waits a
 * bounded time for the collector and then counts the event in DROPPED; nothing is lost without being counted.
 */

/**
 * Offsets in a ring's header, and its size in words. The writer sets WAITING while it sleeps on TAIL because the ring is
 * full; the reader notifies TAIL only then.
 */
export const RING = { HEAD: 0, DROPPED: 1, WAITING: 2, WRITTEN: 3, TAIL: 16 } as const;
export const RING_HEADER_WORDS = 32;

/**
 * Offsets in a record. META is `op | ok << 8 | line << 16` (ok: 0 absent, 1 false, 2 true). OBJECT is an address of the
 * run's memory (0 none), KEY and VALUE are words (see words.ts). TIME is in microseconds since the run's epoch.
 * SEQ is the number in the run's total order; NO_SEQ marks a note that is no event: something the body was told
 * (clock, random, a chunk of heap) and needs again when it is replayed.
 */
export const RECORD = { SEQ: 0, META: 1, OBJECT: 2, KEY: 3, VALUE: 4, TIME: 5 } as const;
export const RECORD_WORDS = 6;
export const NO_SEQ = -1;

/**
 * What a note's META says in its op byte. CHUNK: OBJECT from, KEY to (addresses). CLOCK: KEY and VALUE are the low and high
 * half of a float64. ANSWER: VALUE is the word a question that is no event was answered with, KEY its status. THREAD: from here on
 * the ring belongs to thread VALUE (a ring is its worker's, and a worker runs one thread after another). LANE: from here on events belong
 * to lane VALUE. NEW_LANE: OBJECT is a lane's number, KEY its name (word), VALUE `parent << 3 | kind`; −1 where there was none left, and
 * OBJECT is its parent's. MESSAGES: the VALUE-th look into a loop's mailbox was the one that found some.
 */
export const NOTE = { CHUNK: 1, CLOCK: 2, ANSWER: 4, THREAD: 5, LANE: 6, NEW_LANE: 7, MESSAGES: 8 } as const;

/** Bytes of a ring for `records` (a power of two) records. */
export function ringBytes(records: number): number {
  return (RING_HEADER_WORDS + records * RECORD_WORDS) * 4;
}

/** Records that a ring of so many words has room for: the largest power of two that fits. */
export function ringCapacity(words: number): number {
  return 2 ** Math.floor(Math.log2((words - RING_HEADER_WORDS) / RECORD_WORDS));
}
