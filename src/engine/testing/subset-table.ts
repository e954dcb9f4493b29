/**
 * The tables of docs/python.md, from what the tests run: the corpus' programs by topic, the built-in names and modules that a listing
 * finds, and what is refused with what to write instead. Nothing in them is written by hand.
 */
import type { CorpusFile } from "../../../scripts/corpus-files.mjs";
import { preludeImage } from "../python/compiler/prelude-image.ts";
import { compile } from "../python/index.ts";
import { environment } from "../python/prelude/index.ts";

/** Names that CPython 3.13's `builtins` has, without exceptions and names of the interactive prompt. */
const PYTHON_BUILTINS =
  "abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex delattr dict dir divmod " +
  "enumerate eval exec exit filter float format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter " +
  "len list locals map max memoryview min next object oct open ord pow print property quit range repr reversed round set setattr slice " +
  "sorted staticmethod str sum super tuple type vars zip";

const TOPICS: Readonly<Record<string, string>> = {
  language: "the language",
  values: "values and their methods",
  builtins: "built-in functions",
  errors: "errors and tracebacks",
  modules: "modules",
};

/** All generated text, in Markdown. */
export function subsetTables(corpus: readonly CorpusFile[]): string {
  return [programTable(corpus), builtinTable(), moduleTable(), refusedTable(corpus)].join("\n");
}

function programTable(corpus: readonly CorpusFile[]): string {
  const files = corpus.filter(({ topic }) => !/^(refused|many)\//.test(topic));
  const count = files.reduce((sum, { programs }) => sum + programs.length, 0);
  const rows = files.map(({ topic, programs }) => {
    const [folder, name] = topic.split("/");
    return `| ${TOPICS[folder] ?? folder}: [${name.replaceAll("-", " ")}](../corpus/${topic}.txt) | ${programs.length} | ${programs.map((one) => one.name).join("; ")} |`;
  });
  return `### Programs that print what CPython prints: ${count}\n\n| topic | programs | what they try |\n| --- | --- | --- |\n${rows.join("\n")}\n`;
}

function builtinTable(): string {
  const { builtinNames, known } = preludeImage(environment);
  const names = PYTHON_BUILTINS.split(" ");
  const here = names.filter((name) => builtinNames.has(name) && !known.refusedNames.has(name));
  const rows = names
    .filter((name) => !here.includes(name))
    .map((name) => `| \`${name}\` | ${known.refusedNames.get(name) ?? "not known: NameError"} |`);
  return `### Built-in names\n\nHere: ${code(here)}, and all of CPython's exceptions but exception groups.\n\n| refused | write instead |\n| --- | --- |\n${rows.join("\n")}\n`;
}

function moduleTable(): string {
  const { known } = preludeImage(environment);
  const rows = known.names
    .filter((name) => name !== "builtins" && !name.startsWith("_"))
    .map((name) => {
      const names = [...(known.namesOf(name) ?? [])].filter((one) => !one.startsWith("_") && !known.has(one)).sort();
      return `| \`${name}\` | ${code(names)} |`;
    });
  const refused = [...known.refusedModules].map(([name, instead]) => `| \`${name}\` | ${instead} |`);
  return (
    `### Modules\n\n| module | names |\n| --- | --- |\n${rows.join("\n")}\n\n` +
    `Any other module is refused; for these the message says what to write instead:\n\n| refused | write instead |\n| --- | --- |\n${refused.join("\n")}\n`
  );
}

function code(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(" ");
}

function refusedTable(corpus: readonly CorpusFile[]): string {
  const rows: string[] = [];
  for (const { topic, programs } of corpus) {
    if (!topic.startsWith("refused/")) continue;
    for (const { name, source } of programs) {
      const [first] = compile(source).diagnostics;
      if (first !== undefined) rows.push(`| ${name} | ${first.message} | ${first.instead ?? ""} |`);
    }
  }
  return `### Refused before anything runs\n\n| construct | message | write instead |\n| --- | --- | --- |\n${rows.join("\n")}\n`;
}
