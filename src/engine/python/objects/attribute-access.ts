/**
 * `owner.name`: look-up on instances, classes, built-in values and modules, in CPython's order (data descriptors of the class,
 * the instance's own, the class's). Rule: only data attributes are visible; methods, properties and modules are not.
 */
import type { Address, Word } from "../../base/ids.ts";
import { GLOBALS_BASE } from "../../memory/layout.ts";
import { UNBOUND } from "../../memory/words.ts";
import { PyMethod, PyModule, PyNative } from "../callables.ts";
import type { Heap } from "../heap.ts";
import type { PyRaise } from "../native.ts";
import { type Host, type NativeResult, SUSPEND, TailCall } from "../native.ts";
import { PythonError } from "../text/index.ts";
import { PyRef, PyTuple, type Value } from "../values.ts";
import { findSlot, findStatic } from "./attributes.ts";
import { CLASS, type ClassValue, classNameOf, findAlong, type Found, mroOf } from "./classes.ts";
import { FUNCTION_ATTRIBUTES } from "./functions.ts";
import { isSame } from "./identity.ts";
import { PyClassMethod, PyGetSet, PyProperty, PyStaticMethod, PySuper, PyType } from "./immutables.ts";
import { EXCEPTION_ATTRIBUTES, INSTANCE_ATTRIBUTES, INSTANCE_CLASS } from "./instances.ts";
import { KIND, type Kind } from "./kinds.ts";
import { getLocal } from "./thread-locals.ts";
import { typeError, typeNameOf, userMethod } from "./specials.ts";
import { TYPE, typeOf } from "./types.ts";
import { isVisible, READ } from "./visible.ts";

/** What `attributeOf` found beside the value: whether it is a function of the class, to be called with the owner first. */
export interface MethodFlag {
  isMethod: boolean;
}

/** Used and read at once: the loop never re-enters itself. */
const scratch: MethodFlag = { isMethod: false };

/** @throws AttributeError */
export function getAttribute(host: Host, owner: Value, name: string, visible: boolean): NativeResult {
  scratch.isMethod = false;
  const value = findAttribute(host, owner, name, visible, scratch);
  if (value === undefined) return missing(host, owner, name);
  return scratch.isMethod ? new PyMethod(owner, value as Value) : value;
}

/** As `getAttribute`, but a method of the class comes unbound with `flag.isMethod` set. */
export function loadMethod(host: Host, owner: Value, name: string, visible: boolean, flag: MethodFlag): NativeResult {
  flag.isMethod = false;
  const value = findAttribute(host, owner, name, visible, flag);
  if (value !== undefined) return value;
  flag.isMethod = false;
  return missing(host, owner, name);
}

/** undefined where there is none. */
export function findAttribute(
  host: Host,
  owner: Value,
  name: string,
  visible: boolean,
  flag: MethodFlag,
): NativeResult | undefined {
  if (owner instanceof PyRef) {
    const kind = host.heap.kind(owner);
    switch (kind) {
      case KIND.INSTANCE:
      case KIND.EXCEPTION:
        return findOnInstance(host, owner, kind, name, visible, flag);
      case KIND.CLASS:
        return findOnClass(host, owner, name, visible);
      case KIND.FUNCTION:
        return findOnFunction(host, owner, name, flag);
      case KIND.THREAD_LOCAL:
        return getLocal(host, owner, name) ?? findOnBuiltin(host, owner, name, flag);
      default:
        return findOnBuiltin(host, owner, name, flag);
    }
  }
  if (owner instanceof PyModule) return findInModule(host, owner, name);
  if (owner instanceof PyType) return findOnType(host, owner, name);
  if (owner instanceof PySuper) return findOnSuper(host, owner, name, flag);
  return findOnBuiltin(host, owner, name, flag);
}

/** A method comes bound to the object that `super` was made with. */
function findOnSuper(host: Host, { type, self }: PySuper, name: string, flag: MethodFlag): NativeResult | undefined {
  const value = superAttribute(host, type, self, name, flag);
  if (!flag.isMethod) return value;
  flag.isMethod = false;
  return new PyMethod(self, value as Value);
}

function findOnInstance(
  host: Host,
  owner: PyRef,
  kind: Kind,
  name: string,
  visible: boolean,
  flag: MethodFlag,
): NativeResult | undefined {
  const { heap } = host;
  const { at } = owner;
  const entry = heap.staticName(name);
  const piece = at + (kind === KIND.INSTANCE ? INSTANCE_ATTRIBUTES : EXCEPTION_ATTRIBUTES);
  const slot = entry === undefined ? findSlot(heap, piece, name) : findStatic(heap, piece, entry);
  const classWord = heap.memory.load(at + INSTANCE_CLASS);
  const found = entry === undefined ? findLate(heap, classWord, name) : heap.classes.findByWord(classWord, entry, name);
  if ((slot !== 0 || visible) && (found === null || !isDataDescriptor(heap.classes.valueOf(found)))) {
    const word = visible ? readSlot(host, slot, at, name) : heap.memory.load(slot);
    if (word === SUSPEND) return SUSPEND;
    if (word !== UNBOUND) return heap.fromWord(word);
  }
  return found === null ? findOnObject(host, owner, name) : bind(host, found, owner, name, visible, flag);
}

/** A name that no text of the program has. */
export function findLate(heap: Heap, classWord: Word, name: string): Found | null {
  return heap.classes.find(heap.fromWord(classWord) as ClassValue, name) ?? null;
}

/** `__dict__` and `__class__`, which every instance has. */
function findOnObject(host: Host, owner: PyRef, name: string): NativeResult | undefined {
  return name === "__class__" ? typeOf(host.heap, owner) : undefined;
}

function readSlot(host: Host, slot: Address, at: Address, name: string): Word | typeof SUSPEND {
  if (!isVisible(host, at)) return slot === 0 ? UNBOUND : host.heap.memory.load(slot);
  const key = host.heap.stringWord(name);
  if (slot !== 0 && host.mustStop(READ, at, key)) return SUSPEND;
  return host.world.read(slot, at, key);
}

function isDataDescriptor(value: Value | undefined): boolean {
  return value instanceof PyProperty || (value instanceof PyGetSet && value.set !== null);
}

/** A class attribute as the instance sees it. */
function bind(
  host: Host,
  found: Found,
  owner: Value,
  name: string,
  visible: boolean,
  flag: MethodFlag,
): NativeResult | undefined {
  const value = host.heap.classes.valueOf(found);
  if (value === undefined) return undefined;
  if (value instanceof PyNative || isFunction(host.heap, value)) {
    flag.isMethod = true;
    return value;
  }
  if (value instanceof PyProperty) return callGetter(host, value, owner, name);
  if (value instanceof PyGetSet) return value.get(host, owner);
  if (value instanceof PyStaticMethod) return value.callee;
  if (value instanceof PyClassMethod) return new PyMethod(typeOf(host.heap, owner), value.callee);
  return bindOther(host, found, value, owner, visible);
}

function bindOther(host: Host, found: Found, value: Value, owner: Value, visible: boolean): NativeResult {
  const getter = value instanceof PyRef ? userMethod(host.heap, value, "__get__") : undefined;
  if (getter !== undefined) return new TailCall(getter, [value, owner, typeOf(host.heap, owner)]);
  return readClassData(host, found, value, visible);
}

/** Data of a class is an attribute of the class for the trace. */
function readClassData(host: Host, found: Found, value: Value, visible: boolean): NativeResult {
  if (!visible || found.slot === 0 || !(found.owner instanceof PyRef) || !isVisible(host, found.owner.at)) return value;
  const { at } = found.owner;
  // The name's word lies before the value's.
  const key = host.heap.memory.load(found.slot - 1);
  if (host.mustStop(READ, at, key)) return SUSPEND;
  return host.heap.fromWord(host.world.read(found.slot, at, key));
}

function callGetter(host: Host, property: PyProperty, owner: Value, name: string): NativeResult {
  if (property.getter === null) throw withoutAccessor(host, owner, name, "getter");
  return new TailCall(property.getter, [owner]);
}

/** What a property says that lacks what is asked of it. */
export function withoutAccessor(
  host: Host,
  owner: Value,
  name: string,
  what: "getter" | "setter" | "deleter",
): PythonError {
  return new PythonError(
    "AttributeError",
    `property '${name}' of '${typeNameOf(host.heap, owner)}' object has no ${what}`,
  );
}

function isFunction(heap: Heap, value: Value): value is PyRef {
  return value instanceof PyRef && heap.kind(value) === KIND.FUNCTION;
}

/** An attribute of a class itself: methods come as plain functions. */
function findOnClass(host: Host, owner: PyRef, name: string, visible: boolean): NativeResult | undefined {
  const special = specialOfClass(host.heap, owner, name);
  if (special !== undefined) return special;
  const found = host.heap.classes.find(owner, name);
  if (found === undefined) return ofTypeType(owner, name);
  const value = host.heap.classes.valueOf(found);
  if (value instanceof PyStaticMethod) return value.callee;
  if (value instanceof PyClassMethod) return new PyMethod(owner, value.callee);
  if (value === undefined || value instanceof PyNative || isFunction(host.heap, value)) return value;
  return readClassData(host, found, value, visible);
}

function specialOfClass(heap: Heap, owner: PyRef, name: string): Value | undefined {
  switch (name) {
    case "__name__":
      return classNameOf(heap, owner);
    case "__qualname__":
      return heap.fromWord(heap.load(owner.at + CLASS.QUALIFIED_NAME));
    case "__module__":
      return heap.fromWord(heap.load(owner.at + CLASS.MODULE));
    case "__bases__":
      return heap.fromWord(heap.load(owner.at + CLASS.BASES));
    case "__base__":
      return (heap.fromWord(heap.load(owner.at + CLASS.BASES)) as PyTuple).items[0];
    case "__dict__":
      throw classDictError();
    case "__mro__":
      return heap.fromWord(heap.load(owner.at + CLASS.MRO));
    case "__class__":
      return TYPE;
    default:
      return undefined;
  }
}

function classDictError(): PythonError {
  return new PythonError("AttributeError", "'__dict__' of a class is not in this subset: use dir() and getattr()");
}

/** What `type` gives all classes: `mro()`. */
function ofTypeType(owner: Value, name: string): Value | undefined {
  const value = TYPE.find(name);
  return value instanceof PyNative ? new PyMethod(owner, value) : undefined;
}

function findOnType(host: Host, owner: PyType, name: string): NativeResult | undefined {
  if (name === "__name__" || name === "__qualname__") return owner.name;
  if (name === "__module__") return owner.module;
  if (name === "__class__") return TYPE;
  if (name === "__mro__") return new PyTuple(owner.mro);
  if (name === "__base__") return owner.base;
  if (name === "__dict__") throw classDictError();
  if (name === "__bases__") return new PyTuple(owner.base === null ? [] : [owner.base]);
  const value = owner.find(name);
  if (value === undefined) return ofTypeType(owner, name);
  if (value instanceof PyClassMethod) return new PyMethod(owner, value.callee);
  return value instanceof PyStaticMethod ? value.callee : value;
}

function findOnFunction(host: Host, owner: PyRef, name: string, flag: MethodFlag): NativeResult | undefined {
  const piece = host.heap.load(owner.at + FUNCTION_ATTRIBUTES);
  const slot = piece === 0 ? 0 : findSlot(host.heap, piece, name);
  const word = slot === 0 ? UNBOUND : host.heap.load(slot);
  return word === UNBOUND ? findOnBuiltin(host, owner, name, flag) : host.heap.fromWord(word);
}

function findOnBuiltin(host: Host, owner: Value, name: string, flag: MethodFlag): NativeResult | undefined {
  const type = typeOf(host.heap, owner) as PyType;
  if (name === "__class__") return type;
  const value = type.find(name);
  if (value === undefined) return undefined;
  return bind(host, { owner: type, slot: 0, value }, owner, name, false, flag);
}

/** A name of a module: its slot, else the native of that name. Never visible. */
function findInModule(host: Host, module: PyModule, name: string): NativeResult | undefined {
  const code = host.program.modules[module.index];
  const slot = code.slots.get(name);
  const word = slot === undefined ? UNBOUND : host.heap.load(GLOBALS_BASE + slot);
  if (word !== UNBOUND) return host.heap.fromWord(word);
  const native = code.natives.get(name);
  if (native !== undefined) return native;
  if (name === "__name__") return module.name;
  return host.heap.statics.modules.find((each) => each.name === `${module.name}.${name}`);
}

/** The attribute of `super(type, self)`: from the class behind `type` on, in the order of self's class. */
export function superAttribute(
  host: Host,
  type: Value,
  self: Value,
  name: string,
  flag: MethodFlag,
): NativeResult | undefined {
  const { heap } = host;
  const selfIsClass = self instanceof PyType || (self instanceof PyRef && heap.kind(self) === KIND.CLASS);
  const order = mroOf(heap, selfIsClass ? self : typeOf(heap, self));
  const from = order.findIndex((each) => isSame(each, type));
  if (from < 0) throw typeError("super(type, obj): obj must be an instance or subtype of type");
  const found = findAlong(heap, order, from + 1, name);
  if (found === undefined) return undefined;
  if (!selfIsClass) return bind(host, found, self, name, false, flag);
  const value = heap.classes.valueOf(found);
  if (value instanceof PyClassMethod) return new PyMethod(self, value.callee);
  return value instanceof PyStaticMethod ? value.callee : value;
}

/** `__getattr__` of the class, or AttributeError in CPython's words. */
function missing(host: Host, owner: Value, name: string): NativeResult {
  const fallback = userMethod(host.heap, owner, "__getattr__");
  if (fallback !== undefined) return new TailCall(fallback, [owner, name]);
  throw attributeError(host, owner, name);
}

/** That there is no such attribute, in CPython's words. */
export function attributeError(host: Host, owner: Value, name: string): PyRaise | PythonError {
  return new PythonError("AttributeError", `${describeOwner(host, owner)} has no attribute '${name}'`);
}

function describeOwner(host: Host, owner: Value): string {
  if (owner instanceof PyModule) return `module '${owner.name}'`;
  if (owner instanceof PyType) return `type object '${owner.name}'`;
  if (owner instanceof PyRef && host.heap.kind(owner) === KIND.CLASS)
    return `type object '${classNameOf(host.heap, owner)}'`;
  if (owner instanceof PySuper) return "'super' object";
  return `'${typeNameOf(host.heap, owner)}' object`;
}

/** A method that the language calls, looked up on the type and bound; undefined where there is none. */
export function specialMethod(host: Host, value: Value, name: string): Value | undefined {
  const { heap } = host;
  const type = typeOf(heap, value);
  const method = type instanceof PyType ? type.find(name) : ofClass(heap, type, name);
  if (method === undefined) return undefined;
  if (method instanceof PyStaticMethod) return method.callee;
  if (method instanceof PyClassMethod) return new PyMethod(type, method.callee);
  return new PyMethod(value, method);
}

function ofClass(heap: Heap, type: PyRef, name: string): Value | undefined {
  const found = heap.classes.find(type, name);
  return found && heap.classes.valueOf(found);
}

export function superError(name: string): PythonError {
  return new PythonError("AttributeError", `'super' object has no attribute '${name}'`);
}
