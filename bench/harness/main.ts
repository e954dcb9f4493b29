/**
 * `npm run bench`: builds, serves, measures in fresh browsers, prints the table and writes the JSON file. A goal that is
 * missed is shown, not punished; a kernel that fails makes the exit code 1.
 */
import { writeFileSync } from "node:fs";
import { isChosen, readArguments, usage } from "./arguments.ts";
import {
  type Harvest,
  type Measurable,
  measurableInBenchPage,
  measurableOnRealPage,
  measureInBrowsers,
  readCards,
} from "./browsers.ts";
import type { PageKernel } from "./kernel.ts";
import { type Served, serveBenchPage, serveRealPage } from "./serve.ts";
import { summarise } from "./summary.ts";
import { drawTable } from "./table.ts";

const pageModules = import.meta.glob<{ readonly kernels: readonly PageKernel[] }>("../page-kernels/*.ts", {
  eager: true,
});
const pageKernels = Object.values(pageModules).flatMap((module) => module.kernels);

/** Gives the exit code. */
export async function main(words: readonly string[]): Promise<number> {
  const wanted = readArguments(words);
  const served: Served[] = [];
  try {
    const list = await listMeasurables(wanted.only, served);
    if (list.length === 0) throw new Error(`no kernel has a name with ${wanted.only.join(" or ")} in it; ${usage}`);
    if (wanted.list) {
      for (const { card } of list) console.log(card.name);
      return 0;
    }
    const harvest = await measureInBrowsers(list, wanted.processes, (line) => console.error(line));
    return report(list, harvest, wanted.json);
  } finally {
    for (const one of served) await one.close();
  }
}

async function listMeasurables(only: readonly string[], served: Served[]): Promise<Measurable[]> {
  const bench = await serveBenchPage();
  served.push(bench);
  const inBenchPage = (await readCards(bench.address)).filter(({ name }) => isChosen(name, only));
  const onRealPage = pageKernels.filter(({ name }) => isChosen(name, only));
  const list = inBenchPage.map((card) => measurableInBenchPage(card, bench.address));
  if (onRealPage.length === 0) return list;
  const real = await serveRealPage();
  served.push(real);
  return [...list, ...onRealPage.map((kernel) => measurableOnRealPage(kernel, real.address))];
}

function report(list: readonly Measurable[], { samples, failures }: Harvest, json: string | undefined): number {
  const rows = list.flatMap(({ card }) => {
    const found = samples.get(card.name);
    return found ? [summarise(card, found)] : [];
  });
  console.log(drawTable(rows));
  for (const [name, problems] of failures) for (const problem of problems) console.error(`${name} failed: ${problem}`);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(rows, null, 2)}\n`);
  return failures.size > 0 ? 1 : 0;
}
