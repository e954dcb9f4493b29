/**
 * Immutable values that need no memory of their own until they are stored: built-in types, ranges, slices, descriptors, views.
 * Rule: built-in types and natives are made while modules load, in the same order in every worker, so that their number names them.
 */
import { type ContextMethods, PyNative } from "../callables.ts";
import type { Host, Native, NativeResult } from "../native.ts";
import { PyImmutable, type PyRef, type Value } from "../values.ts";

/** Modules of CPython whose types are written in C. */
const WRITTEN_IN_C: ReadonlySet<string> = new Set(["_thread", "_queue", "collections"]);

/** Makes an instance: `type` is the class that was called, a subclass of the one that has this maker. */
export type Maker = (
  host: Host,
  type: PyType,
  args: Value[],
  keywords: ReadonlyMap<string, Value> | null,
) => NativeResult;

/** A built-in type. Its attributes are filled while modules load and never change afterwards. */
export class PyType extends PyImmutable {
  override readonly typeName = "type";
  readonly index: number;
  readonly name: string;
  readonly module: string;
  readonly base: PyType | null;
  /** The type itself first, `object` last. */
  readonly mro: readonly PyType[];
  readonly attributes = new Map<string, Value>();
  make: Maker | null = null;
  /** Whether a listing may derive a class from it. */
  acceptsSubclasses: boolean;
  #context: ContextMethods | null | undefined;

  constructor(
    index: number,
    name: string,
    module: string,
    base: PyType | null,
    acceptsSubclasses: boolean,
    second: PyType | null,
  ) {
    super();
    this.index = index;
    this.name = name;
    this.module = module;
    this.base = base;
    this.mro = base === null ? [this] : second === null ? [this, ...base.mro] : [this, base, ...second.mro];
    this.acceptsSubclasses = acceptsSubclasses;
  }

  /** `queue.Empty`, but `int`: as tracebacks and reprs print it. */
  get qualifiedName(): string {
    return this.module === "builtins" ? this.name : `${this.module}.${this.name}`;
  }

  /** As CPython's messages name it: types written in C give their module's name, too. */
  get messageName(): string {
    return WRITTEN_IN_C.has(this.module) ? this.qualifiedName : this.name;
  }

  /** The attribute by method resolution order; undefined where there is none. */
  find(name: string): Value | undefined {
    for (const type of this.mro) {
      const value = type.attributes.get(name);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /** `__enter__` and `__exit__`, where it has both. Asked for after all modules are loaded. */
  get context(): ContextMethods | null {
    if (this.#context === undefined) this.#context = this.#findContext();
    return this.#context;
  }

  #findContext(): ContextMethods | null {
    const enter = this.find("__enter__");
    const exit = this.find("__exit__");
    return enter instanceof PyNative && exit instanceof PyNative ? { enter, exit } : null;
  }

  isSubtypeOf(other: PyType): boolean {
    return this.mro.includes(other);
  }
}

/** All built-in types by number. */
export const TYPES: PyType[] = [];

/** A new built-in type; `base` null only for `object`; with a second base, that one's bases are those of both. */
export function createType(
  name: string,
  base: PyType | null,
  module = "builtins",
  acceptsSubclasses = false,
  second: PyType | null = null,
): PyType {
  const type = new PyType(TYPES.length, name, module, base, acceptsSubclasses, second);
  TYPES.push(type);
  return type;
}

/** All natives by number. */
export const NATIVES: PyNative[] = [];
const nativeNumbers = new Map<PyNative, number>();

/** A function written in TypeScript, as a value. */
export function createNative(name: string, native: Native): PyNative {
  const value = new PyNative(name, native);
  nativeNumbers.set(value, NATIVES.length);
  NATIVES.push(value);
  return value;
}

/** Number of a native made by `createNative`; undefined for any other. */
export function numberOfNative(native: PyNative): number | undefined {
  return nativeNumbers.get(native);
}

/** The type that a native is a method of, for its repr and messages. */
export const METHOD_OWNERS = new Map<PyNative, PyType>();

/** Whether a value may be the self of a type's methods. */
export type Guard = (host: Host, self: Value) => boolean;

/** Adds methods to a type, by name; for values that `guard` does not know they are refused, as `str.upper(5)` is. */
export function addMethods(type: PyType, methods: Readonly<Record<string, Native>>, guard: Guard | null = null): void {
  for (const [name, native] of Object.entries(methods)) {
    const value = createNative(name, guard === null ? native : guarded(type, name, native, guard));
    METHOD_OWNERS.set(value, type);
    type.attributes.set(name, value);
  }
}

function guarded(type: PyType, name: string, native: Native, guard: Guard): Native {
  return (host, args, keywords) => {
    if (args.length > 0 && guard(host, args[0])) return native(host, args, keywords);
    if (args.length === 0) return host.raise("TypeError", `unbound method ${type.name}.${name}() needs an argument`);
    const given = host.objects.typeName(args[0]);
    return host.raise(
      "TypeError",
      `descriptor '${name}' for '${type.qualifiedName}' objects doesn't apply to a '${given}' object`,
    );
  };
}

/** An attribute computed by TypeScript. */
export class PyGetSet extends PyImmutable {
  override readonly typeName = "getset_descriptor";
  readonly index: number;
  readonly name: string;
  readonly get: (host: Host, self: Value) => NativeResult;
  readonly set: ((host: Host, self: Value, value: Value) => NativeResult) | null;

  constructor(index: number, name: string, get: PyGetSet["get"], set: PyGetSet["set"]) {
    super();
    this.index = index;
    this.name = name;
    this.get = get;
    this.set = set;
  }
}

export const GET_SETS: PyGetSet[] = [];

/** Adds a computed attribute to a type; without `set` it is read-only. */
export function addGetSet(type: PyType, name: string, get: PyGetSet["get"], set: PyGetSet["set"] = null): void {
  const value = new PyGetSet(GET_SETS.length, name, get, set);
  GET_SETS.push(value);
  type.attributes.set(name, value);
}

/** NotImplemented, Ellipsis, and what stands for every traceback. */
export class PySingleton extends PyImmutable {
  readonly index: number;
  readonly text: string;
  override readonly typeName: string;

  constructor(index: number, text: string, typeName: string) {
    super();
    this.index = index;
    this.text = text;
    this.typeName = typeName;
  }
}

export const NOT_IMPLEMENTED = new PySingleton(0, "NotImplemented", "NotImplementedType");
export const ELLIPSIS = new PySingleton(1, "Ellipsis", "ellipsis");
/** One stands for all: a listing can see that there is one, and print its exception. */
export const TRACEBACK = new PySingleton(2, "<traceback object at 0x7f5500000000>", "traceback");
export const SINGLETONS: readonly PySingleton[] = [NOT_IMPLEMENTED, ELLIPSIS, TRACEBACK];

/** `range(start, stop, step)`; `length` is computed once. */
export class PyRange extends PyImmutable {
  override readonly typeName = "range";
  readonly start: number;
  readonly stop: number;
  readonly step: number;
  readonly length: number;

  constructor(start: number, stop: number, step: number) {
    super();
    this.start = start;
    this.stop = stop;
    this.step = step;
    this.length = Math.max(0, Math.ceil((stop - start) / step));
  }
}

export class PySlice extends PyImmutable {
  override readonly typeName = "slice";
  readonly start: Value;
  readonly stop: Value;
  readonly step: Value;

  constructor(start: Value, stop: Value, step: Value) {
    super();
    this.start = start;
    this.stop = stop;
    this.step = step;
  }
}

export class PyProperty extends PyImmutable {
  override readonly typeName = "property";
  readonly getter: Value;
  readonly setter: Value;
  readonly deleter: Value;

  constructor(getter: Value, setter: Value, deleter: Value) {
    super();
    this.getter = getter;
    this.setter = setter;
    this.deleter = deleter;
  }
}

export class PyStaticMethod extends PyImmutable {
  override readonly typeName = "staticmethod";
  readonly callee: Value;

  constructor(callee: Value) {
    super();
    this.callee = callee;
  }
}

export class PyClassMethod extends PyImmutable {
  override readonly typeName = "classmethod";
  readonly callee: Value;

  constructor(callee: Value) {
    super();
    this.callee = callee;
  }
}

/** `super(type, self)`. */
export class PySuper extends PyImmutable {
  override readonly typeName = "super";
  readonly type: Value;
  readonly self: Value;

  constructor(type: Value, self: Value) {
    super();
    this.type = type;
    this.self = self;
  }
}

export const VIEW_KINDS = ["keys", "values", "items"] as const;
export type ViewKind = (typeof VIEW_KINDS)[number];

/** `d.keys()`, `d.values()`, `d.items()`. */
export class PyView extends PyImmutable {
  override readonly typeName: string;
  readonly dict: PyRef;
  readonly view: ViewKind;

  constructor(dict: PyRef, view: ViewKind) {
    super();
    this.dict = dict;
    this.view = view;
    this.typeName = `dict_${view}`;
  }
}
