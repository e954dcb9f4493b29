/**
 * The object model of one machine: what the loop asks, given to the files that know. Rule: it holds nothing of its own but
 * the machine that asks, so a copy is a new one for the copied machine.
 */
import type { Address } from "../../base/ids.ts";
import { UNBOUND } from "../../memory/words.ts";
import type { ContextMethods, FunctionParts, LoopIterator } from "../callables.ts";
import type { Heap } from "../heap.ts";
import { type Host, type NativeResult, SUSPEND, TailCall } from "../native.ts";
import type { CodeKind } from "../bytecode.ts";
import type { AsyncStep, ExceptionParts, ObjectModel } from "../object-model.ts";
import { PyRef, PyTuple, type Value } from "../values.ts";
import * as arithmetic from "./arithmetic.ts";
import { findSlot } from "./attributes.ts";
import { asyncStepOf, checkAwaitIterator, isAwaitedAsIs } from "./async-steps.ts";
import * as access from "./attribute-access.ts";
import * as changes from "./attribute-changes.ts";
import { call, callableName, makeBare } from "./calls.ts";
import { cellSlot, makeCell } from "./cells.ts";
import { buildClass } from "./class-building.ts";
import { classNameOf, type ClassValue, isSubclass } from "./classes.ts";
import { compare } from "./compare.ts";
import { extendWithWords, plainWords } from "./container-operators.ts";
import { itemsOf, peekItems, peekWhole } from "./content.ts";
import { contains } from "./contains.ts";
import { convert, formatValue, STR } from "./conversion.ts";
import { dictFromPairs, dictSet, mergePairs, pairsOf } from "./dict-operations.ts";
import { BASE_EXCEPTION, BASE_EXCEPTION_GROUP, exceptionTypeNamed, findExceptionType } from "./exception-types.ts";
import {
  appendPlace,
  groupMembers,
  isExceptionObject,
  linkedException,
  makeBuiltinException,
  placesOf,
  setContextOf,
} from "./exceptions.ts";
import { CLOSURE, DEFAULTS, KEYWORD_DEFAULTS, makeFunction } from "./functions.ts";
import { generatorKind, isIterableGenerator, makeGenerator } from "./generators.ts";
import { isSame } from "./identity.ts";
import { PySlice, PyType, TRACEBACK } from "./immutables.ts";
import { attributesOf, EXCEPTION, exceptionArgs } from "./instances.ts";
import { getIterator, iteratorNext } from "./iteration.ts";
import { isSharedAt, KIND } from "./kinds.ts";
import { listAppend, listItems, makeList } from "./lists.ts";
import { nameStored } from "./naming.ts";
import { createWalk, qualifiedClassName, reprOf } from "./repr.ts";
import { addAll, addMember, setFromWords } from "./set-operations.ts";
import { share } from "./share.ts";
import { callPrelude, NeedsPython, orInPython, typeError, typeNameOf, userMethod, valueError } from "./specials.ts";
import { deleteItem, getItem, setItem } from "./subscripts.ts";
import { truth } from "./truth.ts";
import { isKind, typeOf } from "./types.ts";

/** The model of a machine. */
export function createObjectModel(host: Host): ObjectModel {
  return new Objects(host);
}

class Objects implements ObjectModel {
  isMethod = false;
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  copy(host: Host): ObjectModel {
    return new Objects(host);
  }

  // —— truth, operators ——

  truth(value: Value): NativeResult {
    return truth(this.#host, value);
  }

  unary(kind: "-" | "+" | "~", value: Value): NativeResult {
    return arithmetic.unary(this.#host, kind, value);
  }

  binary(operator: number, left: Value, right: Value): NativeResult {
    return arithmetic.binary(this.#host, operator, left, right);
  }

  inplace(operator: number, left: Value, right: Value): NativeResult {
    return arithmetic.inplace(this.#host, operator, left, right);
  }

  compare(operator: number, left: Value, right: Value): NativeResult {
    return compare(this.#host, operator, left, right);
  }

  isSame(left: Value, right: Value): boolean {
    return isSame(left, right);
  }

  contains(container: Value, item: Value): NativeResult {
    return contains(this.#host, container, item);
  }

  // —— subscripts ——

  getItem(owner: Value, key: Value): NativeResult {
    return getItem(this.#host, owner, key);
  }

  setItem(owner: Value, key: Value, value: Value): NativeResult {
    return setItem(this.#host, owner, key, value);
  }

  deleteItem(owner: Value, key: Value): NativeResult {
    return deleteItem(this.#host, owner, key);
  }

  makeSlice(start: Value, stop: Value, step: Value): Value {
    return new PySlice(start, stop, step);
  }

  // —— attributes ——

  getAttribute(owner: Value, name: string, visible: boolean): NativeResult {
    return access.getAttribute(this.#host, owner, name, visible);
  }

  loadMethod(owner: Value, name: string, visible: boolean): NativeResult {
    return access.loadMethod(this.#host, owner, name, visible, this);
  }

  superAttribute(type: Value, self: Value, name: string): NativeResult {
    this.isMethod = false;
    const value = access.superAttribute(this.#host, type, self, name, this);
    if (value !== undefined) return value;
    throw access.superError(name);
  }

  setAttribute(owner: Value, name: string, value: Value, visible: boolean): NativeResult {
    return changes.setAttribute(this.#host, owner, name, value, visible);
  }

  deleteAttribute(owner: Value, name: string, visible: boolean): NativeResult {
    return changes.deleteAttribute(this.#host, owner, name, visible);
  }

  // —— iteration ——

  getIterator(value: Value): LoopIterator | NativeResult {
    return getIterator(this.#host, value);
  }

  iteratorNext(iterator: Value): NativeResult {
    return iteratorNext(this.#host, iterator);
  }

  unpackSequence(value: Value, before: number, after: number): NativeResult {
    const host = this.#host;
    const items = unpackable(host, value);
    if (items === SUSPEND) return SUSPEND;
    if (items === null) return callPrelude(host, "_unpack", [value, before, after]);
    return arrange(host, items, before, after);
  }

  // —— containers under construction ——

  makeList(items: readonly Value[]): Value {
    return makeList(this.#host.heap, items);
  }

  makeDict(entries: readonly Value[]): NativeResult {
    const { heap } = this.#host;
    return dictFromPairs(
      this.#host,
      entries.map((entry) => heap.toWord(entry)),
    );
  }

  makeSet(items: readonly Value[]): NativeResult {
    const host = this.#host;
    return orInPython(host, "_set_of", items.slice(), () =>
      setFromWords(
        host,
        items.map((item) => host.heap.toWord(item)),
      ),
    );
  }

  listAppend(list: Value, item: Value): void {
    const { heap } = this.#host;
    listAppend(heap, (list as PyRef).at, heap.toWord(item));
  }

  setAdd(set: Value, item: Value): NativeResult {
    const host = this.#host;
    return orInPython(host, "_set_add", [set, item], () => addMember(host, (set as PyRef).at, item));
  }

  dictSet(dict: Value, key: Value, value: Value): NativeResult {
    const host = this.#host;
    return orInPython(host, "_dict_store", [dict, key, value], () => dictSet(host, (dict as PyRef).at, key, value));
  }

  listExtend(list: Value, iterable: Value): NativeResult {
    const host = this.#host;
    const words = plainWords(host, iterable);
    if (words === null) return callPrelude(host, "_extend", [list, iterable]);
    return extendWithWords(host, list as PyRef, words);
  }

  setUpdate(set: Value, iterable: Value): NativeResult {
    const host = this.#host;
    const words = plainWords(host, iterable);
    if (words === null) return callPrelude(host, "_set_update", [set, iterable]);
    return orInPython(host, "_set_update", [set, iterable], () => addAll(host, set as PyRef, words));
  }

  dictUpdate(dict: Value, mapping: Value): NativeResult {
    const host = this.#host;
    if (isKind(host.heap, mapping, KIND.DICT)) return mergePairs(host, dict as PyRef, peekWhole(host, mapping));
    if (userMethod(host.heap, mapping, "keys") !== undefined) return callPrelude(host, "_dict_update", [dict, mapping]);
    throw typeError(`'${typeNameOf(host.heap, mapping)}' object is not a mapping`);
  }

  keywordsOf(dict: Value): ReadonlyMap<string, Value> {
    const { heap } = this.#host;
    if (!isKind(heap, dict, KIND.DICT))
      throw typeError(`argument after ** must be a mapping, not ${typeNameOf(heap, dict)}`);
    const keywords = new Map<string, Value>();
    for (const [key, value] of pairsOf(this.#host, dict)) {
      if (typeof key !== "string") throw typeError("keywords must be strings");
      keywords.set(key, value);
    }
    return keywords;
  }

  listItems(list: Value): Value[] {
    return listItems(this.#host.heap, (list as PyRef).at);
  }

  listToTuple(list: Value): PyTuple {
    return new PyTuple(this.listItems(list));
  }

  // —— cells ——

  makeCell(value: Value | undefined, name: string): PyRef {
    return makeCell(this.#host.heap, value, name);
  }

  loadCell(cell: PyRef): Value | undefined {
    const word = this.#host.heap.load(cellSlot(cell.at));
    return word === UNBOUND ? undefined : this.#host.heap.fromWord(word);
  }

  storeCell(cell: PyRef, value: Value | undefined): void {
    const { heap } = this.#host;
    if (value === undefined) return heap.store(cellSlot(cell.at), UNBOUND);
    if (isSharedAt(heap.memory, cell.at)) share(heap, value);
    heap.store(cellSlot(cell.at), heap.toWord(value));
  }

  sharedCellWord(cell: PyRef): Address {
    return isSharedAt(this.#host.heap.memory, cell.at) ? cellSlot(cell.at) : 0;
  }

  // —— functions and calls ——

  makeFunction(codeId: number): PyRef {
    return makeFunction(this.#host.heap, codeId);
  }

  setFunctionDefaults(target: PyRef, defaults: PyTuple): void {
    const { heap } = this.#host;
    heap.store(target.at + DEFAULTS, heap.toWord(defaults));
  }

  setFunctionKeywordDefaults(target: PyRef, defaults: ReadonlyMap<string, Value>): void {
    const { heap } = this.#host;
    heap.store(target.at + KEYWORD_DEFAULTS, heap.toWord(new PyTuple([...defaults].flat())));
  }

  setFunctionClosure(target: PyRef, closure: readonly PyRef[]): void {
    const { heap } = this.#host;
    heap.store(target.at + CLOSURE, heap.toWord(new PyTuple(closure)));
  }

  functionParts(value: PyRef): FunctionParts | null {
    const { heap } = this.#host;
    return heap.functions.partsIfFunction(value.at);
  }

  call(callee: Value, args: Value[], keywords: ReadonlyMap<string, Value> | null): NativeResult {
    return call(this.#host, callee, args, keywords);
  }

  callableName(value: Value): string {
    return callableName(this.#host, value);
  }

  // —— classes ——

  buildClass(
    name: string,
    qualifiedName: string,
    bases: readonly Value[],
    namespace: ReadonlyMap<string, Value>,
    classCell: PyRef | null,
    keywords: ReadonlyMap<string, Value> | null,
  ): NativeResult {
    return buildClass(this.#host, { name, qualifiedName, bases, namespace, classCell, keywords });
  }

  // —— exceptions ——

  makeException(typeName: string, message: string): PyRef {
    return this.makeExceptionWith(typeName, message === "" ? [] : [message]);
  }

  makeExceptionWith(typeName: string, args: readonly Value[]): PyRef {
    return makeBuiltinException(this.#host.heap, exceptionTypeNamed(typeName), args);
  }

  toException(value: Value): NativeResult {
    const { heap } = this.#host;
    if (isExceptionObject(heap, value)) return value;
    if (value instanceof PyType && value.isSubtypeOf(BASE_EXCEPTION)) return makeBuiltinException(heap, value, []);
    if (isKind(heap, value, KIND.CLASS) && isSubclass(heap, value, BASE_EXCEPTION)) {
      return userInit(this.#host, value) ? call(this.#host, value, [], null) : makeBare(this.#host, value, []);
    }
    throw typeError("exceptions must derive from BaseException");
  }

  isException(value: Value): boolean {
    return isExceptionObject(this.#host.heap, value);
  }

  isExceptionClass(value: Value): boolean {
    return isExceptionClass(this.#host, value);
  }

  exceptionMatches(exception: Value, types: Value): boolean {
    const { heap } = this.#host;
    if (types instanceof PyTuple) return types.items.some((type) => this.exceptionMatches(exception, type));
    if (!isExceptionClass(this.#host, types)) {
      throw typeError("catching classes that do not inherit from BaseException is not allowed");
    }
    return isSubclass(heap, typeOf(heap, exception), types);
  }

  isInstanceOfBuiltin(exception: Value, typeName: string): boolean {
    const type = findExceptionType(typeName);
    return type !== undefined && isSubclass(this.#host.heap, typeOf(this.#host.heap, exception), type);
  }

  setCause(exception: Value, cause: Value): void {
    const { heap } = this.#host;
    const at = (exception as PyRef).at;
    if (cause !== null && !isExceptionObject(heap, cause)) {
      const made = this.toException(checkCause(this.#host, cause));
      if (made instanceof TailCall || made === SUSPEND)
        throw typeError("exception causes must derive from BaseException");
      return this.setCause(exception, made as Value);
    }
    heap.store(at + EXCEPTION.CAUSE, cause === null ? UNBOUND : heap.toWord(cause));
    heap.store(at + EXCEPTION.SUPPRESS, 1);
  }

  setContext(exception: Value, context: Value): void {
    if (exception instanceof PyRef && context instanceof PyRef) setContextOf(this.#host.heap, exception, context);
  }

  appendTraceback(exception: Value, code: number, instruction: number): void {
    appendPlace(this.#host.heap, (exception as PyRef).at, code, instruction);
  }

  exceptionParts(exception: PyRef): ExceptionParts {
    const { heap } = this.#host;
    const { at } = exception;
    return {
      typeName: printedTypeName(this.#host, typeOf(heap, exception)),
      traceback: placesOf(heap, at),
      about: heap.load(at + EXCEPTION.ABOUT),
      cause: linkedException(heap, at, EXCEPTION.CAUSE),
      context: linkedException(heap, at, EXCEPTION.CONTEXT),
      suppressesContext: heap.load(at + EXCEPTION.SUPPRESS) !== 0,
      notes: notesOf(this.#host, exception),
      group: groupOf(heap, exception),
    };
  }

  exceptionText(exception: PyRef): NativeResult {
    return convert(this.#host, STR, exception);
  }

  stopValue(exception: Value): Value {
    return exceptionArgs(this.#host.heap, (exception as PyRef).at)[0] ?? null;
  }

  tracebackOf(exception: Value): Value {
    return isExceptionObject(this.#host.heap, exception) ? TRACEBACK : null;
  }

  typeOf(value: Value): Value {
    return typeOf(this.#host.heap, value);
  }

  // —— text ——

  convertValue(kind: number, value: Value): NativeResult {
    return convert(this.#host, kind, value);
  }

  formatValue(value: Value, spec: string): NativeResult {
    return formatValue(this.#host, value, spec);
  }

  typeName(value: Value): string {
    return typeNameOf(this.#host.heap, value);
  }

  // —— with ——

  contextOf(value: Value): ContextMethods | null {
    const type = typeOf(this.#host.heap, value);
    return type instanceof PyType ? type.context : null;
  }

  specialMethod(value: Value, name: string): Value | undefined {
    return access.specialMethod(this.#host, value, name);
  }

  // —— modules ——

  moduleValue(index: number): Value {
    return this.#host.heap.statics.modules[index];
  }

  publicNames(index: number): readonly string[] {
    const module = this.#host.program.modules[index];
    return [...new Set([...module.slots.keys(), ...module.natives.keys()])].filter((name) => !name.startsWith("_"));
  }

  // —— generators ——

  makeGenerator(codeId: number, kind: number): PyRef {
    return makeGenerator(this.#host.heap, codeId, kind);
  }

  isGenerator(value: Value): boolean {
    return isKind(this.#host.heap, value, KIND.GENERATOR);
  }

  generatorKind(generator: PyRef): CodeKind {
    return generatorKind(this.#host.heap, generator.at) as CodeKind;
  }

  asyncStep(value: Value): AsyncStep | null {
    return asyncStepOf(this.#host.heap, value);
  }

  isAwaitedAsIs(value: PyRef): boolean {
    return isAwaitedAsIs(this.#host.heap, value);
  }

  checkAwaitIterator(value: Value): Value {
    return checkAwaitIterator(this.#host.heap, value);
  }

  // —— sharing and names ——

  storedInModule(value: PyRef, name: string, reachable: boolean): void {
    const { heap } = this.#host;
    if (isSharedAt(heap.memory, value.at)) return;
    nameStored(heap, value, name);
    if (reachable) share(heap, value);
  }

  // —— machine ——

  describe(value: Value): string {
    const host = this.#host;
    const walk = createWalk(host, (instance) => `<${classNameOf(host.heap, typeOf(host.heap, instance))}>`);
    try {
      return reprOf(walk, value);
    } catch (error) {
      if (error instanceof NeedsPython) return `<${typeNameOf(host.heap, error.value)}>`;
      return "…";
    }
  }
}

/** What `add_note` added; anything that is no text is shown by its repr. */
function notesOf(host: Host, exception: PyRef): readonly string[] {
  const { heap } = host;
  const slot = findSlot(heap, attributesOf(heap, exception.at), "__notes__");
  const notes = slot === 0 || heap.load(slot) === UNBOUND ? null : heap.fromWord(heap.load(slot));
  if (!isKind(heap, notes, KIND.LIST)) return [];
  return listItems(heap, notes.at).map((note) => (typeof note === "string" ? note : host.objects.describe(note)));
}

function userInit(host: Host, type: PyRef): boolean {
  return ["__init__", "__new__"].some((name) => {
    const found = host.heap.classes.find(type, name);
    return found !== undefined && found.slot !== 0;
  });
}

function checkCause(host: Host, cause: Value): Value {
  if (isExceptionClass(host, cause)) return cause;
  throw typeError("exception causes must derive from BaseException");
}

function isExceptionClass(host: Host, value: Value): value is ClassValue {
  if (value instanceof PyType) return value.isSubtypeOf(BASE_EXCEPTION);
  return isKind(host.heap, value, KIND.CLASS) && isSubclass(host.heap, value, BASE_EXCEPTION);
}

/** As tracebacks print it: built-ins and the listing's own without a module. */
function printedTypeName(host: Host, type: ClassValue): string {
  const qualified = qualifiedClassName(host.heap, type);
  return qualified.startsWith("__main__.") ? qualified.slice("__main__.".length) : qualified;
}

/** Items to unpack; null for what needs Python. A shared container is one visible read. */
function unpackable(host: Host, value: Value): readonly Value[] | typeof SUSPEND | null {
  if (value instanceof PyTuple) return value.items;
  if (value instanceof PyRef) return readForUnpacking(host, value);
  const items = peekItems(host, value);
  if (items !== null) return items;
  throw typeError(`cannot unpack non-iterable ${typeNameOf(host.heap, value)} object`);
}

function readForUnpacking(host: Host, value: PyRef): readonly Value[] | typeof SUSPEND | null {
  const items = itemsOf(host, value);
  if (items !== null) return items;
  const kind = host.heap.kind(value);
  const iterable = ["__iter__", "__getitem__"].some((name) => userMethod(host.heap, value, name) !== undefined);
  if (iterable || kind === KIND.ITERATOR || isIterableGenerator(host.heap, value)) return null;
  throw typeError(`cannot unpack non-iterable ${typeNameOf(host.heap, value)} object`);
}

/** `a, b = items` and `a, *b, c = items`. @throws ValueError in CPython's words */
function arrange(host: Host, items: readonly Value[], before: number, after: number): PyTuple {
  if (after < 0) {
    if (items.length < before)
      throw valueError(`not enough values to unpack (expected ${before}, got ${items.length})`);
    if (items.length > before) throw valueError(`too many values to unpack (expected ${before})`);
    return new PyTuple(items);
  }
  if (items.length < before + after) {
    throw valueError(`not enough values to unpack (expected at least ${before + after}, got ${items.length})`);
  }
  const rest = makeList(host.heap, items.slice(before, items.length - after));
  return new PyTuple([...items.slice(0, before), rest, ...items.slice(items.length - after)]);
}

function groupOf(heap: Heap, exception: PyRef): readonly PyRef[] | undefined {
  if (!isSubclass(heap, typeOf(heap, exception), BASE_EXCEPTION_GROUP)) return undefined;
  return groupMembers(heap, exceptionArgs(heap, exception.at)[1] ?? null) as readonly PyRef[];
}
