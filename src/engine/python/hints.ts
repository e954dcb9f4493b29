/**
 * Names that a NameError or an AttributeError could have meant, looked up where it was raised.
 * Rule: they are part of a traceback's last line only, as in CPython; `str(error)` does not have them.
 */
import { GLOBALS_BASE } from "../memory/layout.ts";
import { UNBOUND } from "../memory/words.ts";
import { PyNative } from "./callables.ts";
import type { Frame } from "./frames.ts";
import { type Host, PyRaise } from "./native.ts";
import { hintForAttribute, hintForName, nearestName } from "./suggestions.ts";
import { PythonError } from "./text/index.ts";
import { PyRef, type Value } from "./values.ts";

/** Hint for a name that is bound nowhere. */
export function nameHint(host: Host, frame: Frame, name: string): string {
  const self = frame.slots[frame.code.parts.locals.indexOf("self")];
  if (self !== undefined && attributeNames(host, self as Value).includes(name))
    return `. Did you mean: 'self.${name}'?`;
  const { modules } = host.program;
  const names = [...localNames(frame), ...moduleNames(host, frame.code.parts.module), ...moduleNames(host, 0)];
  return hintForName(
    nearestName(name, names),
    name,
    modules.some((module) => module.name === name && !name.startsWith("_")),
  );
}

function localNames(frame: Frame): string[] {
  const { locals } = frame.code.parts;
  return [
    ...locals.filter((name, i) => frame.slots[i] !== undefined && !name.startsWith(".")),
    ...(frame.namespace?.keys() ?? []),
  ];
}

function moduleNames({ program, world }: Host, index: number): string[] {
  const { slots, natives } = program.modules[index];
  const bound = [...slots]
    .filter(([, slot]) => world.memory.load(GLOBALS_BASE + slot) !== UNBOUND)
    .map(([name]) => name);
  return index === 0 ? [...natives.keys(), ...bound].filter((name) => !name.startsWith("_")) : bound;
}

/** Hint for an attribute that an object has not. */
export function attributeHint(host: Host, frame: Frame, owner: Value, name: string): string {
  const self = frame.slots[frame.code.parts.locals.indexOf("self")];
  const own = self instanceof PyRef && owner instanceof PyRef && self.at === owner.at;
  const names = attributeNames(host, owner).filter((one) => own || name.startsWith("_") || !one.startsWith("_"));
  return hintForAttribute(nearestName(name, names));
}

/** `dir(owner)`; empty where that is not known without the listing's code. */
function attributeNames(host: Host, owner: Value): string[] {
  const dir = host.program.modules[0].natives.get("dir");
  if (!(dir instanceof PyNative)) return [];
  try {
    const listed = dir.native(host, [owner], null);
    return listed instanceof PyRef ? host.objects.listItems(listed).filter((item) => typeof item === "string") : [];
  } catch (error) {
    if (error instanceof PyRaise || error instanceof PythonError) return [];
    throw error;
  }
}
