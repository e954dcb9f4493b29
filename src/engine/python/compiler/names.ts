/** Loads, stores and deletions of names. Rule: what a name means is decided by its scope alone (`symbols.ts`). */
import { CODE_KIND, OPCODE } from "../bytecode.ts";
import type { Span } from "./diagnostics.ts";
import { resolve, type Resolution, type Scope } from "./symbols.ts";
import type { Unit } from "./unit.ts";

/** `scope` is the scope the name stands in: the unit's own, or an inlined comprehension's. */
export function loadName(unit: Unit, scope: Scope, plain: string, at: Span, pushNull = false): void {
  const name = scope.mangle(plain);
  const meaning = resolve(scope, name);
  if (meaning.kind === "global") return loadGlobal(unit, name, at, pushNull);
  const { assembler } = unit;
  if (meaning.kind === "local") assembler.emit(OPCODE.LOAD_FAST, unit.slotOf(meaning.scope, meaning.symbol), at);
  else if (meaning.kind === "cell") loadCell(unit, meaning, at);
  else loadFromClass(unit, name, meaning.outer, at);
  if (pushNull) assembler.emit(OPCODE.PUSH_NULL, 0, at);
}

/** Module code says NAME, but for names that a function declares `global`. */
function saysGlobal(unit: Unit, name: string): boolean {
  return unit.kind !== CODE_KIND.MODULE || unit.context.declaredGlobal.has(name);
}

function loadGlobal(unit: Unit, name: string, at: Span, pushNull: boolean): void {
  const { assembler } = unit;
  const index = unit.globalAt(name);
  const { visible } = unit.globals[index];
  if (saysGlobal(unit, name)) {
    assembler.emit(visible ? OPCODE.LOAD_GLOBAL_VISIBLE : OPCODE.LOAD_GLOBAL, (index << 1) | (pushNull ? 1 : 0), at);
    return;
  }
  assembler.emit(visible ? OPCODE.LOAD_NAME_VISIBLE : OPCODE.LOAD_NAME, index << 1, at);
  if (pushNull) assembler.emit(OPCODE.PUSH_NULL, 0, at);
}

function loadCell(unit: Unit, meaning: Extract<Resolution, { kind: "cell" }>, at: Span): void {
  const visible = unit.context.visibility.isVisibleCell(meaning.scope, meaning.symbol);
  unit.assembler.emit(
    visible ? OPCODE.LOAD_DEREF_VISIBLE : OPCODE.LOAD_DEREF,
    unit.slotOf(meaning.scope, meaning.symbol),
    at,
  );
}

function loadFromClass(unit: Unit, name: string, outer: Resolution, at: Span): void {
  const key = unit.nameAt(name) << 16;
  if (outer.kind === "local" || outer.kind === "cell")
    unit.assembler.emit(OPCODE.LOAD_FROM_DICT_OR_DEREF, key | unit.slotOf(outer.scope, outer.symbol), at);
  else unit.assembler.emit(OPCODE.LOAD_NAME_CLASS, key | unit.globalAt(name), at);
}

export function storeName(unit: Unit, scope: Scope, plain: string, at: Span | null): void {
  const name = scope.mangle(plain);
  const meaning = resolve(scope, name);
  const { assembler } = unit;
  switch (meaning.kind) {
    case "global": {
      const index = unit.globalAt(name);
      const { visible } = unit.globals[index];
      if (!saysGlobal(unit, name)) assembler.emit(visible ? OPCODE.STORE_NAME_VISIBLE : OPCODE.STORE_NAME, index, at);
      else assembler.emit(visible ? OPCODE.STORE_GLOBAL_VISIBLE : OPCODE.STORE_GLOBAL, index, at);
      return;
    }
    case "local":
      return assembler.emit(OPCODE.STORE_FAST, unit.slotOf(meaning.scope, meaning.symbol), at);
    case "cell": {
      const visible = unit.context.visibility.isVisibleCell(meaning.scope, meaning.symbol);
      return assembler.emit(
        visible ? OPCODE.STORE_DEREF_VISIBLE : OPCODE.STORE_DEREF,
        unit.slotOf(meaning.scope, meaning.symbol),
        at,
      );
    }
    case "class":
      return assembler.emit(OPCODE.STORE_NAME_CLASS, unit.nameAt(name), at);
  }
}

export function deleteName(unit: Unit, scope: Scope, plain: string, at: Span | null): void {
  const name = scope.mangle(plain);
  const meaning = resolve(scope, name);
  const { assembler } = unit;
  switch (meaning.kind) {
    case "global":
      return assembler.emit(
        saysGlobal(unit, name) ? OPCODE.DELETE_GLOBAL : OPCODE.DELETE_NAME,
        unit.globalAt(name),
        at,
      );
    case "local":
      return assembler.emit(OPCODE.DELETE_FAST, unit.slotOf(meaning.scope, meaning.symbol), at);
    case "cell":
      return assembler.emit(OPCODE.DELETE_DEREF, unit.slotOf(meaning.scope, meaning.symbol), at);
    case "class":
      return assembler.emit(OPCODE.DELETE_NAME_CLASS, unit.nameAt(name), at);
  }
}
