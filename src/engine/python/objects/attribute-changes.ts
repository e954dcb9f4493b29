/**
 * `owner.name = value` and `del owner.name`: on instances, classes, functions, modules and what only has getters and setters.
 * Rule: data descriptors of the class come first; of what lies in the object itself, one change is one visible step.
 */
import type { Address, Word } from "../../base/ids.ts";
import { GLOBALS_BASE } from "../../memory/layout.ts";
import { UNBOUND } from "../../memory/words.ts";
import { OP } from "../../trace/ops.ts";
import { PyModule } from "../callables.ts";
import type { Heap } from "../heap.ts";
import { type Host, type NativeResult, SUSPEND, TailCall } from "../native.ts";
import { PythonError } from "../text/index.ts";
import { PyRef, type Value } from "../values.ts";
import { addSlot, findSlot, findStatic, initPiece, pieceWords } from "./attributes.ts";
import { bumpClassEpoch, CLASS, classAttributes } from "./classes.ts";
import { FUNCTION_ATTRIBUTES, FUNCTION_MUTEX } from "./functions.ts";
import { PyGetSet, PyProperty, PyType } from "./immutables.ts";
import {
  attributesOf,
  EXCEPTION_ATTRIBUTES,
  INSTANCE_ATTRIBUTES,
  INSTANCE_CLASS,
  INSTANCE_MUTEX,
} from "./instances.ts";
import { isSharedAt, KIND, type Kind } from "./kinds.ts";
import { nameAttribute } from "./naming.ts";
import { deleteLocal, setLocal } from "./thread-locals.ts";
import { share } from "./share.ts";
import { typeError, typeNameOf, userMethod } from "./specials.ts";
import { OBJECT, typeOf } from "./types.ts";
import { isVisible, WRITE } from "./visible.ts";
import { attributeError, findLate, withoutAccessor } from "./attribute-access.ts";

/** Results are dropped. */
export function setAttribute(host: Host, owner: Value, name: string, value: Value, visible: boolean): NativeResult {
  const { heap } = host;
  if (owner instanceof PyRef) {
    const kind = heap.kind(owner);
    switch (kind) {
      case KIND.INSTANCE:
      case KIND.EXCEPTION:
        return setOnInstance(host, owner, kind, name, value, visible);
      case KIND.CLASS:
        return storeIn(
          host,
          owner.at,
          CLASS.MUTEX,
          classAttributes(heap, owner.at),
          name,
          value,
          visible,
          bumpClassEpoch,
        );
      case KIND.FUNCTION:
        return setOnFunction(host, owner, name, value, visible);
      case KIND.THREAD_LOCAL:
        return setLocal(host, owner, name, value);
      default:
        return setOnBuiltin(host, owner, name, value);
    }
  }
  if (owner instanceof PyModule) return setInModule(host, owner, name, value);
  if (owner instanceof PyType) throw typeError(`cannot set '${name}' attribute of immutable type '${owner.name}'`);
  return setOnBuiltin(host, owner, name, value);
}

function setOnInstance(
  host: Host,
  owner: PyRef,
  kind: Kind,
  name: string,
  value: Value,
  visible: boolean,
): NativeResult {
  const { heap } = host;
  const { at } = owner;
  const classWord = heap.memory.load(at + INSTANCE_CLASS);
  const entry = heap.staticName(name);
  const found = entry === undefined ? findLate(heap, classWord, name) : heap.classes.findByWord(classWord, entry, name);
  if (found !== null) {
    const descriptor = heap.classes.valueOf(found);
    const set = descriptor === undefined ? undefined : setByDescriptor(host, owner, name, descriptor, value);
    if (set !== undefined) return set;
  }
  const own = ownSetter(host, owner, classWord, name, value);
  if (own !== undefined) return own;
  const piece = at + (kind === KIND.INSTANCE ? INSTANCE_ATTRIBUTES : EXCEPTION_ATTRIBUTES);
  return storeIn(host, at, INSTANCE_MUTEX, piece, name, value, visible, null);
}

/** A call of the class's `__setattr__`; undefined where it has none. */
function ownSetter(host: Host, owner: PyRef, classWord: Word, name: string, value: Value): NativeResult | undefined {
  const { heap } = host;
  const setter = heap.classes.findByWord(classWord, heap.setattrName, "__setattr__");
  if (setter === null || setter.slot === 0) {
    return classWord === heap.typeWord(OBJECT.index) ? setOnBuiltin(host, owner, name, value) : undefined;
  }
  const method = heap.classes.valueOf(setter);
  return method === undefined ? undefined : new TailCall(method, [owner, name, value]);
}

/** `object.__setattr__(owner, name, value)`. */
export function setAttributeDirectly(host: Host, owner: PyRef, name: string, value: Value): NativeResult {
  const { heap } = host;
  return storeIn(host, owner.at, INSTANCE_MUTEX, attributesOf(heap, owner.at), name, value, true, null);
}

function setByDescriptor(
  host: Host,
  owner: Value,
  name: string,
  descriptor: Value,
  value: Value,
): NativeResult | undefined {
  if (descriptor instanceof PyProperty) {
    if (descriptor.setter !== null) return new TailCall(descriptor.setter, [owner, value]);
    throw withoutAccessor(host, owner, name, "setter");
  }
  if (descriptor instanceof PyGetSet) return setByGetSet(host, owner, descriptor, value);
  const setter = descriptor instanceof PyRef ? userMethod(host.heap, descriptor, "__set__") : undefined;
  return setter === undefined ? undefined : new TailCall(setter, [descriptor, owner, value]);
}

function setByGetSet(host: Host, owner: Value, descriptor: PyGetSet, value: Value): NativeResult {
  if (descriptor.set !== null) return descriptor.set(host, owner, value);
  throw new PythonError(
    "AttributeError",
    `attribute '${descriptor.name}' of '${typeNameOf(host.heap, owner)}' objects is not writable`,
  );
}

/** Writes an attribute: a slot that is there without the mutex, a new one inside it. */
function storeIn(
  host: Host,
  at: Address,
  mutex: number,
  piece: Address,
  name: string,
  value: Value,
  visible: boolean,
  added: ((heap: Heap) => void) | null,
): NativeResult {
  const { heap } = host;
  const shared = isSharedAt(heap.memory, at);
  const told = visible && shared && host.world.started;
  const entry = heap.staticName(name);
  const key = told ? (entry === undefined ? heap.stringWord(name) : heap.wordOfStatic(entry)) : UNBOUND;
  if (told && host.mustStop(WRITE, at, key)) return SUSPEND;
  if (typeof value === "object" && value !== null) {
    nameAttribute(heap, at, name, value);
    if (shared) share(heap, value);
  }
  const word = heap.toWord(value);
  const known = entry === undefined ? findSlot(heap, piece, name) : findStatic(heap, piece, entry);
  const slot = known === 0 ? makeSlot(heap, at, mutex, piece, name, shared) : known;
  const isNew = added !== null && heap.load(slot) === UNBOUND;
  if (told) host.world.write(slot, at, key, word);
  else heap.memory.store(slot, word);
  if (isNew) added(heap);
  return null;
}

function makeSlot(heap: Heap, at: Address, mutex: number, piece: Address, name: string, shared: boolean): Address {
  const key = heap.stringWord(name);
  if (!shared) return addSlot(heap, piece, key, UNBOUND);
  heap.memory.enter(at + mutex);
  try {
    return findSlot(heap, piece, name) || addSlot(heap, piece, key, UNBOUND, true);
  } finally {
    heap.memory.leave(at + mutex);
  }
}

function setOnFunction(host: Host, owner: PyRef, name: string, value: Value, visible: boolean): NativeResult {
  const { heap } = host;
  let piece = heap.load(owner.at + FUNCTION_ATTRIBUTES);
  if (piece === 0) {
    const fresh = heap.allocApart(pieceWords(4));
    initPiece(heap, fresh, 4);
    const before = heap.memory.compareExchange(owner.at + FUNCTION_ATTRIBUTES, 0, fresh);
    piece = before === 0 ? fresh : before;
  }
  return storeIn(host, owner.at, FUNCTION_MUTEX, piece, name, value, visible, null);
}

function setInModule(host: Host, module: PyModule, name: string, value: Value): NativeResult {
  const slot = host.program.modules[module.index].slots.get(name);
  if (slot === undefined) throw new PythonError("AttributeError", `module '${module.name}' is read-only here`);
  share(host.heap, value);
  host.heap.store(GLOBALS_BASE + slot, host.heap.toWord(value));
  return null;
}

function setOnBuiltin(host: Host, owner: Value, name: string, value: Value): NativeResult {
  const found = (typeOf(host.heap, owner) as PyType).find(name);
  if (found instanceof PyGetSet && found.set !== null) return found.set(host, owner, value);
  throw notOnBuiltin(host, owner, name);
}

/** Why an attribute of a built-in value can be neither set nor deleted. */
function notOnBuiltin(host: Host, owner: Value, name: string): PythonError {
  const type = typeOf(host.heap, owner) as PyType;
  if (owner instanceof PyType)
    return new PythonError("TypeError", `cannot set '${name}' attribute of immutable type '${owner.name}'`);
  const text =
    type.find(name) === undefined
      ? `has no attribute '${name}' and no __dict__ for setting new attributes`
      : `attribute '${name}' is read-only`;
  return new PythonError("AttributeError", `'${type.name}' object ${text}`);
}

function deleteOnFunction(host: Host, owner: PyRef, name: string, visible: boolean): NativeResult {
  const piece = host.heap.load(owner.at + FUNCTION_ATTRIBUTES);
  if (piece === 0) throw attributeError(host, owner, name);
  return clearSlot(host, owner, piece, name, visible);
}

export function deleteAttribute(host: Host, owner: Value, name: string, visible: boolean): NativeResult {
  const { heap } = host;
  if (!(owner instanceof PyRef)) throw notOnBuiltin(host, owner, name);
  const kind = heap.kind(owner);
  if (kind === KIND.THREAD_LOCAL && deleteLocal(host, owner, name)) return null;
  if (kind === KIND.FUNCTION) return deleteOnFunction(host, owner, name, visible);
  if (kind !== KIND.INSTANCE && kind !== KIND.EXCEPTION && kind !== KIND.CLASS) throw notOnBuiltin(host, owner, name);
  const found = kind === KIND.CLASS ? undefined : heap.classes.find(typeOf(heap, owner), name);
  const descriptor = found && heap.classes.valueOf(found);
  if (descriptor instanceof PyProperty) {
    if (descriptor.deleter !== null) return new TailCall(descriptor.deleter, [owner]);
    throw withoutAccessor(host, owner, name, "deleter");
  }
  return clearSlot(
    host,
    owner,
    kind === KIND.CLASS ? classAttributes(heap, owner.at) : attributesOf(heap, owner.at),
    name,
    visible,
  );
}

function clearSlot(host: Host, owner: PyRef, piece: Address, name: string, visible: boolean): NativeResult {
  const { heap } = host;
  const slot = findSlot(heap, piece, name);
  const told = visible && isVisible(host, owner.at);
  if (!told && (slot === 0 || heap.load(slot) === UNBOUND)) throw attributeError(host, owner, name);
  if (told) {
    const key = heap.stringWord(name);
    if (host.mustStop(WRITE, owner.at, key)) return SUSPEND;
    if (!clearShared(host, slot, owner.at, key)) throw attributeError(host, owner, name);
  } else heap.store(slot, UNBOUND);
  if (heap.kind(owner) === KIND.CLASS) bumpClassEpoch(heap);
  return null;
}

/** Of two that delete an attribute at the same moment one has it. False, told as a read, where it is not there. */
function clearShared(host: Host, slot: Address, at: Address, key: Word): boolean {
  const { heap, world } = host;
  const found = world.remember(slot === 0 ? UNBOUND : takeWord(heap, slot)) !== UNBOUND;
  world.note(found ? OP.write : OP.read, at, key, UNBOUND);
  return found;
}

function takeWord({ memory }: Heap, slot: Address): Word {
  for (;;) {
    const word = memory.load(slot);
    if (word === UNBOUND || memory.compareExchange(slot, word, UNBOUND) === word) return word;
  }
}
