/**
 * The bench page: offers `globalThis.bench` to the program that opened the browser. Each kernel is measured on a
 * worker of its own, or here where it says so.
 */
import { measureKernel } from "./context.ts";
import type { Kernel, KernelCard, Samples } from "./kernel.ts";
import { kernels } from "./kernel-list.ts";

/** What the program outside calls. */
export interface BenchPage {
  readonly cards: readonly KernelCard[];
  measure(name: string): Promise<Samples>;
}

type Answer = { readonly samples: Samples } | { readonly problem: string };

function cardOf({ name, unit, against, goal, rounds, timeoutMs, floor }: Kernel): KernelCard {
  return { name, unit, against, goal, rounds, timeoutMs, hasFloor: floor !== undefined };
}

function measure(name: string): Promise<Samples> {
  const kernel = kernels.get(name);
  if (!kernel) return Promise.reject(new Error(`no kernel is named ${name}`));
  return kernel.where === "main" ? measureKernel(kernel) : measureOnWorker(name);
}

async function measureOnWorker(name: string): Promise<Samples> {
  const worker = new Worker(new URL("./bench.worker.ts", import.meta.url), { type: "module" });
  try {
    const answer = await new Promise<Answer>((answered, failed) => {
      worker.addEventListener("message", (event: MessageEvent<Answer>) => answered(event.data));
      worker.addEventListener("error", (event) => failed(new Error(event.message)));
      worker.postMessage(name);
    });
    if ("problem" in answer) throw new Error(answer.problem);
    return answer.samples;
  } finally {
    worker.terminate();
  }
}

const surface: BenchPage = { cards: [...kernels.values()].map(cardOf), measure };
Object.assign(globalThis, { bench: surface });
