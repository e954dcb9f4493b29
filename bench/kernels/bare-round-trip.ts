/**
 * There and back between two workers that share memory: bare wait and notify, against the same by a message port. Both
 * are floors for what is built on them.
 */
import type { Kernel, KernelContext } from "../harness/kernel.ts";

interface Pair {
  readonly cells: Int32Array;
  readonly port: MessagePort;
}

/** Long enough that no sample is of a start. */
const trips = 10_000;

function startPair(context: KernelContext): Promise<Pair> {
  return context.keep("pair", async () => {
    // In one expression, or the build does not see the worker.
    const worker = context.start(
      new Worker(new URL("./bare-round-trip.worker.ts", import.meta.url), { type: "module" }),
    );
    const cells = new Int32Array(new SharedArrayBuffer(8));
    const { port1, port2 } = new MessageChannel();
    worker.postMessage({ cells, port: port2 }, [port2]);
    await context.answerOf(worker);
    port1.start();
    return { cells, port: port1 };
  });
}

function answerOn(port: MessagePort): Promise<unknown> {
  return new Promise((answered) => port.addEventListener("message", ({ data }) => answered(data), { once: true }));
}

/** Microseconds there and back by wait and notify. */
async function bareTrip(context: KernelContext): Promise<number> {
  const { cells, port } = await startPair(context);
  port.postMessage(trips);
  const ended = answerOn(port);
  const first = Atomics.load(cells, 1);
  const before = context.now();
  for (let i = 0; i < trips; i++) {
    const seen = Atomics.load(cells, 1);
    Atomics.store(cells, 0, seen + 1);
    Atomics.notify(cells, 0);
    while (Atomics.load(cells, 1) === seen) Atomics.wait(cells, 1, seen);
  }
  const took = context.now() - before;
  await ended;
  if (Atomics.load(cells, 1) !== first + trips) throw new Error("a trip is missing");
  return (took * 1000) / trips;
}

async function byMessage(context: KernelContext): Promise<number> {
  const { port } = await startPair(context);
  const before = context.now();
  for (let i = 0; i < trips; i++) {
    const answered = answerOn(port);
    port.postMessage("echo");
    await answered;
  }
  return ((context.now() - before) * 1000) / trips;
}

export const kernels: readonly Kernel[] = [
  {
    name: "bare-round-trip",
    unit: "µs",
    against: "a message port",
    goal: {},
    subject: bareTrip,
    floor: byMessage,
  },
];
