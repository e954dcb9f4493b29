// What counts as first load, on texts as the build writes them.

import { expect, test } from "vitest";
import { firstLoad } from "./check-sizes.mjs";

const built: Readonly<Record<string, string>> = {
  "assets/index-1.js":
    'import{a}from"./react-1.js";import"./effect-1.js";var e=()=>new Worker(new URL(new URL(`thread.worker-1.js`,' +
    "import.meta.url).href,``+import.meta.url),{type:`module`});import(`./editor-1.js`).then(e=>e.go());",
  "assets/react-1.js": "export const a=1;",
  "assets/effect-1.js": "globalThis.a=1;",
  "assets/thread.worker-1.js":
    'import{b}from"./shared-1.js";new Worker(new URL(\n/* @vite-ignore */\nnew URL(`inner.worker-1.js`,import.meta.url).href))',
  "assets/inner.worker-1.js": "postMessage(1);",
  "assets/shared-1.js": "export const b=1;",
  "assets/editor-1.js": "export const go=1;",
};

test("first load is the entry, what it imports and the workers it starts, but not what comes later", () => {
  const scripts = firstLoad({ "index.html": { file: "assets/index-1.js" } }, "index.html", (file) => built[file]);
  const all = Object.keys(built).filter((file) => file !== "assets/editor-1.js");
  expect([...scripts].sort()).toEqual(all.sort());
});

test("a page that the build did not make loads nothing", () => {
  expect(firstLoad({}, "index.html", (file) => built[file]).size).toBe(0);
});
