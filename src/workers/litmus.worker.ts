/** One thread of a litmus test. */
import type { RaceOrder } from "./litmus-contract.ts";
import { takePart } from "./litmus-part.ts";

addEventListener("message", ({ data }: MessageEvent<RaceOrder>) => {
  takePart(data);
  postMessage("over");
});
