/** Calling what is no function: classes make instances, instances may have `__call__`. */
import { PyMethod, PyNative } from "../callables.ts";
import { type Host, type NativeResult, TailCall, type Then } from "../native.ts";
import { PyRef, type Value } from "../values.ts";
import { builtinBase, CLASS, classNameOf, type Found } from "./classes.ts";
import { functionCode } from "./functions.ts";
import { PyClassMethod, PyStaticMethod, PyType } from "./immutables.ts";
import { makeExceptionObject, makeInstance } from "./instances.ts";
import { KIND } from "./kinds.ts";
import { typeError, typeNameOf, userMethod } from "./specials.ts";
import { BASE_EXCEPTION } from "./exception-types.ts";

type Keywords = ReadonlyMap<string, Value> | null;

/** @throws TypeError "'int' object is not callable" */
export function call(host: Host, callee: Value, args: Value[], keywords: Keywords): NativeResult {
  if (callee instanceof PyType) return callType(host, callee, args, keywords);
  if (callee instanceof PyStaticMethod) return new TailCall(callee.callee, args, keywords);
  if (callee instanceof PyRef && host.heap.kind(callee) === KIND.CLASS)
    return instantiate(host, callee, args, keywords);
  const method = userMethod(host.heap, callee, "__call__");
  if (method !== undefined) return new TailCall(method, [callee, ...args], keywords);
  throw typeError(`'${typeNameOf(host.heap, callee)}' object is not callable`);
}

function callType(host: Host, type: PyType, args: Value[], keywords: Keywords): NativeResult {
  for (const each of type.mro) if (each.make !== null) return each.make(host, type, args, keywords);
  throw typeError(`cannot create '${type.qualifiedName}' instances`);
}

function instantiate(host: Host, type: PyRef, args: Value[], keywords: Keywords): NativeResult {
  const { heap } = host;
  const maker = heap.classes.find(type, "__new__");
  if (maker !== undefined && maker.slot !== 0) return callNew(host, type, maker, args, keywords);
  return initialise(host, type, makeBare(host, type, args), args, keywords);
}

/** An instance before `__init__`. An exception keeps the arguments it was called with. */
export function makeBare(host: Host, type: PyRef, args: readonly Value[]): PyRef {
  const { heap } = host;
  const word = heap.toWord(type);
  const capacity = heap.load(type.at + CLASS.CAPACITY);
  if (builtinBase(heap, type).isSubtypeOf(BASE_EXCEPTION)) return makeExceptionObject(heap, word, args, capacity);
  return makeInstance(heap, word, capacity);
}

function callNew(host: Host, type: PyRef, found: Found, args: Value[], keywords: Keywords): NativeResult {
  const value = host.heap.classes.valueOf(found)!;
  const maker = value instanceof PyStaticMethod || value instanceof PyClassMethod ? value.callee : value;
  return new TailCall(maker, [type, ...args], keywords, (again, made) => {
    const isOurs = made instanceof PyRef && [KIND.INSTANCE, KIND.EXCEPTION].includes(again.heap.kind(made) as 36);
    return isOurs ? initialise(again, type, made, args.slice(), keywords) : made;
  });
}

function initialise(host: Host, type: PyRef, made: PyRef, args: Value[], keywords: Keywords): NativeResult {
  const { heap } = host;
  const init = userMethod(heap, made, "__init__");
  if (init === undefined) return checkNoArguments(host, type, made, args, keywords);
  const checkNone: Then = (again, result) => {
    if (result === null) return made;
    throw typeError(`__init__() should return None, not '${typeNameOf(again.heap, result)}'`);
  };
  return new TailCall(init, [made, ...args], keywords, checkNone);
}

function checkNoArguments(host: Host, type: PyRef, made: PyRef, args: readonly Value[], keywords: Keywords): PyRef {
  if (host.heap.kind(made) === KIND.EXCEPTION) return made;
  if (args.length > 0 || (keywords !== null && keywords.size > 0))
    throw typeError(`${classNameOf(host.heap, type)}() takes no arguments`);
  return made;
}

/** The name of a callable for messages: `f`, `Account`, `len`. */
export function callableName(host: Host, value: Value): string {
  if (value instanceof PyNative || value instanceof PyType) return value.name;
  if (value instanceof PyMethod) return callableName(host, value.callee);
  if (!(value instanceof PyRef)) return typeNameOf(host.heap, value);
  const kind = host.heap.kind(value);
  if (kind === KIND.FUNCTION) return host.program.codes[functionCode(host.heap, value.at)].parts.qualifiedName;
  return kind === KIND.CLASS ? classNameOf(host.heap, value) : typeNameOf(host.heap, value);
}

/** `callable(value)`. */
export function isCallable(host: Host, value: Value): boolean {
  if (
    value instanceof PyNative ||
    value instanceof PyMethod ||
    value instanceof PyType ||
    value instanceof PyStaticMethod
  )
    return true;
  if (!(value instanceof PyRef)) return false;
  const kind = host.heap.kind(value);
  return kind === KIND.FUNCTION || kind === KIND.CLASS || userMethod(host.heap, value, "__call__") !== undefined;
}
