/**
 * A listing to a program, linked with the prelude. Rule: either there are diagnostics and nothing runs, or there is a program.
 */
import type { Diagnostic } from "../../program/listing.ts";
import type { ParameterValues } from "../../program/report.ts";
import type { Code, CompiledProgram, GlobalReference, ModuleCode, ModuleSlot } from "../bytecode.ts";
import type { Environment } from "../object-model.ts";
import { reprConstant } from "./constant-repr.ts";
import { ListingError, SourceText } from "./diagnostics.ts";
import { bytecodeRows } from "./listing-rows.ts";
import { generate, readModule, type ReadModule } from "./module.ts";
import { findParameters, replacements } from "./parameters.ts";
import { preludeImage, type PreludeImage } from "./prelude-image.ts";
import type { Expression } from "./tree.ts";
import type { Value } from "../values.ts";

export interface CompileOptions {
  /** Values for module-level `name = literal` at the listing's head. */
  readonly parameters?: ParameterValues;
}

/** `program` is null exactly when there are diagnostics. */
export interface Compilation {
  readonly program: CompiledProgram | null;
  readonly diagnostics: readonly Diagnostic[];
}

export function compileWith(environment: Environment, text: string, options: CompileOptions = {}): Compilation {
  const source = new SourceText(text.replaceAll("\r\n", "\n"));
  try {
    const program = link(preludeImage(environment), source, options);
    return { program, diagnostics: [...source.refusals].sort((a, b) => a.line - b.line || a.column - b.column) };
  } catch (error) {
    if (!(error instanceof ListingError)) throw error;
    return { program: null, diagnostics: [error.diagnostic] };
  }
}

function link(image: PreludeImage, source: SourceText, options: CompileOptions): CompiledProgram | null {
  const read = readModule(source, image.known, image.builtinNames);
  const found = findParameters(source, read.tree);
  const replaced = replacements(source, found, options.parameters ?? {});
  if (source.refusals.length > 0) return null;
  const own = compileListing(image, read, replaced);
  const bodies = bodiesBefore(image, own.main.imports);
  const codes: Code[] = [];
  for (const code of [...bodies.flatMap((index) => image.part(index).codes), ...own.codes]) codes[code.id] = code;
  const strings = new Set(bodies.flatMap((index) => image.part(index).strings));
  for (const text of own.strings) strings.add(text);
  const modules = image.environment.modules.map((_, index) =>
    bodies.includes(index) ? image.part(index).module : image.placeholder(index),
  );
  return {
    source: source.text,
    sourceLines: source.lineStarts.map((_, i) => source.lineText(i + 1)),
    codes,
    modules: [...modules, own.main],
    main: own.main,
    mainIndex: modules.length,
    bodies,
    slots: listSlots(image, read, own.main),
    slotCount: image.slotCount + own.main.slots.size,
    strings: [...strings],
    visibleAttributes: read.visibility.attributes,
    allAttributesVisible: read.visibility.allAttributes,
    starts: read.visibility.starts.any,
    imports: own.main.imports.map((index) => image.environment.modules[index].name),
    bytecode: bytecodeRows(own.codes, reprConstant),
    parameters: found.map(({ name, value, line }) => ({ name, value, line })),
  };
}

interface CompiledListing {
  readonly main: ModuleCode;
  /** In the order of their ids. */
  readonly codes: readonly Code[];
  readonly strings: ReadonlySet<string>;
}

function compileListing(
  image: PreludeImage,
  read: ReadModule,
  replaced: ReadonlyMap<Expression, Value>,
): CompiledListing {
  const codes: Code[] = [];
  const slots = new Map<string, number>();
  const imports: number[] = [];
  for (const name of read.bound) slots.set(name, image.slotCount + slots.size);
  const natives = new Map<string, Value>([
    ["__name__", "__main__"],
    ["__file__", "listing.py"],
  ]);
  const strings = new Set([...slots.keys(), "__name__", "__main__", "__file__", "listing.py"]);
  let taken = 0;
  const code = generate(read, {
    moduleIndex: image.environment.modules.length,
    internal: false,
    nextCodeId: () => image.codeCount + taken++,
    addCode: (made) => {
      codes[made.id - image.codeCount] = made;
    },
    globalReference: (name, visible, reachable) => ({
      ...reference(image, slots, natives, name),
      visible,
      reachable,
    }),
    moduleNamed: (name) => image.indexOf.get(name),
    noteString: (text) => strings.add(text),
    noteImport: (index) => {
      if (!imports.includes(index)) imports.push(index);
    },
    replacement: (node) => replaced.get(node),
  });
  return { main: { name: "__main__", code, slots, natives, imports }, codes, strings };
}

function reference(
  image: PreludeImage,
  slots: ReadonlyMap<string, number>,
  natives: ReadonlyMap<string, Value>,
  name: string,
): Omit<GlobalReference, "visible" | "reachable"> {
  const native = natives.get(name);
  const rest = native === undefined ? image.builtinReference(name) : { fallback: native, fallbackSlot: -1 };
  return { name, slot: slots.get(name) ?? -1, ...rest };
}

/** `builtins` and what the listing imports, each after what it imports itself. */
function bodiesBefore(image: PreludeImage, imports: readonly number[]): number[] {
  const order: number[] = [];
  const visited = new Set<number>();
  const add = (index: number): void => {
    if (visited.has(index)) return;
    visited.add(index);
    for (const needed of image.part(index).module.imports) add(needed);
    order.push(index);
  };
  add(0);
  for (const index of imports) add(index);
  return order;
}

function listSlots(image: PreludeImage, read: ReadModule, main: ModuleCode): ModuleSlot[] {
  return [...main.slots].map(([name, slot]) => ({
    module: image.environment.modules.length,
    name,
    slot,
    visible: read.visibility.moduleNames.has(name),
  }));
}
