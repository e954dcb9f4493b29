/** A TypeScript worker that uses queue and pool without the machine. */
import { parentPort, workerData } from "node:worker_threads";
import type { PlainValue } from "../sync/plain-codec.ts";
import { SharedSpace } from "../sync/shared-space.ts";
import { ValuePool } from "../sync/value-pool.ts";
import { QueueFailure, ValueQueue } from "../sync/value-queue.ts";
import { monotonicClock } from "./node-clock.ts";
import type { ValuesStart } from "./values-start.ts";

const start = workerData as ValuesStart;
const space = SharedSpace.attach(start.buffer, start.thread, monotonicClock);
if (start.role === "echo") echo();
else ValuePool.attach(space, start.from).serve(work);
parentPort?.postMessage("ended");

/** Sends back what comes until the queue is shut down. */
function echo(): void {
  const from = ValueQueue.attach(space, start.from);
  const to = ValueQueue.attach(space, start.to);
  try {
    for (;;) {
      to.put(from.get());
      from.taskDone();
    }
  } catch (end) {
    if (!(end instanceof QueueFailure && end.reason === "shut down")) throw end;
  }
}

function work(argument: PlainValue): PlainValue {
  if (argument === "fail") throw new RangeError("as asked");
  return typeof argument === "number" ? argument * argument : argument;
}
