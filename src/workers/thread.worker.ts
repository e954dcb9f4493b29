/** A thread's Web Worker. It never answers while it runs: then it lives in shared memory. */
import type { ToWorker } from "../engine/runtime/parallel/messages.ts";
import { sharedClock } from "./shared-clock.ts";
import { createThreadBody } from "./thread-body.ts";

const hear = createThreadBody(sharedClock, (message) => self.postMessage(message));

self.onmessage = ({ data }: MessageEvent<ToWorker>): void => hear(data);
