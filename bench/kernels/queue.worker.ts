/** The far end of the queue kernels. */
import { getQueue, putQueue } from "../../src/engine/sync/queue.ts";
import { toSmallWord } from "../../src/engine/memory/words.ts";
import { attachWords, OTHER_PRIMITIVE_AT, PRIMITIVE_AT } from "./shared/words.ts";

export type QueueOrder =
  | { readonly job: "put" | "echo" | "bare-echo"; readonly buffer: SharedArrayBuffer; readonly count: number }
  | { readonly job: "greet" }
  | { readonly job: "post"; readonly port: MessagePort; readonly count: number };

addEventListener("message", ({ data: order }: MessageEvent<QueueOrder>) => {
  if (order.job === "post") return post(order.port, order.count);
  if (order.job === "greet") return postMessage("hello");
  if (order.job === "put") put(order.buffer, order.count);
  else if (order.job === "echo") echo(order.buffer, order.count);
  else bareEcho(order.buffer, order.count);
  postMessage("done");
});

function put(buffer: SharedArrayBuffer, count: number): void {
  const { context, owner } = attachWords(buffer, 1);
  for (let i = 0; i <= count; i++) {
    putQueue(context, PRIMITIVE_AT, toSmallWord(i), Number.POSITIVE_INFINITY, owner);
  }
}

function post(port: MessagePort, count: number): void {
  for (let i = 0; i <= count; i++) port.postMessage(i);
}

function echo(buffer: SharedArrayBuffer, count: number): void {
  const { context, owner } = attachWords(buffer, 1);
  for (let i = 0; i < count; i++) {
    getQueue(context, PRIMITIVE_AT, Number.POSITIVE_INFINITY, owner);
    putQueue(context, OTHER_PRIMITIVE_AT, context.result, Number.POSITIVE_INFINITY, owner);
  }
}

function bareEcho(buffer: SharedArrayBuffer, count: number): void {
  const { words } = attachWords(buffer, 1);
  for (let i = 0; i < count; i++) {
    while (Atomics.load(words, PRIMITIVE_AT) === i) Atomics.wait(words, PRIMITIVE_AT, i);
    Atomics.store(words, OTHER_PRIMITIVE_AT, i + 1);
    Atomics.notify(words, OTHER_PRIMITIVE_AT, 1);
  }
}
