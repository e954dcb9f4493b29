// A thread for node-worker.test.ts: says on cell 0 that it is about to sleep, sleeps on cell 1 until that is 1,
// then writes the length of a text into cell 3 and what it was told into cell 2.

import { workerData } from "node:worker_threads";
import text from "./note.txt?raw";

const cells = workerData as Int32Array;

Atomics.store(cells, 0, 1);
Atomics.notify(cells, 0);
const answer = Atomics.wait(cells, 1, 0);
Atomics.store(cells, 3, text.length);
// Last, because the test reads the rest once it sees this.
Atomics.store(cells, 2, answer === "ok" || answer === "not-equal" ? 1 : 2);
Atomics.notify(cells, 2);
