/** The thread on which kernels run that are not for the main thread: gets a name, answers with samples or an error. */
import { measureKernel } from "./context.ts";
import { kernels } from "./kernel-list.ts";

addEventListener("message", async (event: MessageEvent<string>) => {
  const kernel = kernels.get(event.data);
  try {
    if (!kernel) throw new Error(`no kernel is named ${event.data}`);
    postMessage({ samples: await measureKernel(kernel) });
  } catch (problem) {
    postMessage({ problem: problem instanceof Error ? (problem.stack ?? problem.message) : String(problem) });
  }
});
