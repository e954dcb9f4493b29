/** The tables of docs/python.md are those that the tests give; `node scripts/subset-table.mjs` writes them. */
import { readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { projectFolder } from "../../../scripts/run-command.mjs";
import { readCorpus } from "../../../scripts/corpus-files.mjs";
import { subsetTables } from "../testing/subset-table.ts";

const page = `${projectFolder}/docs/python.md`;
const MARKS = /(<!-- tables: node scripts\/subset-table\.mjs -->\n)[^]*(<!-- end of tables -->)/;

it("docs/python.md has the tables as they are now", () => {
  const text = readFileSync(page, "utf8");
  const tables = subsetTables(readCorpus(`${projectFolder}/corpus`));
  const fresh = text.replace(MARKS, (_, before: string, after: string) => `${before}\n${tables}\n${after}`);
  if (process.env.SUBSET_TABLE === "write") writeFileSync(page, fresh);
  else expect(text, "node scripts/subset-table.mjs writes them").toBe(fresh);
  expect(MARKS.test(text)).toBe(true);
});
