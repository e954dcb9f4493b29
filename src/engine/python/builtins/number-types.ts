/** int, float and bool: how they are made, and their methods. */
import { type Host, type NativeResult, TailCall, type Then } from "../native.ts";
import { addGetSet, addMethods } from "../objects/immutables.ts";
import { expectInt, floatOf, intOf } from "../objects/integers.ts";
import { typeError, typeNameOf, userMethod } from "../objects/specials.ts";
import { BOOL, FLOAT, INT } from "../objects/types.ts";
import * as text from "../text/index.ts";
import { PyFloat, PyTuple, type Value } from "../values.ts";
import { bindNames, method } from "./arguments.ts";

BOOL.make = (host, _type, args, keywords) => {
  const [value] = bindNames("bool", args, keywords, ["object"], 0, 1);
  return value === undefined ? false : host.objects.truth(value);
};

INT.make = (host, _type, args, keywords) => {
  const [value, base] = bindNames("int", args, keywords, ["x", "base"], 0, 1);
  if (base !== undefined) return parseWithBase(host, value, base);
  return value === undefined ? 0 : toInt(host, value);
};

function parseWithBase(host: Host, value: Value | undefined, base: Value): NativeResult {
  if (value === undefined) throw typeError("int() missing string argument");
  if (typeof value !== "string") throw typeError("int() can't convert non-string with explicit base");
  return text.parseInt(value, Number(expectInt(host.heap, base)));
}

function toInt(host: Host, value: Value): NativeResult {
  if (typeof value === "string") return text.parseInt(value, 10);
  if (value instanceof PyFloat) return text.floatToInt(value.value);
  const int = intOf(value);
  if (int !== null) return int;
  for (const name of ["__int__", "__index__", "__trunc__"]) {
    const found = userMethod(host.heap, value, name);
    if (found !== undefined) return new TailCall(found, [value], null, checkInt);
  }
  throw typeError(
    `int() argument must be a string, a bytes-like object or a real number, not '${typeNameOf(host.heap, value)}'`,
  );
}

const checkInt: Then = (host, result) => {
  const int = intOf(result);
  if (int !== null) return int;
  throw typeError(`__int__ returned non-int (type ${typeNameOf(host.heap, result)})`);
};

FLOAT.make = (host, _type, args, keywords) => {
  const [value] = bindNames("float", args, keywords, ["x"], 0, 1);
  return value === undefined ? new PyFloat(0) : toFloat(host, value);
};

function toFloat(host: Host, value: Value): NativeResult {
  if (value instanceof PyFloat) return value;
  if (typeof value === "string") return new PyFloat(text.parseFloat(value));
  const int = intOf(value);
  if (int !== null) return new PyFloat(text.intToFloat(int));
  const found = userMethod(host.heap, value, "__float__");
  if (found !== undefined) return new TailCall(found, [value], null, checkFloat(typeNameOf(host.heap, value)));
  throw typeError(`float() argument must be a string or a real number, not '${typeNameOf(host.heap, value)}'`);
}

function checkFloat(owner: string): Then {
  return (host, result) => {
    if (result instanceof PyFloat) return result;
    throw typeError(`${owner}.__float__ returned non-float (type ${typeNameOf(host.heap, result)})`);
  };
}

addMethods(INT, {
  bit_length: method("int.bit_length", 0, 0, (_host, [self]) => text.bitLength(intOf(self)!)),
  bit_count: method("int.bit_count", 0, 0, (_host, [self]) => text.bitCount(intOf(self)!)),
  conjugate: method("int.conjugate", 0, 0, (_host, [self]) => intOf(self)!),
  is_integer: method("int.is_integer", 0, 0, () => true),
  as_integer_ratio: method("int.as_integer_ratio", 0, 0, (_host, [self]) => new PyTuple([intOf(self)!, 1])),
});
addGetSet(INT, "real", (_host, self) => intOf(self)!);
addGetSet(INT, "imag", () => 0);
addGetSet(INT, "numerator", (_host, self) => intOf(self)!);
addGetSet(INT, "denominator", () => 1);

addMethods(FLOAT, {
  is_integer: method("float.is_integer", 0, 0, (_host, [self]) => Number.isInteger(floatOf(self)!)),
  conjugate: method("float.conjugate", 0, 0, (_host, [self]) => self),
  as_integer_ratio: method(
    "float.as_integer_ratio",
    0,
    0,
    (_host, [self]) => new PyTuple(text.integerRatio(floatOf(self)!)),
  ),
});
addGetSet(FLOAT, "real", (_host, self) => self);
addGetSet(FLOAT, "imag", () => new PyFloat(0));
