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
import { builtinReference, preludeImage, type PreludeImage } from "./prelude-image.ts";
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
    return { program, diagnostics: source.refusals };
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
  const linked = linkListing(image, read, replaced);
  const rest = image.codes.length;
  return {
    source: source.text,
    sourceLines: source.lineStarts.map((_, i) => source.lineText(i + 1)),
    ...linked,
    slots: listSlots(image, read, linked.main),
    visibleAttributes: read.visibility.attributes,
    allAttributesVisible: read.visibility.allAttributes,
    starts: read.visibility.starts.any,
    bytecode: bytecodeRows(linked.codes.slice(rest), reprConstant),
    parameters: found.map(({ name, value, line }) => ({ name, value, line })),
  };
}

type Linked = Pick<CompiledProgram, "codes" | "modules" | "main" | "mainIndex" | "bodies" | "slotCount" | "strings" | "imports">;

function linkListing(image: PreludeImage, read: ReadModule, replaced: ReadonlyMap<Expression, Value>): Linked {
  const codes: Code[] = [...image.codes];
  const strings = new Set(image.strings);
  const slots = new Map<string, number>();
  const mainIndex = image.modules.length;
  const imports: number[] = [];
  for (const name of read.bound) slots.set(name, image.slotCount + slots.size);
  const natives = new Map<string, Value>([["__name__", "__main__"], ["__file__", "listing.py"]]);
  for (const text of [...slots.keys(), "__name__", "__main__", "__file__", "listing.py"]) strings.add(text);
  const code = generate(read, {
    moduleIndex: mainIndex,
    internal: false,
    nextCodeId: () => codes.push(undefined as never) - 1,
    addCode: (made) => {
      codes[made.id] = made;
    },
    globalReference: (name, visible) => reference(image, slots, natives, name, visible),
    moduleNamed: (name) => image.indexOf.get(name),
    noteString: (text) => strings.add(text),
    noteImport: (index) => {
      if (!imports.includes(index)) imports.push(index);
    },
    replacement: (node) => replaced.get(node),
  });
  const main: ModuleCode = { name: "__main__", code, slots, natives, imports };
  return {
    codes,
    modules: [...image.modules, main],
    main,
    mainIndex,
    bodies: bodiesBefore(image, imports),
    slotCount: image.slotCount + slots.size,
    strings: [...strings],
    imports: imports.map((index) => image.modules[index].name),
  };
}

function reference(image: PreludeImage, slots: ReadonlyMap<string, number>, natives: ReadonlyMap<string, Value>, name: string, visible: boolean): GlobalReference {
  const native = natives.get(name);
  const rest = native === undefined ? builtinReference(image, name) : { fallback: native, fallbackSlot: -1 };
  return { name, slot: slots.get(name) ?? -1, visible, ...rest };
}

/** `builtins` and what the listing imports, each after what it imports itself. */
function bodiesBefore(image: PreludeImage, imports: readonly number[]): number[] {
  const order: number[] = [];
  const add = (index: number): void => {
    if (order.includes(index) || visiting.has(index)) return;
    visiting.add(index);
    for (const needed of image.modules[index].imports) add(needed);
    order.push(index);
  };
  const visiting = new Set<number>();
  if (image.modules.length > 0) add(0);
  for (const index of imports) add(index);
  return order;
}

function listSlots(image: PreludeImage, read: ReadModule, main: ModuleCode): ModuleSlot[] {
  return [...main.slots].map(([name, slot]) => ({ module: image.modules.length, name, slot, visible: read.visibility.moduleNames.has(name) }));
}
