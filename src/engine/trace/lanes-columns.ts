/** Columns that grow while an index is built, and their exact copies afterwards. Rule: nothing here knows what the numbers mean. */

/** Where an index lies: `shared` arrays cross to other workers without a copy. */
export interface Room {
  int32(count: number): Int32Array;
  uint8(count: number): Uint8Array;
  float64(count: number): Float64Array;
}

/** Room on ordinary or on shared memory. */
export function createRoom(shared: boolean): Room {
  const bytes = (count: number): ArrayBuffer => {
    // The typed arrays of lib.es2024 tell the two kinds of buffer apart; readers of an index need not.
    return shared ? (new SharedArrayBuffer(count) as unknown as ArrayBuffer) : new ArrayBuffer(count);
  };
  return {
    int32: (count) => new Int32Array(bytes(count * 4)),
    uint8: (count) => new Uint8Array(bytes(count)),
    float64: (count) => new Float64Array(bytes(count * 8)),
  };
}

/** Integers in order of arrival. */
export class Int32Column {
  count = 0;
  values = new Int32Array(64);

  push(value: number): void {
    if (this.count === this.values.length) this.#grow();
    this.values[this.count++] = value;
  }

  copyTo(room: Room): Int32Array {
    const copy = room.int32(this.count);
    copy.set(this.values.subarray(0, this.count));
    return copy;
  }

  #grow(): void {
    const larger = new Int32Array(this.values.length * 2);
    larger.set(this.values);
    this.values = larger;
  }
}

/** Numbers in order of arrival. */
export class Float64Column {
  count = 0;
  values = new Float64Array(64);

  push(value: number): void {
    if (this.count === this.values.length) this.#grow();
    this.values[this.count++] = value;
  }

  copyTo(room: Room): Float64Array {
    const copy = room.float64(this.count);
    copy.set(this.values.subarray(0, this.count));
    return copy;
  }

  #grow(): void {
    const larger = new Float64Array(this.values.length * 2);
    larger.set(this.values);
    this.values = larger;
  }
}
