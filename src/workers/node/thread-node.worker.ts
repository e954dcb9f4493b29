/** A thread's worker in Node. */
import { parentPort } from "node:worker_threads";
import type { ToWorker } from "../../engine/runtime/parallel/messages.ts";
import { sharedClock } from "../shared-clock.ts";
import { createThreadBody } from "../thread-body.ts";

const hear = createThreadBody(sharedClock, (message) => parentPort?.postMessage(message));

parentPort?.on("message", (message: ToWorker) => hear(message));
