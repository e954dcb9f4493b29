/**
 * The hand-over between two workers behind gates, each of which does its step of `x += 1` in between, recorded: parked, against one bare
 * wait and notify between the same two workers; and with a gate that looks for 20 µs before it parks. The simulator is not timed: it has
 * made the turns before. Rule: both arms use the same threads, since what a hand-over costs hangs on whether its two threads share a core.
 */
import { compile } from "../../src/engine/python/index.ts";
import { planTurns } from "../../src/engine/runtime/gated/turn-plan.ts";
import type { FromWorker, ToWorker, WorkerPort } from "../../src/engine/runtime/parallel/messages.ts";
import { ProgramRunner } from "../../src/engine/runtime/parallel/run-program.ts";
import { WarmWorkers } from "../../src/engine/runtime/parallel/warm-workers.ts";
import { USUAL_SETTINGS } from "../../src/engine/runtime/stepped/settings.ts";
import { sharedClock } from "../../src/workers/shared-clock.ts";
import type { Kernel, KernelContext } from "../harness/kernel.ts";
import type { BareCalls, BareCallsDone } from "./gates.worker.ts";

/** Long enough that a sample is of a hand-over gone over often, not of code that is still being compiled. */
const STEPS = 20_000;
/** Many, since whether both workers share a core, where a hand-over costs a tenth, changes from sample to sample and is not ours to say. */
const ROUNDS = 21;
const SOURCE = `
import threading
x = 0
def work():
    global x
    for _ in range(${STEPS / 4}):
        x += 1
a = threading.Thread(target=work)
b = threading.Thread(target=work)
a.start()
b.start()
a.join()
b.join()
`;
const HEAP_BYTES = 4 * 1024 * 1024;
const RING_BYTES = 128 + 65_536 * 24;

/** A worker of ours, and the place it had in the last run: thread 1 goes to the worker with place 1, thread 2 to that with place 2. */
interface Placed {
  readonly worker: Worker;
  place: number;
}

interface Gated {
  readonly runner: ProgramRunner;
  readonly placed: readonly Placed[];
}

/** Both arms' workers; a page measures one kernel. */
let gated: Gated | null = null;

function startGated(context: KernelContext): Promise<Gated> {
  return context.keep("gated", () => {
    gated ??= createGated(context);
    return gated;
  });
}

function createGated(context: KernelContext): Gated {
  const placed: Placed[] = [];
  const workers = new WarmWorkers(() => startThread(context, placed), RING_BYTES);
  workers.warmUp(3);
  return { runner: new ProgramRunner(workers, sharedClock, 5), placed };
}

function startThread(context: KernelContext, placed: Placed[]): WorkerPort {
  const worker = context.start(new Worker(new URL("./gates.worker.ts", import.meta.url), { type: "module" }));
  const mine: Placed = { worker, place: placed.length };
  placed.push(mine);
  return {
    post: (message: ToWorker) => {
      mine.place = message.worker;
      worker.postMessage(message);
    },
    onMessage: (listener) =>
      worker.addEventListener("message", ({ data }: MessageEvent<FromWorker | BareCallsDone>) => {
        if (data.kind !== "bare-done") listener(data);
      }),
    onFailure: (listener) => worker.addEventListener("error", ({ message }) => listener(message)),
    terminate: () => worker.terminate(),
  };
}

/** Microseconds of one bare hand-over between the two workers that the gated threads have. */
async function bareHandOver(context: KernelContext): Promise<number> {
  const { placed } = await startGated(context);
  const [first, second] = [1, 2].map((at) => placed.find(({ place }) => place === at));
  if (first === undefined || second === undefined) throw new Error("a worker is missing");
  const cells = new Int32Array(new SharedArrayBuffer(256));
  const calls = { kind: "bare", cells, trips: STEPS / 2 } as const;
  const ended = context.answerOf<BareCallsDone>(second.worker);
  const timed = context.answerOf<BareCallsDone>(first.worker);
  second.worker.postMessage({ ...calls, own: 32, other: 0, begins: false } satisfies BareCalls);
  first.worker.postMessage({ ...calls, own: 0, other: 32, begins: true } satisfies BareCalls);
  await ended;
  const { tookMs, trips } = await timed;
  return (tookMs * 1000) / trips / 2;
}

/** Microseconds a step, hand-over included: from the first read of the two threads to the last write. */
function handOver(spinUs: number) {
  return async (context: KernelContext): Promise<number> => {
    const { runner } = await startGated(context);
    const { program } = compile(SOURCE);
    if (program === null) throw new Error("the listing has errors");
    const settings = { ...USUAL_SETTINGS, heapBytes: HEAP_BYTES };
    const path = Array.from({ length: STEPS }, (_, step) => 2 + (step % 2) * 2);
    const plan = planTurns(program, settings, path, sharedClock);
    const request = {
      text: { source: SOURCE, parameters: {} },
      program,
      settings: { ...settings, record: true, epochMs: sharedClock.nowMs(), shaken: false },
      timeoutMs: 60_000,
      heapBytes: HEAP_BYTES,
      workers: plan.threads,
    };
    const { trace, status } = await runner.follow(request, plan, { spinUs });
    if (status !== "finished") throw new Error(`the run ended as ${status}`);
    const times = Array.from(trace.time).filter((_, row) => trace.object[row] >= 0);
    return (times[times.length - 1] - times[0]) / (STEPS - 1);
  };
}

export const kernels: readonly Kernel[] = [
  {
    name: "gates-parked",
    unit: "µs",
    against: "one bare wait and notify between the same two",
    goal: { ratio: { max: 1.25 } },
    rounds: ROUNDS,
    subject: handOver(0),
    floor: bareHandOver,
  },
  {
    name: "gates-spinning",
    unit: "µs",
    against: "nothing",
    goal: { value: { max: 6 } },
    rounds: ROUNDS,
    subject: handOver(20),
  },
];
