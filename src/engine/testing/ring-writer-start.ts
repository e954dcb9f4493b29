/** What the writing thread of the ring tests is given. */
export interface RingTestStart {
  readonly ring: Int32Array;
  readonly run: Int32Array;
  readonly records: number;
  readonly patienceMs: number;
}
