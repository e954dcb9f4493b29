/**
 * A short run in a worker that has nothing to do yet, so that its first real run does not begin with compiling and with cold code: the engine
 * learns which way a listing's loop takes, in the very classes that real runs use. Rule: it has memory of its own and leaves nothing behind.
 */
import type { Clock } from "../../base/clock.ts";
import { CONTROL, THREAD, threadBlock } from "../../memory/layout.ts";
import { createRunMemory } from "../../memory/run-memory.ts";
import { compileText } from "../compile-text.ts";
import type { RunSettings, ToWorker } from "./messages.ts";
import { createThreadBlock } from "./thread-table.ts";
import { createRecorder, runThread } from "./thread-loop.ts";

const LISTING = `import threading

rounds = 3000
number = 0
lock = threading.Lock()


def change(n):
    global number
    x = number + n
    number = x


def loop(n):
    global number
    for _ in range(rounds):
        change(n)
        number += 1
        with lock:
            mine = number + 1
            number = mine


loop(1)
`;
const HEAP_BYTES = 4 * 1024 * 1024;
const RING_BYTES = 128 + 65_536 * 24;

/** Runs it once with and once without a record; some tens of milliseconds. */
export function warmUp(clock: Clock): void {
  const text = { source: LISTING, parameters: {} };
  const program = compileText(text);
  for (const record of [true, false]) {
    const memory = createRunMemory({ heapBytes: HEAP_BYTES, globalSlots: program.slotCount });
    const { words } = memory;
    createThreadBlock(words, 0, 0, 0, false);
    Atomics.store(words, threadBlock(0) + THREAD.WORKER, 0);
    Atomics.store(words, CONTROL.STARTED, 1);
    const settings: RunSettings = {
      python: "free-threaded",
      secondMs: 1000,
      switchMs: 5,
      seed: 1,
      cores: 2,
      record,
      epochMs: clock.nowMs(),
      shaken: false,
    };
    const ring = new SharedArrayBuffer(RING_BYTES);
    const message: ToWorker = {
      kind: "prepare",
      run: -1,
      worker: 0,
      memory: words.buffer as SharedArrayBuffer,
      ring,
      program: text,
      settings,
      gates: null,
    };
    runThread(0, memory, createRecorder(message, clock, words), message, { clock, program });
  }
}
