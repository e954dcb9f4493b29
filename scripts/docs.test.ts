// The documents: those for users exist in both languages and say the same things in the same order, and no link leads nowhere.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const chinese = readdirSync(join(root, "docs/zh-CN")).filter((name) => name !== "README.md");

/** What must not differ between two languages: headings by depth, listings to the letter, the shape of tables and lists. */
function skeleton(text: string) {
  const listings = [...text.matchAll(/^```[\s\S]*?^```/gm)].map(([listing]) => listing);
  const lines = text.replace(/^```[\s\S]*?^```/gm, "").split("\n");
  const headings = lines.flatMap((line) => /^#+/.exec(line)?.[0].length ?? []);
  const rows = lines.filter((line) => line.startsWith("|")).map((line) => line.replaceAll("\\|", "").split("|").length);
  return { headings, listings, rows, points: lines.filter((line) => line.startsWith("- ")).length };
}

/** Relative targets of a document's links, anchors left out. */
function targets(text: string) {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target ?? "")
    .filter((target) => !/^(https?:|#)/.test(target));
}

describe("a document in Chinese", () => {
  it.each(chinese.filter((name) => name !== "python.md"))("has what %s has in English", (name) => {
    expect(skeleton(read(`docs/zh-CN/${name}`))).toEqual(skeleton(read(`docs/${name}`)));
  });

  it("has every difference from CPython and every test of the subset; its generated tables are the English ones", () => {
    const [english = ""] = read("docs/python.md").split("<!-- tables");
    expect(skeleton(read("docs/zh-CN/python.md"))).toEqual(skeleton(english));
  });

  it("has whatever the READMEs have", () => {
    const [here, there] = [skeleton(read("README.zh-CN.md")), skeleton(read("README.md"))];
    expect({ ...here, listings: here.listings.length }).toEqual({ ...there, listings: there.listings.length });
  });
});

describe("no link leads nowhere", () => {
  const documents = ["docs", "docs/zh-CN", "docs/decisions", "e2e", "bench", "."].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith(".md"))
      .map((name) => join(folder, name)),
  );
  it.each(documents)("in %s", (file) => {
    const missing = targets(read(file)).filter(
      (target) => !existsSync(join(root, dirname(file), target.split("#")[0] ?? "")),
    );
    expect(missing).toEqual([]);
  });
});
