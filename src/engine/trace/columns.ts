/**
 * The columns of a trace as one block of bytes, widest elements first so that each is aligned: 26 bytes an event.
 * Rule: whoever makes a trace fills these once; afterwards nobody writes.
 */

/** The writable columns; field for field those of `Trace`. */
export interface Columns {
  readonly time: Float64Array;
  readonly object: Int32Array;
  readonly key: Int32Array;
  readonly value: Int32Array;
  readonly thread: Uint16Array;
  readonly line: Uint16Array;
  readonly op: Uint8Array;
  readonly ok: Uint8Array;
}

const BYTES_AN_EVENT = 26;

/** Zeroed columns for `count` events. @param shared whether they lie on shared memory, to be read by workers too. */
export function createColumns(count: number, shared = false): Columns {
  const bytes = count * BYTES_AN_EVENT;
  const block = shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
  return {
    time: new Float64Array(block, 0, count),
    object: new Int32Array(block, count * 8, count),
    key: new Int32Array(block, count * 12, count),
    value: new Int32Array(block, count * 16, count),
    thread: new Uint16Array(block, count * 20, count),
    line: new Uint16Array(block, count * 22, count),
    op: new Uint8Array(block, count * 24, count),
    ok: new Uint8Array(block, count * 25, count),
  };
}

/** Columns of `count` events that begin like `from`. */
export function copyColumns(from: Columns, length: number, count: number, shared = false): Columns {
  const to = createColumns(count, shared);
  to.time.set(from.time.subarray(0, length));
  to.object.set(from.object.subarray(0, length));
  to.key.set(from.key.subarray(0, length));
  to.value.set(from.value.subarray(0, length));
  to.thread.set(from.thread.subarray(0, length));
  to.line.set(from.line.subarray(0, length));
  to.op.set(from.op.subarray(0, length));
  to.ok.set(from.ok.subarray(0, length));
  return to;
}
