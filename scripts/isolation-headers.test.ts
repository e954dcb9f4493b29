// The file for static hosts says the same as what our own servers send.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { embedHeaders, headersFor, pageHeaders } from "./isolation-headers.mjs";

/** Path pattern → headers, as the hosts read the file. */
function readHostFile(): Map<string, Record<string, string>> {
  const text = readFileSync(new URL("../public/_headers", import.meta.url), "utf8");
  const rules = new Map<string, Record<string, string>>();
  let current: Record<string, string> = {};
  for (const line of text.split("\n")) {
    if (line.startsWith("#") || line.trim() === "") continue;
    if (!line.startsWith(" ")) {
      current = {};
      rules.set(line.trim(), current);
      continue;
    }
    const colon = line.indexOf(":");
    current[line.slice(0, colon).trim()] = line.slice(colon + 1).trim();
  }
  return rules;
}

test("every page is isolated, and the file for static hosts says so", () => {
  expect(headersFor("/?scenario=bank-race")).toEqual(pageHeaders);
  expect(readHostFile().get("/*")).toEqual(pageHeaders);
});

test.each(["/embed", "/embed.html", "/*.js"])("%s carries the embed's policy, and the file says so", (path) => {
  expect(headersFor(path)).toEqual({ ...pageHeaders, ...embedHeaders });
  expect(readHostFile().get(path)).toEqual(embedHeaders);
});

test.each([
  "/sub/folder/embed.html?scenario=deadlock",
  "/assets/thread.worker-1.js",
  "/src/workers/thread.worker.ts?worker_file",
])("%s carries the embed's policy", (url) => {
  expect(headersFor(url)).toEqual({ ...pageHeaders, ...embedHeaders });
});
