/** Columns of numbers that grow. Rule: a column is twice as long each time, so that adding costs the same however many there are. */

/** The array, or a copy of it twice as long where it has less than `length`, which may not be more than that. */
export function withRoom(from: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  if (from.length >= length) return from;
  const larger = new Int32Array(from.length * 2);
  larger.set(from);
  return larger;
}
