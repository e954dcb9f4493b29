/**
 * The queue between two workers: items a second against the channel of multithreading and a message port, at capacity 1 024
 * and 1, and a round trip over two queues against bare wait and notify. Every item is checked to come once and in order.
 */
import { channel, move, spawn } from "multithreading";
import { getQueue, initQueue, putQueue, QUEUE_KIND } from "../../src/engine/sync/queue.ts";
import { fromSmallWord, toSmallWord } from "../../src/engine/memory/words.ts";
import type { Kernel, KernelContext } from "../harness/kernel.ts";
import type { QueueOrder } from "./queue.worker.ts";
import { ask, createWords, greet, OTHER_PRIMITIVE_AT, PRIMITIVE_AT, type Words } from "./shared/words.ts";

interface Partner {
  readonly worker: Worker;
  readonly shared: Words;
}

function startPartner(context: KernelContext): Promise<Partner> {
  return context.keep("partner", async () => {
    const worker = context.start(new Worker(new URL("./queue.worker.ts", import.meta.url), { type: "module" }));
    await greet(context, worker);
    return { worker, shared: createWords() };
  });
}

/** The other worker puts, this one gets. */
async function itemsPerSecond(context: KernelContext, capacity: number, items: number): Promise<number> {
  const { worker, shared } = await startPartner(context);
  const { words, context: own, owner } = shared;
  initQueue(words, PRIMITIVE_AT, QUEUE_KIND.FIFO, capacity);
  const order: QueueOrder = { job: "put", buffer: shared.buffer, count: items };
  const ended = ask(context, worker, order);
  // The first item comes once the partner is awake; the clock starts there.
  let before = 0;
  for (let i = 0; i <= items; i++) {
    getQueue(own, PRIMITIVE_AT, Number.POSITIVE_INFINITY, owner);
    if (fromSmallWord(own.result) !== i) throw new Error(`item ${i} came as ${fromSmallWord(own.result)}`);
    if (i === 0) before = context.now();
  }
  const took = context.now() - before;
  await ended;
  return (items / took) * 1000;
}

async function portItemsPerSecond(context: KernelContext, items: number): Promise<number> {
  const { worker } = await startPartner(context);
  const { port1, port2 } = new MessageChannel();
  let before = 0;
  let next = 0;
  const ended = new Promise<void>((done, failed) => {
    port1.addEventListener("message", ({ data }: MessageEvent<number>) => {
      if (data !== next) failed(new Error(`item ${next} came as ${data}`));
      if (next++ === 0) before = context.now();
      if (next > items) done();
    });
    port1.start();
  });
  const order: QueueOrder = { job: "post", port: port2, count: items };
  worker.postMessage(order, [port2]);
  await ended;
  return (items / (context.now() - before)) * 1000;
}

/** Its workers are its own. The receiver counts and keeps the time, since items may come damaged. */
async function channelItemsPerSecond(capacity: number, items: number): Promise<number> {
  const [sender, receiver] = channel<number>(capacity);
  const sent = spawn(move(sender, items), (sender, items) => {
    for (let i = 0; i <= items; i++) sender.blockingSend(i);
  });
  const received = spawn(move(receiver, items), (receiver, items) => {
    receiver.blockingRecv();
    const before = performance.now();
    for (let i = 0; i < items; i++) receiver.blockingRecv();
    return performance.now() - before;
  });
  const outcome = await received.join();
  await sent.join();
  if (!outcome.ok) throw outcome.error;
  return (items / outcome.value) * 1000;
}

const trips = 2000;

async function queueTrip(context: KernelContext): Promise<number> {
  const { worker, shared } = await startPartner(context);
  const { words, context: own, owner } = shared;
  initQueue(words, PRIMITIVE_AT, QUEUE_KIND.FIFO, 1);
  initQueue(words, OTHER_PRIMITIVE_AT, QUEUE_KIND.FIFO, 1);
  const order: QueueOrder = { job: "echo", buffer: shared.buffer, count: trips + 1 };
  const ended = ask(context, worker, order);
  let before = 0;
  for (let i = 0; i <= trips; i++) {
    putQueue(own, PRIMITIVE_AT, toSmallWord(i), Number.POSITIVE_INFINITY, owner);
    getQueue(own, OTHER_PRIMITIVE_AT, Number.POSITIVE_INFINITY, owner);
    if (fromSmallWord(own.result) !== i) throw new Error(`trip ${i} brought ${fromSmallWord(own.result)}`);
    if (i === 0) before = context.now();
  }
  const took = context.now() - before;
  await ended;
  return (took * 1000) / trips;
}

async function bareTrip(context: KernelContext): Promise<number> {
  const { worker, shared } = await startPartner(context);
  const { words } = shared;
  words[PRIMITIVE_AT] = 0;
  words[OTHER_PRIMITIVE_AT] = 0;
  const order: QueueOrder = { job: "bare-echo", buffer: shared.buffer, count: trips + 1 };
  const ended = ask(context, worker, order);
  let before = 0;
  for (let i = 0; i <= trips; i++) {
    Atomics.store(words, PRIMITIVE_AT, i + 1);
    Atomics.notify(words, PRIMITIVE_AT, 1);
    while (Atomics.load(words, OTHER_PRIMITIVE_AT) === i) Atomics.wait(words, OTHER_PRIMITIVE_AT, i);
    if (i === 0) before = context.now();
  }
  const took = context.now() - before;
  await ended;
  return (took * 1000) / trips;
}

export const kernels: readonly Kernel[] = [
  {
    name: "queue-1024",
    unit: "items/s",
    against: "multithreading 0.3.52 channel",
    goal: { ratio: { min: 10 } },
    subject: (context) => itemsPerSecond(context, 1024, 400_000),
    floor: () => channelItemsPerSecond(1024, 20_000),
  },
  {
    name: "queue-1024-port",
    unit: "items/s",
    against: "a message port",
    goal: { ratio: { min: 10 } },
    subject: (context) => itemsPerSecond(context, 1024, 400_000),
    floor: (context) => portItemsPerSecond(context, 20_000),
  },
  {
    name: "queue-1",
    unit: "items/s",
    against: "multithreading 0.3.52 channel",
    goal: { ratio: { min: 1 } },
    subject: (context) => itemsPerSecond(context, 1, 3000),
    floor: () => channelItemsPerSecond(1, 3000),
  },
  {
    name: "queue-round-trip",
    unit: "µs",
    against: "bare wait and notify",
    goal: { ratio: { max: 1.2 } },
    subject: queueTrip,
    floor: bareTrip,
  },
];
