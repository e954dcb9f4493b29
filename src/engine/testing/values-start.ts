/** What a worker of the tests of queue and pool is given. */
export interface ValuesStart {
  readonly buffer: SharedArrayBuffer;
  readonly thread: number;
  readonly role: "echo" | "serve";
  readonly from: number;
  readonly to: number;
}
