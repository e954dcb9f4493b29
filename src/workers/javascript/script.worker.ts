/** The Web Worker in which one JavaScript listing runs. Rule: all it needs of the worker is taken before the listing runs. */
import { runScript, type ScriptHost } from "../../engine/javascript/script-run.ts";
import type { ScriptOrder } from "../../engine/javascript/script-record.ts";

const { MessageChannel: Channel, performance: clock } = self;
const say = self.postMessage.bind(self);

const host: ScriptHost = {
  // The clock of `shared-clock.ts`, held fast.
  nowMs: () => clock.timeOrigin + clock.now(),
  setTimeout: self.setTimeout.bind(self),
  clearTimeout: self.clearTimeout.bind(self) as ScriptHost["clearTimeout"],
  setInterval: self.setInterval.bind(self),
  clearInterval: self.clearInterval.bind(self) as ScriptHost["clearInterval"],
  queueMicrotask: self.queueMicrotask.bind(self),
  createChannel: () => new Channel(),
  structuredClone: self.structuredClone.bind(self),
  say: (message) => say(message),
  onUnhandled: (listener) =>
    self.addEventListener("unhandledrejection", (event) => {
      event.preventDefault();
      listener(event.promise, event.reason);
    }),
  globals: self,
};

self.onmessage = ({ data }: MessageEvent<ScriptOrder>): void => runScript(data, host);
