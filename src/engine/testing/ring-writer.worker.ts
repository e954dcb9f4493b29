/** Writes numbered records into a ring as fast as it can. */
import { parentPort, workerData } from "node:worker_threads";
import { RingWriter } from "../memory/ring-writer.ts";
import { monotonicClock } from "./node-clock.ts";
import type { RingTestStart } from "./ring-writer-start.ts";

const { ring, run, records, patienceMs } = workerData as RingTestStart;
const writer = new RingWriter({ ring, run, clock: monotonicClock, epochMs: monotonicClock.nowMs(), patienceMs });
for (let i = 0; i < records; i++) writer.record(1, i, 0, -i);
parentPort?.postMessage("written");
