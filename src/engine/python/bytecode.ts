/**
 * What the compiler makes and the machine runs: instructions, code objects, a whole program.
 * Rule: instructions are pairs [opcode, argument] with CPython 3.13's names and stack effects, without its caches.
 * Opcodes named …_VISIBLE, …_CLASS and the like exist for the machine only and are shown under CPython's name.
 */
import type { Line } from "../base/ids.ts";
import type { BytecodeRow, Listing } from "../program/listing.ts";
import { PyImmutable, type Value } from "./values.ts";

/**
 * The instructions. `→` shows the stack, top at the right; NULL is a hole beside a callable (`undefined` in the machine).
 * Jump arguments are the index of the target instruction (pairs), not a relative distance; `dis` rows show offsets.
 */
export const OPCODE = {
  NOP: 0,
  /** Start of a frame, and where a generator goes on. arg: 0 start, 1 after yield, 2 after yield from, 3 after await. */
  RESUME: 1,
  /** x → */
  POP_TOP: 2,
  /** → NULL */
  PUSH_NULL: 3,
  /** … xn → … xn, xi   (arg i, 1 is the top) */
  COPY: 4,
  /** Exchanges the top with the arg-th (2 is the one below). */
  SWAP: 5,
  /** → constants[arg] */
  LOAD_CONST: 6,
  /** → locals[arg]; UnboundLocalError when unbound. */
  LOAD_FAST: 7,
  LOAD_FAST_CHECK: 8,
  /** → locals[arg >> 4], locals[arg & 15] */
  LOAD_FAST_LOAD_FAST: 9,
  /** → locals[arg] or NULL, and unbinds it (an inlined comprehension begins) */
  LOAD_FAST_AND_CLEAR: 10,
  /** x → */
  STORE_FAST: 11,
  /** x → locals[arg & 15], after locals[arg >> 4] = x */
  STORE_FAST_LOAD_FAST: 12,
  /** x, y → ; locals[arg >> 4] = y, locals[arg & 15] = x */
  STORE_FAST_STORE_FAST: 13,
  DELETE_FAST: 14,
  /** → value of code.globals[arg >> 1], and NULL when arg & 1. Functions say GLOBAL, module code NAME (never with NULL). */
  LOAD_GLOBAL: 15,
  LOAD_GLOBAL_VISIBLE: 16,
  STORE_GLOBAL: 17,
  STORE_GLOBAL_VISIBLE: 18,
  DELETE_GLOBAL: 19,
  LOAD_NAME: 20,
  LOAD_NAME_VISIBLE: 21,
  STORE_NAME: 22,
  STORE_NAME_VISIBLE: 23,
  DELETE_NAME: 24,
  /** In a class body: names[arg >> 16] in its namespace, else globals[arg & 65535]. Shown as LOAD_NAME. */
  LOAD_NAME_CLASS: 25,
  /** In a class body: namespace[names[arg]]. */
  STORE_NAME_CLASS: 26,
  DELETE_NAME_CLASS: 27,
  /** Makes locals[arg] a cell that holds its value. */
  MAKE_CELL: 28,
  /** Puts the function's closure into the free locals. */
  COPY_FREE_VARS: 29,
  /** → the cell itself (for MAKE_FUNCTION's closure). Shown as LOAD_FAST. */
  LOAD_CLOSURE: 30,
  LOAD_DEREF: 31,
  LOAD_DEREF_VISIBLE: 32,
  STORE_DEREF: 33,
  STORE_DEREF_VISIBLE: 34,
  DELETE_DEREF: 35,
  /** In a class body: names[arg >> 16] in its namespace, else the cell locals[arg & 65535]. */
  LOAD_FROM_DICT_OR_DEREF: 36,
  /** x → op x */
  UNARY_NEGATIVE: 37,
  UNARY_INVERT: 38,
  UNARY_NOT: 39,
  /** `+x`; CPython shows CALL_INTRINSIC_1 (UNARY_POSITIVE). */
  UNARY_POSITIVE: 40,
  /** x → bool */
  TO_BOOL: 41,
  /** a, b → a OP b   (arg: BINARY) */
  BINARY_OP: 42,
  /** a, b → a OP b   (arg: COMPARE, + 16 when the result is wanted as a bool) */
  COMPARE_OP: 43,
  /** a, b → a is b   (arg 1: is not) */
  IS_OP: 44,
  /** a, b → a in b   (arg 1: not in) */
  CONTAINS_OP: 45,
  /** a, i → a[i] */
  BINARY_SUBSCR: 46,
  /** v, a, i → */
  STORE_SUBSCR: 47,
  /** a, i → */
  DELETE_SUBSCR: 48,
  /** a, i, j → a[i:j] */
  BINARY_SLICE: 49,
  /** v, a, i, j → */
  STORE_SLICE: 50,
  /** i, j(, k) → slice   (arg 2 or 3) */
  BUILD_SLICE: 51,
  /** o → o.names[arg >> 1]; with arg & 1: o → function, o  or  attribute, NULL */
  LOAD_ATTR: 52,
  LOAD_ATTR_VISIBLE: 53,
  /** v, o → */
  STORE_ATTR: 54,
  STORE_ATTR_VISIBLE: 55,
  DELETE_ATTR: 56,
  DELETE_ATTR_VISIBLE: 57,
  /** super, class, self → attribute of names[arg >> 2] (arg & 1 as for LOAD_ATTR) */
  LOAD_SUPER_ATTR: 58,
  BUILD_TUPLE: 59,
  BUILD_LIST: 60,
  BUILD_SET: 61,
  /** k1, v1 … kn, vn → dict */
  BUILD_MAP: 62,
  BUILD_STRING: 63,
  /** list, …, x → list, …   (arg: depth of the list below x) */
  LIST_APPEND: 64,
  SET_ADD: 65,
  /** dict, …, k, v → dict, … */
  MAP_ADD: 66,
  /** As LIST_APPEND; arg + 256: the only argument of a call, whose callable and NULL lie below the list. */
  LIST_EXTEND: 67,
  SET_UPDATE: 68,
  DICT_UPDATE: 69,
  /** As DICT_UPDATE, for `f(**m)`: a key that is already there is TypeError; callable, NULL and tuple lie below the dict. */
  DICT_MERGE: 70,
  /** list → tuple; CPython shows CALL_INTRINSIC_1 (LIST_TO_TUPLE). */
  LIST_TO_TUPLE: 71,
  /** sequence → xn … x1 (first on top) */
  UNPACK_SEQUENCE: 72,
  /** sequence → …; arg: count before the star | count after << 8 */
  UNPACK_EX: 73,
  /** x → iterator */
  GET_ITER: 74,
  /** iterator → iterator, item; at the end: iterator → iterator, NULL and jumps to arg (END_FOR, POP_TOP there) */
  FOR_ITER: 75,
  /** x → */
  END_FOR: 76,
  JUMP_FORWARD: 77,
  JUMP_BACKWARD: 78,
  JUMP_BACKWARD_NO_INTERRUPT: 79,
  POP_JUMP_IF_FALSE: 80,
  POP_JUMP_IF_TRUE: 81,
  POP_JUMP_IF_NONE: 82,
  POP_JUMP_IF_NOT_NONE: 83,
  /** callable, self|NULL, args… → result   (arg: how many args) */
  CALL: 84,
  /** callable, self|NULL, args…, names → result   (arg: how many args, keyword ones included) */
  CALL_KW: 85,
  /** callable, NULL, tuple(, dict) → result   (arg & 1: with dict) */
  CALL_FUNCTION_EX: 86,
  RETURN_VALUE: 87,
  RETURN_CONST: 88,
  /** code → function */
  MAKE_FUNCTION: 89,
  /** value, function → function   (arg 1 defaults tuple, 2 keyword defaults dict, 8 closure tuple) */
  SET_FUNCTION_ATTRIBUTE: 90,
  /** → the class builder */
  LOAD_BUILD_CLASS: 91,
  /** level, fromlist → module names[arg]; without a fromlist its outermost package */
  IMPORT_NAME: 92,
  /** module → module, module.names[arg] */
  IMPORT_FROM: 93,
  /** arg 0: re-raise what is handled; 1: exception →; 2: exception, cause → */
  RAISE_VARARGS: 94,
  /** exception → ; raised again as it is. arg n > 0: the place is restored from below. */
  RERAISE: 95,
  /** exception → previous, exception; it is handled from now on */
  PUSH_EXC_INFO: 96,
  /** previous → ; it is what is handled again */
  POP_EXCEPT: 97,
  /** exception, type → exception, bool */
  CHECK_EXC_MATCH: 98,
  LOAD_ASSERTION_ERROR: 99,
  /** context manager → exit, entered */
  BEFORE_WITH: 100,
  /** exit, lasti, previous, exception → …, exception, result of exit(type, exception, traceback) */
  WITH_EXCEPT_START: 101,
  /** x → str(x), repr(x), ascii(x)   (arg 1, 2, 3) */
  CONVERT_VALUE: 102,
  /** x → format(x, "") */
  FORMAT_SIMPLE: 103,
  /** x, spec → format(x, spec) */
  FORMAT_WITH_SPEC: 104,
  /** → generator (or coroutine, asynchronous generator) of this frame; the frame returns it */
  RETURN_GENERATOR: 105,
  /** value → what is sent */
  YIELD_VALUE: 106,
  /** receiver, value → receiver, yielded; at its end receiver, result and jumps to arg */
  SEND: 107,
  /** receiver, result → result */
  END_SEND: 108,
  /** Where `throw()` into `yield from` raised StopIteration: receiver, value, exception → NONE, result */
  CLEANUP_THROW: 109,
  GET_YIELD_FROM_ITER: 110,
  GET_AWAITABLE: 111,
  GET_AITER: 112,
  GET_ANEXT: 113,
  END_ASYNC_FOR: 114,
  BEFORE_ASYNC_WITH: 115,
  /** exception → exception; a StopIteration that leaves a generator becomes RuntimeError. CPython: CALL_INTRINSIC_1. */
  STOPITERATION_ERROR: 116,
  /** Raised when the name may not have been set: kept for `except … as name` clean-up. */
  SETUP_ANNOTATIONS: 117,
  /** module → ; binds its public names. CPython: CALL_INTRINSIC_1 (IMPORT_STAR). */
  IMPORT_STAR: 118,
  /** An asynchronous generator's yielded value is wrapped. CPython: CALL_INTRINSIC_1 (ASYNC_GEN_WRAP). */
  ASYNC_GEN_WRAP: 119,
  /** v1 … vn, keys → dict */
  BUILD_CONST_KEY_MAP: 120,
  /** The machine's own, never compiled: the next entry of the event loop that the frame runs. */
  EVENT_LOOP: 121,
  /** what is left of an exception, type → what is then left, what matched as a group; None for nothing */
  CHECK_EG_MATCH: 122,
  /** exception → exception; it is handled from now on. Part of CPython's CHECK_EG_MATCH. */
  HANDLE_MATCH: 123,
  /** exception, list of what the clauses of `except*` left and raised → what is raised at their end, or None. CPython: CALL_INTRINSIC_2. */
  PREP_RERAISE_STAR: 124,
} as const;

export type Opcode = (typeof OPCODE)[keyof typeof OPCODE];

/** Arguments of BINARY_OP: CPython's numbers; in-place ones are 13 higher. */
export const BINARY = {
  ADD: 0,
  AND: 1,
  FLOOR_DIVIDE: 2,
  LSHIFT: 3,
  MATRIX_MULTIPLY: 4,
  MULTIPLY: 5,
  REMAINDER: 6,
  OR: 7,
  POWER: 8,
  RSHIFT: 9,
  SUBTRACT: 10,
  TRUE_DIVIDE: 11,
  XOR: 12,
  INPLACE: 13,
} as const;

/** Text of each binary operator by number. */
export const BINARY_SYMBOLS: readonly string[] = ["+", "&", "//", "<<", "@", "*", "%", "|", "**", ">>", "-", "/", "^"];

/** Arguments of COMPARE_OP: CPython's numbers. */
export const COMPARE = { LT: 0, LE: 1, EQ: 2, NE: 3, GT: 4, GE: 5 } as const;

export const COMPARE_SYMBOLS: readonly string[] = ["<", "<=", "==", "!=", ">", ">="];

/** A module-level name as code uses it: where it lies, and what it is while its slot is unbound. */
export interface GlobalReference {
  readonly name: string;
  /** Its address is GLOBALS_BASE + slot; −1 when nothing ever binds it in its module. */
  readonly slot: number;
  /** A read or write of it is a step once the program started. */
  readonly visible: boolean;
  /** Function code uses it, so that any thread may come to what is stored there. */
  readonly reachable: boolean;
  /** While it is unbound: the native of its module or the built-in of that name; undefined where there is none. */
  readonly fallback: Value | undefined;
  /** While it is unbound and has no `fallback`: the slot of a built-in written in Python; −1 for none. */
  readonly fallbackSlot: number;
}

/** One row of an exception table: instructions from `start` to before `end` go to `target` with `depth` values kept. */
export interface ExceptionRange {
  readonly start: number;
  readonly end: number;
  readonly target: number;
  readonly depth: number;
  /** Whether the instruction's index is pushed before the exception. */
  readonly pushesPlace: boolean;
}

export const CODE_KIND = { FUNCTION: 0, GENERATOR: 1, COROUTINE: 2, ASYNC_GENERATOR: 3, CLASS: 4, MODULE: 5 } as const;
export type CodeKind = (typeof CODE_KIND)[keyof typeof CODE_KIND];

/** What a code object is made of. `locals` has the parameters first, then other locals, then cells' own, then free names. */
export interface CodeParts {
  /** Index in `CompiledProgram.codes`; a function object in memory holds it. */
  readonly id: number;
  readonly name: string;
  readonly qualifiedName: string;
  readonly kind: CodeKind;
  /** Index in `CompiledProgram.modules`. */
  readonly module: number;
  /** True for the prelude: hidden in tracebacks, locals and `dis`. */
  readonly internal: boolean;
  /** Positional parameters (those before `/` included). */
  readonly parameters: number;
  /** How many of them are positional-only. */
  readonly positionalOnly: number;
  readonly keywordOnly: number;
  readonly hasStar: boolean;
  readonly hasDoubleStar: boolean;
  readonly locals: readonly string[];
  /** Indices of locals that are cells made here, and of free ones (closure order). */
  readonly cells: readonly number[];
  readonly frees: readonly number[];
  readonly stackSize: number;
  /** Pairs [opcode, argument]. */
  readonly instructions: Int32Array;
  readonly constants: readonly Value[];
  /** Attribute, keyword and class-body names. */
  readonly names: readonly string[];
  readonly globals: readonly GlobalReference[];
  readonly exceptions: readonly ExceptionRange[];
  /** By instruction: first and last line, first column and the column behind the last, columns counted from 0 in UTF-16 units; line 0 for none. */
  readonly lines: Int32Array;
  readonly endLines: Int32Array;
  readonly columns: Int32Array;
  readonly endColumns: Int32Array;
  readonly firstLine: Line;
  readonly docstring: string | null;
}

/** A code object: immutable, the same in every worker, a constant of the code that makes a function of it. */
export class Code extends PyImmutable {
  override readonly typeName = "code";
  readonly parts: CodeParts;
  readonly id: number;
  readonly instructions: Int32Array;
  readonly constants: readonly Value[];
  readonly globals: readonly GlobalReference[];
  readonly names: readonly string[];
  readonly lines: Int32Array;
  readonly internal: boolean;
  readonly kind: CodeKind;
  /** Number of locals, and of words in a frame. */
  readonly localCount: number;
  readonly frameSize: number;
  /** Positional parameters, when the code takes nothing else (no star, no keyword-only), else −1: the fast way to call. */
  readonly simpleParameters: number;

  constructor(parts: CodeParts) {
    super();
    this.parts = parts;
    this.id = parts.id;
    this.instructions = parts.instructions;
    this.constants = parts.constants;
    this.globals = parts.globals;
    this.names = parts.names;
    this.lines = parts.lines;
    this.internal = parts.internal;
    this.kind = parts.kind;
    this.localCount = parts.locals.length;
    this.frameSize = parts.locals.length + parts.stackSize;
    const simple = parts.keywordOnly === 0 && !parts.hasStar && !parts.hasDoubleStar;
    this.simpleParameters = simple ? parts.parameters : -1;
  }
}

/** A module: the listing (name `__main__`) or one of the prelude. */
export interface ModuleCode {
  readonly name: string;
  readonly code: Code;
  /** Every name that its code binds, to its slot. */
  readonly slots: ReadonlyMap<string, number>;
  /** What a name is while its slot is unbound (before the built-ins). */
  readonly natives: ReadonlyMap<string, Value>;
  /** Modules its code imports, by index. */
  readonly imports: readonly number[];
}

export interface ModuleSlot {
  readonly module: number;
  readonly name: string;
  readonly slot: number;
  readonly visible: boolean;
}

/** A listing, linked with the prelude. */
export interface CompiledProgram extends Listing {
  readonly source: string;
  /** Lines of the listing, for tracebacks; index 0 is line 1. */
  readonly sourceLines: readonly string[];
  /** By id; ids are not dense. */
  readonly codes: readonly Code[];
  /**
   * All prelude modules by index, the listing last. Those that are not in `bodies` are empty: they were not compiled. Slots and code
   * ids of a prelude module are the same in every program.
   */
  readonly modules: readonly ModuleCode[];
  readonly main: ModuleCode;
  /** Index of `main` in `modules`. */
  readonly mainIndex: number;
  /** Modules whose bodies run before the listing's, in order. */
  readonly bodies: readonly number[];
  /** The listing's own slots. */
  readonly slots: readonly ModuleSlot[];
  /** Words for module slots, prelude included. */
  readonly slotCount: number;
  /** Every name, attribute name, keyword and str constant of the program, each once: same index, same text in every worker. */
  readonly strings: readonly string[];
  readonly visibleAttributes: ReadonlySet<string>;
  /** True when `setattr` with a computed name makes every attribute visible. */
  readonly allAttributesVisible: boolean;
  /** Whether anything in it may start a thread. */
  readonly starts: boolean;
  /** Known modules that the listing imports. */
  readonly imports: readonly string[];
  readonly bytecode: readonly BytecodeRow[];
}
