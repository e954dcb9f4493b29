/** What a listing may use of its surroundings, and what it may not, with the reason. Rule: what is in neither list is an ordinary unknown name. */

/** The recorder's name in a marked text; no name of a listing may hold it. */
export const MARKS = "__il";

/** Functions of the worker that a listing sees, beside ECMAScript's own. */
export const GIVEN_NAMES = [
  "console",
  "setTimeout",
  "clearTimeout",
  "setInterval",
  "clearInterval",
  "queueMicrotask",
  "MessageChannel",
  "structuredClone",
  "performance",
] as const;
export type GivenName = (typeof GIVEN_NAMES)[number];

/** ECMAScript's global names that stay; of what else a worker has, everything goes. */
export const LANGUAGE_NAMES: ReadonlySet<string> = new Set(
  (
    "Infinity NaN undefined isFinite isNaN parseFloat parseInt decodeURI decodeURIComponent encodeURI encodeURIComponent " +
    "AggregateError Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean DataView Date Error EvalError Float32Array " +
    "Float64Array Int8Array Int16Array Int32Array Iterator Map Number Object Promise Proxy RangeError ReferenceError RegExp Set " +
    "String Symbol SyntaxError TypeError URIError Uint8Array Uint8ClampedArray Uint16Array Uint32Array WeakMap WeakRef WeakSet " +
    "Intl JSON Math Reflect"
  ).split(" "),
);

/** Why a name is refused, and what to write instead. */
export interface RefusedName {
  readonly why: string;
  readonly instead: string;
}

const reasons: Readonly<Record<string, RefusedName>> = {
  dom: {
    why: "the page's document: a worker has none",
    instead: "Print with console.log and look at the lanes.",
  },
  network: {
    why: "the network: how long an answer takes is bounded by nobody",
    instead: "Wait with setTimeout in place of an answer.",
  },
  worker: {
    why: "another worker: the listing runs in one of its own",
    instead: "Use setTimeout or MessageChannel to make tasks.",
  },
  storage: { why: "storage that outlives the run", instead: "Keep values in variables." },
  code: { why: "code made from a text: it cannot be recorded", instead: "Write the code into the listing." },
  global: { why: "the global object as a value", instead: "Use the names themselves, such as setTimeout." },
  blocking: {
    why: "shared memory and blocking waits: the loop would stand still",
    instead: "Await a promise instead.",
  },
  frames: {
    why: "frames and idle times: a worker's loop has none to record",
    instead: "Use setTimeout to make tasks.",
  },
  collected: {
    why: "the garbage collector's callbacks: when they come is not told",
    instead: "Use setTimeout to make tasks.",
  },
  host: { why: "something that this worker does not have", instead: "Write it without." },
};

const groups: Readonly<Record<string, string>> = {
  dom: "document window alert prompt confirm HTMLElement Element Node Event CustomEvent EventTarget addEventListener removeEventListener dispatchEvent MutationObserver location navigator history",
  network:
    "fetch XMLHttpRequest WebSocket WebSocketStream WebTransport EventSource Request Response Headers RTCPeerConnection",
  worker: "Worker SharedWorker ServiceWorker importScripts BroadcastChannel postMessage onmessage close MessagePort",
  storage: "localStorage sessionStorage indexedDB caches cookieStore",
  code: "eval Function WebAssembly",
  global: "globalThis self global top parent frames",
  blocking: "Atomics SharedArrayBuffer",
  frames: "requestAnimationFrame cancelAnimationFrame requestIdleCallback setImmediate clearImmediate scheduler",
  collected: "FinalizationRegistry",
  host: "process require module exports Buffer Deno Bun AbortController AbortSignal ReadableStream WritableStream Blob File FileReader crypto",
};

/** Names that a listing may not use unless it declares them itself. */
export const REFUSED_NAMES: ReadonlyMap<string, RefusedName> = new Map(
  Object.entries(groups).flatMap(([group, names]) => names.split(" ").map((name) => [name, reasons[group]] as const)),
);
