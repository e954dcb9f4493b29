/** The one thread of the pool kernels: serves our pool, or answers messages. */
import { SharedSpace } from "../../src/engine/sync/shared-space.ts";
import { ValuePool } from "../../src/engine/sync/value-pool.ts";
import { pageClock } from "./shared/words.ts";

export type PoolOrder =
  | { readonly job: "greet" }
  | { readonly job: "serve"; readonly buffer: SharedArrayBuffer; readonly address: number }
  | { readonly job: "answer" };

addEventListener("message", begin);

function begin({ data: order }: MessageEvent<PoolOrder>): void {
  if (order.job === "greet") return postMessage("hello");
  removeEventListener("message", begin);
  if (order.job === "answer") {
    addEventListener("message", ({ data }: MessageEvent<number>) => postMessage(data + 1));
    return;
  }
  const space = SharedSpace.attach(order.buffer, 1, pageClock);
  ValuePool.attach(space, order.address).serve((argument) => Number(argument) + 1);
}
