/** The worker in which one JavaScript listing runs, in Node. */
import { parentPort } from "node:worker_threads";
import { runScript, type ScriptHost } from "../../engine/javascript/script-run.ts";
import type { ScriptOrder } from "../../engine/javascript/script-record.ts";
import { sharedClock } from "../shared-clock.ts";

const host: ScriptHost = {
  nowMs: () => sharedClock.nowMs(),
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout as ScriptHost["clearTimeout"],
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval as ScriptHost["clearInterval"],
  queueMicrotask: globalThis.queueMicrotask,
  createChannel: () => new MessageChannel(),
  structuredClone: globalThis.structuredClone,
  say: (message) => parentPort?.postMessage(message),
  onUnhandled: (listener) => {
    process.on("unhandledRejection", (reason, promise) => listener(promise, reason));
  },
  // Node's own code reaches its globals by name.
  globals: null,
};

parentPort?.on("message", (order: ScriptOrder) => runScript(order, host));
