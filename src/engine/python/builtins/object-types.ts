/** object, type, tuple, range, slice, property, super, functions, generators: how they are made, and their attributes. */
import { PyMethod, PyNative } from "../callables.ts";
import { type Host, type NativeResult, TailCall } from "../native.ts";
import { setAttributeDirectly } from "../objects/attribute-changes.ts";
import { makeBare } from "../objects/calls.ts";
import { classNameOf, type ClassValue, isSubclass, mroOf } from "../objects/classes.ts";
import { convert, REPR, STR as TO_STR } from "../objects/conversion.ts";
import { DEFAULTS, functionCode, functionTuple } from "../objects/functions.ts";
import { isSame } from "../objects/identity.ts";
import { makeInstance } from "../objects/instances.ts";
import {
  addGetSet,
  addMethods,
  createNative,
  METHOD_OWNERS,
  NOT_IMPLEMENTED,
  PyClassMethod,
  PyProperty,
  PyRange,
  PySlice,
  PyStaticMethod,
  PySuper,
} from "../objects/immutables.ts";
import { expectNumber, intOf } from "../objects/integers.ts";
import {
  CLASS_METHOD,
  FUNCTION,
  isInstance,
  isKind,
  METHOD,
  METHOD_DESCRIPTOR,
  NATIVE,
  NONE_TYPE,
  OBJECT,
  PROPERTY,
  RANGE,
  SLICE,
  STATIC_METHOD,
  SUPER,
  TUPLE,
  TYPE,
  typeOf,
} from "../objects/types.ts";
import { isEqual } from "../objects/compare.ts";
import { KIND } from "../objects/kinds.ts";
import { makeList } from "../objects/lists.ts";
import { addressText, qualifiedClassName } from "../objects/repr.ts";
import { boundsOf } from "../objects/subscripts.ts";
import { typeError, typeNameOf, valueError } from "../objects/specials.ts";
import { PythonError } from "../text/index.ts";
import { PyRef, PyTuple, type Value } from "../values.ts";
import { attributeDict, hashOf, isClass } from "./object-functions.ts";
import { bindNames, checkCount, type Keywords, method, withItems } from "./arguments.ts";

OBJECT.make = (host, _type, args) => {
  if (args.length > 0) throw typeError("object() takes no arguments");
  return makeInstance(host.heap, host.heap.typeWord(OBJECT.index), 1);
};

TYPE.make = (host, _type, args, keywords) => {
  if (args.length === 3) return makeClassOf(host, args, keywords);
  if (args.length !== 1) throw typeError("type() takes 1 or 3 arguments");
  return typeOf(host.heap, args[0]);
};

NONE_TYPE.make = () => null;

TUPLE.make = (host, _type, args, keywords) => {
  const [iterable] = bindNames("tuple", args, keywords, ["iterable"], 0, 1);
  if (iterable === undefined) return new PyTuple([]);
  return iterable instanceof PyTuple ? iterable : withItems(host, iterable, (_again, items) => new PyTuple(items));
};

RANGE.make = (host, _type, args, keywords) => {
  checkCount("range", args, keywords, 1, 3);
  const [first, second, third] = args.map((arg) => expectNumber(host.heap, arg));
  if (third === 0) throw valueError("range() arg 3 must not be zero");
  return args.length === 1 ? new PyRange(0, first, 1) : new PyRange(first, second, third ?? 1);
};

SLICE.make = (_host, _type, args, keywords) => {
  checkCount("slice", args, keywords, 1, 3);
  return args.length === 1 ? new PySlice(null, args[0], null) : new PySlice(args[0], args[1], args[2] ?? null);
};

PROPERTY.make = (_host, _type, args, keywords) => {
  const [getter, setter, deleter] = bindNames("property", args, keywords, ["fget", "fset", "fdel", "doc"]);
  return new PyProperty(getter ?? null, setter ?? null, deleter ?? null);
};
STATIC_METHOD.make = (_host, _type, args, keywords) => {
  if (args.length !== 1 || keywords !== null) throw typeError(`staticmethod expected 1 argument, got ${args.length}`);
  return new PyStaticMethod(args[0]);
};
CLASS_METHOD.make = (_host, _type, args, keywords) => {
  if (args.length !== 1 || keywords !== null) throw typeError(`classmethod expected 1 argument, got ${args.length}`);
  return new PyClassMethod(args[0]);
};
SUPER.make = (host, _type, args) => {
  if (args.length === 0) throw new PythonError("RuntimeError", "super(): no arguments");
  const [type, self] = args;
  if (!isClass(host, type)) throw typeError(`super() argument 1 must be a type, not ${typeNameOf(host.heap, type)}`);
  if (args.length === 1) throw typeError("super() with one argument is not available here");
  if (!isSubclass(host.heap, isClass(host, self) ? self : typeOf(host.heap, self), type))
    throw noSuper(host, type, self);
  return new PySuper(type, self);
};

function noSuper(host: Host, type: ClassValue, self: Value): unknown {
  const given = isClass(host, self) ? "type" : `instance of ${typeNameOf(host.heap, self)}`;
  const name = classNameOf(host.heap, type);
  return typeError(`super(type, obj): obj (${given}) is not an instance or subtype of type (${name}).`);
}

/** `type(name, bases, namespace)`: what a class statement does. */
function makeClassOf(host: Host, [name, bases, namespace]: readonly Value[], keywords: Keywords): NativeResult {
  if (typeof name !== "string")
    throw typeError(`type.__new__() argument 1 must be str, not ${typeNameOf(host.heap, name)}`);
  if (!(bases instanceof PyTuple))
    throw typeError(`type.__new__() argument 2 must be tuple, not ${typeNameOf(host.heap, bases)}`);
  if (!isKind(host.heap, namespace, KIND.DICT))
    throw typeError(`type.__new__() argument 3 must be dict, not ${typeNameOf(host.heap, namespace)}`);
  return host.objects.buildClass(name, name, bases.items, host.objects.keywordsOf(namespace), null, keywords);
}

function property(value: Value): PyProperty {
  if (value instanceof PyProperty) return value;
  throw typeError("descriptor requires a 'property' object");
}

addMethods(PROPERTY, {
  getter: (_host, [self, f]) => new PyProperty(f, property(self).setter, property(self).deleter),
  setter: (_host, [self, f]) => new PyProperty(property(self).getter, f, property(self).deleter),
  deleter: (_host, [self, f]) => new PyProperty(property(self).getter, property(self).setter, f),
});
addGetSet(PROPERTY, "fget", (_host, self) => property(self).getter);
addGetSet(PROPERTY, "fset", (_host, self) => property(self).setter);
addGetSet(PROPERTY, "fdel", (_host, self) => property(self).deleter);
addGetSet(PROPERTY, "__doc__", (host, self) => {
  const { getter } = property(self);
  return getter === null ? null : host.objects.getAttribute(getter, "__doc__", false);
});

// What every object has; user classes call these through super().
addMethods(OBJECT, {
  __init__: () => null,
  __repr__: (host, [self]) =>
    isInstance(host.heap, self) && !host.objects.isException(self) ? plainRepr(host, self) : convert(host, REPR, self),
  __str__: (host, [self]) => convert(host, isInstance(host.heap, self) ? REPR : TO_STR, self),
  __eq__: (host, [self, other]) =>
    isInstance(host.heap, self) ? isSame(self, other) || NOT_IMPLEMENTED : isEqual(host, self, other),
  __ne__: (_host, [self, other]) => (isSame(self, other) ? false : NOT_IMPLEMENTED),
  __hash__: (host, [self]) => (isInstance(host.heap, self) ? self.at : hashOf(host, self)),
  __format__: (host, args, keywords) => {
    const [self, spec] = args;
    checkCount(`${typeNameOf(host.heap, self)}.__format__`, args, keywords, 1, 1, true);
    if (typeof spec !== "string")
      throw typeError(`__format__() argument must be str, not ${typeNameOf(host.heap, spec)}`);
    return host.objects.formatValue(self, spec);
  },
  __setattr__: (host, args, keywords) => {
    checkCount("__setattr__", args, keywords, 3, 3);
    const [self, name, value] = args;
    if (!isInstance(host.heap, self))
      throw typeError(`can't apply this __setattr__ to ${typeNameOf(host.heap, self)} object`);
    return setAttributeDirectly(host, self, attributeName(host, name), value);
  },
  __getattribute__: (host, args, keywords) => {
    checkCount("__getattribute__", args, keywords, 2, 2);
    return host.objects.getAttribute(args[0], attributeName(host, args[1]), true);
  },
});
addGetSet(OBJECT, "__dict__", (host, self) => {
  if (isInstance(host.heap, self)) return attributeDict(host, self);
  throw typeError(`'${typeNameOf(host.heap, self)}' object has no attribute '__dict__'`);
});
OBJECT.attributes.set("__doc__", null);
OBJECT.attributes.set(
  "__init_subclass__",
  new PyClassMethod(
    createNative("__init_subclass__", (host, [type, ...rest], keywords) => {
      const name = `${classNameOf(host.heap, type as ClassValue)}.__init_subclass__`;
      checkCount(name, rest, keywords, 0, 0);
      return null;
    }),
  ),
);
OBJECT.attributes.set(
  "__new__",
  new PyStaticMethod(
    createNative("__new__", (host, args) => {
      const [type, ...rest] = args;
      if (type === undefined) throw typeError("object.__new__(): not enough arguments");
      if (!isClass(host, type))
        throw typeError(`object.__new__(X): X is not a type object (${typeNameOf(host.heap, type)})`);
      if (type instanceof PyRef) return makeBare(host, type, rest);
      return new TailCall(type, rest);
    }),
  ),
);

function attributeName(host: Host, name: Value): string {
  if (typeof name !== "string") throw typeError(`attribute name must be string, not '${typeNameOf(host.heap, name)}'`);
  return name;
}

function plainRepr(host: Host, self: PyRef): string {
  return `<${qualifiedClassName(host.heap, typeOf(host.heap, self))} object at ${addressText(self.at)}>`;
}

addMethods(TYPE, {
  mro: (host, [self]) => makeList(host.heap, mroOf(host.heap, self as ClassValue)),
});

addMethods(TUPLE, {
  index: method("index", 1, 3, (host, [self, value]) => {
    const at = (self as PyTuple).items.findIndex((item) => isSame(item, value) || isEqual(host, item, value));
    if (at < 0) throw valueError("tuple.index(x): x not in tuple");
    return at;
  }),
  count: method(
    "tuple.count",
    1,
    1,
    (host, [self, value]) =>
      (self as PyTuple).items.filter((item) => isSame(item, value) || isEqual(host, item, value)).length,
  ),
});

addGetSet(RANGE, "start", (_host, self) => (self as PyRange).start);
addGetSet(RANGE, "stop", (_host, self) => (self as PyRange).stop);
addGetSet(RANGE, "step", (_host, self) => (self as PyRange).step);
addMethods(RANGE, {
  index: method("range.index", 1, 1, (host, [self, value]) => {
    const range = self as PyRange;
    const at = (Number(intOf(value) ?? Number.NaN) - range.start) / range.step;
    if (Number.isInteger(at) && at >= 0 && at < range.length) return at;
    throw valueError(`${host.objects.describe(value)} is not in range`);
  }),
  count: method("range.count", 1, 1, (host, [self, value]) => {
    const has = host.objects.contains(self, value);
    return has === true ? 1 : 0;
  }),
});
addGetSet(SLICE, "start", (_host, self) => (self as PySlice).start);
addGetSet(SLICE, "stop", (_host, self) => (self as PySlice).stop);
addGetSet(SLICE, "step", (_host, self) => (self as PySlice).step);

function codeOf(host: Host, self: Value) {
  return host.program.codes[functionCode(host.heap, (self as PyRef).at)];
}

addGetSet(
  FUNCTION,
  "__name__",
  (host, self) => codeOf(host, self).parts.name,
  () => null,
);
addGetSet(
  FUNCTION,
  "__qualname__",
  (host, self) => codeOf(host, self).parts.qualifiedName,
  () => null,
);
addGetSet(
  FUNCTION,
  "__doc__",
  (host, self) => codeOf(host, self).parts.docstring,
  () => null,
);
addGetSet(
  FUNCTION,
  "__module__",
  (host, self) => host.program.modules[codeOf(host, self).parts.module].name,
  () => null,
);
addGetSet(FUNCTION, "__code__", (host, self) => codeOf(host, self));
addGetSet(FUNCTION, "__defaults__", (host, self) => {
  const defaults = functionTuple(host.heap, (self as PyRef).at, DEFAULTS);
  return defaults.length === 0 ? null : new PyTuple(defaults);
});
for (const type of [NATIVE, METHOD_DESCRIPTOR]) {
  addGetSet(type, "__name__", (host, self) => host.objects.callableName(self));
  addGetSet(type, "__qualname__", (host, self) => qualifiedNativeName(host, self));
  addGetSet(type, "__doc__", () => null);
}
addGetSet(NATIVE, "__self__", (_host, self) => (self instanceof PyMethod ? self.self : null));
addGetSet(METHOD, "__self__", (_host, self) => (self as PyMethod).self);
addGetSet(METHOD, "__func__", (_host, self) => (self as PyMethod).callee);
addGetSet(METHOD, "__name__", (host, self) => host.objects.getAttribute((self as PyMethod).callee, "__name__", false));
addGetSet(METHOD, "__qualname__", (host, self) =>
  host.objects.getAttribute((self as PyMethod).callee, "__qualname__", false),
);
addGetSet(METHOD, "__doc__", (host, self) => host.objects.getAttribute((self as PyMethod).callee, "__doc__", false));

function qualifiedNativeName(host: Host, value: Value): string {
  const native = value instanceof PyMethod ? value.callee : value;
  const owner = native instanceof PyNative ? METHOD_OWNERS.get(native) : undefined;
  const name = host.objects.callableName(value);
  return owner === undefined ? name : `${owner.name}.${name}`;
}

addMethods(SLICE, {
  indices: method("slice.indices", 1, 1, (host, [self, length]) => {
    const { start, stop, step } = boundsOf(self as PySlice, expectNumber(host.heap, length));
    return new PyTuple([start, stop, step]);
  }),
});
