/** One thread of a litmus test, in Node. */
import { parentPort } from "node:worker_threads";
import type { RaceOrder } from "../litmus-contract.ts";
import { takePart } from "../litmus-part.ts";

parentPort?.on("message", (order: RaceOrder) => {
  takePart(order);
  parentPort?.postMessage("over");
});
