/** Generators, coroutines and asynchronous generators as objects: their methods and attributes. Their frames are the machine's. */
import { CODE_KIND } from "../bytecode.ts";
import { Resume } from "../callables.ts";
import { type Host, type Native, type NativeResult, TailCall } from "../native.ts";
import type { StepMode } from "../object-model.ts";
import { makeAsyncStep, stepModeOf } from "../objects/async-steps.ts";
import { generatorCode, generatorKind } from "../objects/generators.ts";
import { addGetSet, addMethods, type PyType } from "../objects/immutables.ts";
import { KIND } from "../objects/kinds.ts";
import { callPrelude, typeError, typeNameOf } from "../objects/specials.ts";
import {
  askTypeOf,
  ASYNC_GENERATOR,
  ASYNC_SEND,
  ASYNC_THROW,
  COROUTINE,
  COROUTINE_WRAPPER,
  GENERATOR,
} from "../objects/types.ts";
import type { PyRef, Value } from "../values.ts";
import { method, positional } from "./arguments.ts";

askTypeOf(KIND.GENERATOR, (heap, at) => {
  const kind = generatorKind(heap, at);
  if (kind === CODE_KIND.COROUTINE) return COROUTINE;
  if (kind === CODE_KIND.ASYNC_GENERATOR) return ASYNC_GENERATOR;
  // What `__await__` of a coroutine gives is a generator of the prelude.
  return heap.program.codes[generatorCode(heap, at)].parts.name === "_await_coroutine" ? COROUTINE_WRAPPER : GENERATOR;
});
askTypeOf(KIND.ASYNC_STEP, (heap, at) => (stepModeOf(heap, at) === "send" ? ASYNC_SEND : ASYNC_THROW));

function resuming(type: PyType): Readonly<Record<string, Native>> {
  return {
    send: method(`${type.name}.send`, 1, 1, (_host, [self, value]) => new Resume(self as PyRef, "send", value)),
    close: method(`${type.name}.close`, 0, 0, (_host, [self]) => new Resume(self as PyRef, "close")),
    throw: method("throw", 1, 3, (host, [self, ...thrown]) =>
      withException(host, thrown, (_again, exception) => new Resume(self as PyRef, "throw", exception)),
    ),
  };
}

for (const type of [GENERATOR, COROUTINE, COROUTINE_WRAPPER, ASYNC_SEND, ASYNC_THROW]) addMethods(type, resuming(type));

const ITERATES: Readonly<Record<string, Native>> = {
  __next__: method("__next__", 0, 0, (_host, [self]) => new Resume(self as PyRef, "next")),
  __iter__: method("__iter__", 0, 0, (_host, [self]) => self),
};

for (const type of [GENERATOR, COROUTINE_WRAPPER, ASYNC_SEND, ASYNC_THROW]) addMethods(type, ITERATES);

addMethods(COROUTINE, {
  __await__: method("__await__", 0, 0, (host, args) => callPrelude(host, "_await_coroutine", args)),
});
for (const type of [ASYNC_SEND, ASYNC_THROW])
  addMethods(type, { __await__: method("__await__", 0, 0, (_host, [self]) => self) });

function step(mode: StepMode): (host: Host, args: Value[]) => NativeResult {
  return (host, [self, value]) => makeAsyncStep(host.heap, self as PyRef, mode, value ?? null);
}

addMethods(ASYNC_GENERATOR, {
  __aiter__: method("__aiter__", 0, 0, (_host, [self]) => self),
  __anext__: method("__anext__", 0, 0, step("send")),
  asend: method("async_generator.asend", 1, 1, step("send")),
  athrow: method("athrow", 1, 3, (host, [self, ...thrown]) =>
    withException(host, thrown, (again, exception) => makeAsyncStep(again.heap, self as PyRef, "throw", exception)),
  ),
  aclose: method("async_generator.aclose", 0, 0, step("close")),
});

for (const type of [GENERATOR, COROUTINE, ASYNC_GENERATOR]) {
  addGetSet(type, "__name__", (host, self) => partsOf(host, self).name);
  addGetSet(type, "__qualname__", (host, self) => partsOf(host, self).qualifiedName);
}

function partsOf(host: Host, self: Value) {
  return host.program.codes[generatorCode(host.heap, (self as PyRef).at)].parts;
}

/** What `throw(exception)`, `throw(Type)` and `throw(Type, value)` throw. @throws TypeError */
function withException(
  host: Host,
  [type, value]: readonly Value[],
  use: (host: Host, exception: Value) => NativeResult,
): NativeResult {
  const made = exceptionOf(host, type, value ?? null);
  if (!(made instanceof TailCall)) return use(host, made as Value);
  return new TailCall(made.callee, made.args, made.keywords, (again, result) =>
    use(again, (made.then === null ? result : made.then(again, result)) as Value),
  );
}

function exceptionOf(host: Host, type: Value, value: Value): NativeResult {
  const { objects } = host;
  if (objects.isException(type)) return type;
  if (!objects.isExceptionClass(type))
    throw typeError(
      `exceptions must be classes or instances deriving from BaseException, not ${typeNameOf(host.heap, type)}`,
    );
  if (value === null) return objects.toException(type);
  return objects.isException(value) ? value : objects.call(type, [value], null);
}

/** `aiter(x)`: what its `__aiter__` gives. @throws TypeError */
function aiter(host: Host, [value]: Value[]): NativeResult {
  const own = host.objects.specialMethod(value, "__aiter__");
  if (own === undefined) throw typeError(`'${typeNameOf(host.heap, value)}' object is not an async iterable`);
  return new TailCall(own, [], null, (again, iterator) => {
    if (again.objects.specialMethod(iterator, "__anext__") !== undefined) return iterator;
    throw typeError(`aiter() returned not an async iterator of type '${typeNameOf(again.heap, iterator)}'`);
  });
}

/** `anext(iterator)` and `anext(iterator, default)`: what is awaited for the next item. @throws TypeError */
function anext(host: Host, [iterator, ...fallback]: Value[]): NativeResult {
  const own = host.objects.specialMethod(iterator, "__anext__");
  if (own === undefined) throw typeError(`'${typeNameOf(host.heap, iterator)}' object is not an async iterator`);
  if (fallback.length === 0) return new TailCall(own, []);
  return new TailCall(own, [], null, (again, awaited) => callPrelude(again, "_anext_or", [awaited, fallback[0]]));
}

export const ASYNC_FUNCTIONS: Readonly<Record<string, Native>> = {
  aiter: positional("aiter", 1, 1, aiter),
  anext: positional("anext", 1, 2, anext),
};
