/**
 * The far end of bare-round-trip.ts: sleeps until cell 0 moves, answers by moving cell 1, as often as it is told; then
 * echoes messages on the port that came with the start.
 */

interface Start {
  readonly cells: Int32Array;
  readonly port: MessagePort;
}

addEventListener("message", ({ data: { cells, port } }: MessageEvent<Start>) => {
  port.addEventListener("message", ({ data }: MessageEvent<"echo" | number>) => {
    if (typeof data === "number") answer(cells, data);
    port.postMessage(data);
  });
  port.start();
  postMessage("ready");
});

/** Answers `times` calls. */
function answer(cells: Int32Array, times: number): void {
  for (let i = 0; i < times; i++) {
    const seen = Atomics.load(cells, 1);
    while (Atomics.load(cells, 0) === seen) Atomics.wait(cells, 0, seen);
    Atomics.store(cells, 1, seen + 1);
    Atomics.notify(cells, 1);
  }
}
