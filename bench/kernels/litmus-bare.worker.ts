/** One side of SB without meeting, permuting or counting: write one's own cell, read the other's, a cache line pair apart. */
const WORDS_A_CELL = 32;
const ITERATIONS = 1024;

export interface BareOrder {
  readonly memory: SharedArrayBuffer;
  readonly me: number;
  readonly passes: number;
}

addEventListener("message", ({ data }: MessageEvent<BareOrder | "greet">) => {
  if (data === "greet") return postMessage("hello");
  const words = new Int32Array(data.memory);
  let seen = 0;
  for (let pass = 1; pass <= data.passes; pass++) seen += passOver(words, data.me, pass);
  // What was read is made use of, so that no reading can be left out.
  postMessage(seen < 0 ? 0 : data.passes * ITERATIONS);
});

function passOver(words: Int32Array, me: number, pass: number): number {
  const own = me * WORDS_A_CELL;
  const other = WORDS_A_CELL - own;
  let seen = 0;
  for (let i = 0; i < ITERATIONS; i++) {
    const cell = i * 2 * WORDS_A_CELL;
    words[cell + own] = pass;
    seen = (seen + words[cell + other]) & 0x3fffffff;
  }
  return seen;
}
