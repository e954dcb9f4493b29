/** Exceptions: how they are made, and their attributes. */
import type { Host, NativeResult } from "../native.ts";
import { findAttribute, type MethodFlag } from "../objects/attribute-access.ts";
import {
  BASE_EXCEPTION,
  BASE_EXCEPTION_GROUP,
  EXCEPTION_GROUP,
  exceptionTypeNamed,
} from "../objects/exception-types.ts";
import { groupMembers, linkedException, makeBuiltinException } from "../objects/exceptions.ts";
import { addGetSet, addMethods, type PyType, TRACEBACK } from "../objects/immutables.ts";
import { EXCEPTION, exceptionArgs } from "../objects/instances.ts";
import { isSharedAt, KIND } from "../objects/kinds.ts";
import { listAppend, makeList } from "../objects/lists.ts";
import { createWalk, exceptionText } from "../objects/repr.ts";
import { share } from "../objects/share.ts";
import { callPrelude, typeError, typeNameOf, valueError } from "../objects/specials.ts";
import { isKind } from "../objects/types.ts";
import { PyRef, PyTuple, type Value } from "../values.ts";
import { checkCount, method, withItems } from "./arguments.ts";

BASE_EXCEPTION.make = (host, type, args, keywords) => {
  if (keywords !== null && keywords.size > 0 && !["ImportError", "AttributeError", "NameError"].includes(type.name)) {
    throw typeError(`${type.name}() takes no keyword arguments`);
  }
  return makeBuiltinException(host.heap, type.name === "OSError" ? errorOfNumber(type, args) : type, args);
};

/** Linux's error numbers that have a type of their own. */
const ERROR_NUMBERS: ReadonlyMap<Value, string> = new Map<Value, string>([
  [1, "PermissionError"],
  [2, "FileNotFoundError"],
  [3, "ProcessLookupError"],
  [4, "InterruptedError"],
  [10, "ChildProcessError"],
  [11, "BlockingIOError"],
  [13, "PermissionError"],
  [17, "FileExistsError"],
  [20, "NotADirectoryError"],
  [21, "IsADirectoryError"],
  [32, "BrokenPipeError"],
  [103, "ConnectionAbortedError"],
  [104, "ConnectionResetError"],
  [110, "TimeoutError"],
  [111, "ConnectionRefusedError"],
]);

/** `OSError(2, "…")` is a FileNotFoundError. */
function errorOfNumber(type: PyType, args: readonly Value[]): PyType {
  const name = args.length < 2 ? undefined : ERROR_NUMBERS.get(args[0]);
  return name === undefined ? type : exceptionTypeNamed(name);
}

BASE_EXCEPTION_GROUP.make = (host, type, args, keywords) => {
  checkCount(`${type.name}.__new__`, args, keywords, 2, 2);
  const [message, exceptions] = args;
  const { heap, objects } = host;
  if (typeof message !== "string") throw typeError(`argument 1 must be str, not ${typeNameOf(heap, message)}`);
  const isSequence = exceptions instanceof PyTuple || isKind(heap, exceptions, KIND.LIST);
  if (!isSequence) throw typeError("second argument (exceptions) must be a sequence");
  const members = groupMembers(heap, exceptions);
  if (members.length === 0) throw valueError("second argument (exceptions) must be a non-empty sequence");
  const wrong = members.findIndex((one) => !objects.isException(one));
  if (wrong >= 0) throw valueError(`Item ${wrong} of second argument (exceptions) is not an exception`);
  const areExceptions = members.every((one) => objects.isInstanceOfBuiltin(one, "Exception"));
  if (type === EXCEPTION_GROUP && !areExceptions) throw typeError("Cannot nest BaseExceptions in an ExceptionGroup");
  const made = type === BASE_EXCEPTION_GROUP && areExceptions ? EXCEPTION_GROUP : type;
  return makeBuiltinException(heap, made, [message, exceptions]);
};

addMethods(BASE_EXCEPTION_GROUP, {
  split: method("BaseExceptionGroup.split", 1, 1, (host, args) => callPrelude(host, "_split_group", args)),
  subgroup: method("BaseExceptionGroup.subgroup", 1, 1, (host, args) => callPrelude(host, "_subgroup", args)),
  derive: method("BaseExceptionGroup.derive", 1, 1, (host, args) => callPrelude(host, "_derive_group", args)),
});
addGetSet(BASE_EXCEPTION_GROUP, "message", (host, value) => exceptionArgs(host.heap, self(value).at)[0] ?? null);
addGetSet(
  BASE_EXCEPTION_GROUP,
  "exceptions",
  (host, value) => new PyTuple(groupMembers(host.heap, exceptionArgs(host.heap, self(value).at)[1] ?? null)),
);

function self(value: Value): PyRef {
  if (value instanceof PyRef) return value;
  throw typeError("descriptor requires a 'BaseException' object");
}

addMethods(BASE_EXCEPTION, {
  __init__: (host, args) => setArgs(host, self(args[0]), args.slice(1)),
  __str__: (host, args) => exceptionText(createWalk(host), self(args[0])),
  with_traceback: method("BaseException.with_traceback", 1, 1, (_host, args) => args[0]),
  add_note: method("BaseException.add_note", 1, 1, addNote),
});

/** Notes are an ordinary attribute, a list, that tracebacks print. */
function addNote(host: Host, [exception, note]: Value[]): NativeResult {
  if (typeof note !== "string") throw typeError(`note must be a str, not '${typeNameOf(host.heap, note)}'`);
  const flag: MethodFlag = { isMethod: false };
  const notes = findAttribute(host, exception, "__notes__", false, flag);
  if (notes instanceof PyRef && isKind(host.heap, notes, KIND.LIST)) {
    if (isSharedAt(host.heap.memory, notes.at)) share(host.heap, note);
    listAppend(host.heap, notes.at, host.heap.toWord(note));
    return null;
  }
  return host.objects.setAttribute(exception, "__notes__", makeList(host.heap, [note]), false);
}

function setArgs(host: Host, exception: PyRef, args: readonly Value[]): null {
  const { heap } = host;
  const tuple = new PyTuple(args);
  if (isSharedAt(heap.memory, exception.at)) share(heap, tuple);
  heap.store(exception.at + EXCEPTION.ARGS, heap.toWord(tuple));
  return null;
}

addGetSet(
  BASE_EXCEPTION,
  "args",
  (host, value) => new PyTuple(exceptionArgs(host.heap, self(value).at)),
  (host, value, args) => withItems(host, args, (again, items) => setArgs(again, self(value), items)),
);
addGetSet(
  BASE_EXCEPTION,
  "__cause__",
  (host, value) => linkedException(host.heap, self(value).at, EXCEPTION.CAUSE),
  (host, value, cause) => {
    host.objects.setCause(value, cause);
    return null;
  },
);
addGetSet(
  BASE_EXCEPTION,
  "__context__",
  (host, value) => linkedException(host.heap, self(value).at, EXCEPTION.CONTEXT),
  (host, value, context) => {
    host.objects.setContext(value, context);
    return null;
  },
);
addGetSet(
  BASE_EXCEPTION,
  "__suppress_context__",
  (host, value) => host.heap.load(self(value).at + EXCEPTION.SUPPRESS) !== 0,
  (host, value, flag) => {
    host.heap.store(self(value).at + EXCEPTION.SUPPRESS, flag === true ? 1 : 0);
    return null;
  },
);
addGetSet(
  BASE_EXCEPTION,
  "__traceback__",
  (host, value) => (host.heap.load(self(value).at + EXCEPTION.TRACEBACK) === 0 ? null : TRACEBACK),
  () => null,
);
addGetSet(exceptionTypeNamed("StopIteration"), "value", firstArgument);
addGetSet(exceptionTypeNamed("SystemExit"), "code", firstArgument);
addGetSet(exceptionTypeNamed("OSError"), "errno", firstArgument);
addGetSet(
  exceptionTypeNamed("OSError"),
  "strerror",
  (host, value) => exceptionArgs(host.heap, self(value).at)[1] ?? null,
);

/** Words that a part of a group has of the whole. */
const METADATA = [EXCEPTION.CAUSE, EXCEPTION.CONTEXT, EXCEPTION.SUPPRESS, EXCEPTION.TRACEBACK];

/** `_copy_metadata(source, target)`: where it was raised, cause and context; notes are an attribute, which the prelude copies. */
export function copyMetadata({ heap }: Host, [source, target]: Value[]): NativeResult {
  for (const offset of METADATA) heap.store(self(target).at + offset, heap.load(self(source).at + offset));
  return null;
}

/** `_has_same_metadata(one, other)`: whether one is a part of what the other is part of, and was not raised anew. */
export function hasSameMetadata({ heap }: Host, [one, other]: Value[]): NativeResult {
  return METADATA.every((offset) => heap.load(self(one).at + offset) === heap.load(self(other).at + offset));
}

function firstArgument(host: Host, value: Value): NativeResult {
  return exceptionArgs(host.heap, self(value).at)[0] ?? null;
}
