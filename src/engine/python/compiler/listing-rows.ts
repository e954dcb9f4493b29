/** The instructions of a listing as `dis` of CPython 3.13 prints them, with what is a step and where threads may switch. */
import type { BytecodeRow } from "../../program/listing.ts";
import { BINARY, BINARY_SYMBOLS, Code, COMPARE_SYMBOLS, OPCODE, type Opcode } from "../bytecode.ts";
import type { Value } from "../values.ts";

const NAMES = new Map<number, string>(Object.entries(OPCODE).map(([name, opcode]) => [opcode, name]));

/** Opcodes of the machine alone, and what CPython shows for them. */
const SHOWN: Readonly<Partial<Record<Opcode, string>>> = {
  [OPCODE.LOAD_GLOBAL_VISIBLE]: "LOAD_GLOBAL",
  [OPCODE.STORE_GLOBAL_VISIBLE]: "STORE_GLOBAL",
  [OPCODE.LOAD_NAME_VISIBLE]: "LOAD_NAME",
  [OPCODE.STORE_NAME_VISIBLE]: "STORE_NAME",
  [OPCODE.LOAD_NAME_CLASS]: "LOAD_NAME",
  [OPCODE.STORE_NAME_CLASS]: "STORE_NAME",
  [OPCODE.DELETE_NAME_CLASS]: "DELETE_NAME",
  [OPCODE.LOAD_CLOSURE]: "LOAD_FAST",
  [OPCODE.LOAD_DEREF_VISIBLE]: "LOAD_DEREF",
  [OPCODE.STORE_DEREF_VISIBLE]: "STORE_DEREF",
  [OPCODE.LOAD_ATTR_VISIBLE]: "LOAD_ATTR",
  [OPCODE.STORE_ATTR_VISIBLE]: "STORE_ATTR",
  [OPCODE.DELETE_ATTR_VISIBLE]: "DELETE_ATTR",
  [OPCODE.UNARY_POSITIVE]: "CALL_INTRINSIC_1",
  [OPCODE.LIST_TO_TUPLE]: "CALL_INTRINSIC_1",
  [OPCODE.STOPITERATION_ERROR]: "CALL_INTRINSIC_1",
  [OPCODE.IMPORT_STAR]: "CALL_INTRINSIC_1",
  [OPCODE.ASYNC_GEN_WRAP]: "CALL_INTRINSIC_1",
  [OPCODE.HANDLE_MATCH]: "NOP",
  [OPCODE.PREP_RERAISE_STAR]: "CALL_INTRINSIC_2",
};

const INTRINSICS: Readonly<Partial<Record<Opcode, string>>> = {
  [OPCODE.UNARY_POSITIVE]: "INTRINSIC_UNARY_POSITIVE",
  [OPCODE.LIST_TO_TUPLE]: "INTRINSIC_LIST_TO_TUPLE",
  [OPCODE.STOPITERATION_ERROR]: "INTRINSIC_STOPITERATION_ERROR",
  [OPCODE.IMPORT_STAR]: "INTRINSIC_IMPORT_STAR",
  [OPCODE.ASYNC_GEN_WRAP]: "INTRINSIC_ASYNC_GEN_WRAP",
  [OPCODE.PREP_RERAISE_STAR]: "INTRINSIC_PREP_RERAISE_STAR",
};

/** Steps by their opcode alone; containers and primitives are known at run time only, and calls of them are not marked. */
const VISIBLE: ReadonlySet<Opcode> = new Set<Opcode>([
  OPCODE.LOAD_GLOBAL_VISIBLE,
  OPCODE.STORE_GLOBAL_VISIBLE,
  OPCODE.LOAD_NAME_VISIBLE,
  OPCODE.STORE_NAME_VISIBLE,
  OPCODE.LOAD_DEREF_VISIBLE,
  OPCODE.STORE_DEREF_VISIBLE,
  OPCODE.LOAD_ATTR_VISIBLE,
  OPCODE.STORE_ATTR_VISIBLE,
  OPCODE.DELETE_ATTR_VISIBLE,
]);

/** Where CPython 3.10 and later look whether another thread wants to go on. */
const SWITCH_POINTS: ReadonlySet<Opcode> = new Set<Opcode>([
  OPCODE.CALL,
  OPCODE.CALL_KW,
  OPCODE.CALL_FUNCTION_EX,
  OPCODE.JUMP_BACKWARD,
  OPCODE.RESUME,
]);

const JUMPS: ReadonlySet<Opcode> = new Set<Opcode>([
  OPCODE.FOR_ITER,
  OPCODE.SEND,
  OPCODE.JUMP_FORWARD,
  OPCODE.JUMP_BACKWARD,
  OPCODE.JUMP_BACKWARD_NO_INTERRUPT,
  OPCODE.POP_JUMP_IF_FALSE,
  OPCODE.POP_JUMP_IF_TRUE,
  OPCODE.POP_JUMP_IF_NONE,
  OPCODE.POP_JUMP_IF_NOT_NONE,
]);

const WITHOUT_ARGUMENT: ReadonlySet<Opcode> = new Set<Opcode>([
  OPCODE.NOP,
  OPCODE.POP_TOP,
  OPCODE.PUSH_NULL,
  OPCODE.UNARY_NEGATIVE,
  OPCODE.UNARY_INVERT,
  OPCODE.UNARY_NOT,
  OPCODE.TO_BOOL,
  OPCODE.BINARY_SUBSCR,
  OPCODE.STORE_SUBSCR,
  OPCODE.DELETE_SUBSCR,
  OPCODE.BINARY_SLICE,
  OPCODE.STORE_SLICE,
  OPCODE.GET_ITER,
  OPCODE.END_FOR,
  OPCODE.RETURN_VALUE,
  OPCODE.MAKE_FUNCTION,
  OPCODE.LOAD_BUILD_CLASS,
  OPCODE.PUSH_EXC_INFO,
  OPCODE.POP_EXCEPT,
  OPCODE.CHECK_EXC_MATCH,
  OPCODE.CHECK_EG_MATCH,
  OPCODE.HANDLE_MATCH,
  OPCODE.LOAD_ASSERTION_ERROR,
  OPCODE.BEFORE_WITH,
  OPCODE.WITH_EXCEPT_START,
  OPCODE.FORMAT_SIMPLE,
  OPCODE.FORMAT_WITH_SPEC,
  OPCODE.RETURN_GENERATOR,
  OPCODE.END_SEND,
  OPCODE.CLEANUP_THROW,
  OPCODE.GET_YIELD_FROM_ITER,
  OPCODE.GET_AITER,
  OPCODE.GET_ANEXT,
  OPCODE.END_ASYNC_FOR,
  OPCODE.BEFORE_ASYNC_WITH,
]);

/** CPython's name of an opcode. */
function opcodeName(opcode: Opcode): string {
  return SHOWN[opcode] ?? NAMES.get(opcode) ?? `<${opcode}>`;
}

/** Whether an instruction is a step by itself. */
export function isVisibleOpcode(opcode: Opcode): boolean {
  return VISIBLE.has(opcode);
}

/** Rows of code objects, in their order. `show` gives the repr of a constant. */
export function bytecodeRows(codes: readonly Code[], show: (value: Value) => string): BytecodeRow[] {
  return codes.flatMap((code) => rowsOf(code, show));
}

function rowsOf(code: Code, show: (value: Value) => string): BytecodeRow[] {
  const rows: BytecodeRow[] = [];
  for (let i = 0; i < code.lines.length; i++) {
    const opcode = code.instructions[i * 2] as Opcode;
    const arg = code.instructions[i * 2 + 1];
    const row = {
      function: code.parts.qualifiedName,
      line: code.lines[i],
      offset: i * 2,
      name: opcodeName(opcode),
      argument: describeArgument(code, opcode, arg, show),
      visible: VISIBLE.has(opcode),
      switchPoint: SWITCH_POINTS.has(opcode),
    };
    rows.push(JUMPS.has(opcode) ? { ...row, jumpsTo: arg * 2 } : row);
  }
  return rows;
}

function describeArgument(code: Code, opcode: Opcode, arg: number, show: (value: Value) => string): string {
  const locals = code.parts.locals;
  const hole = (flag: number): string => (flag === 1 ? " + NULL" : "");
  switch (opcode) {
    case OPCODE.LOAD_CONST:
    case OPCODE.RETURN_CONST:
      return showConstant(code.constants[arg], show);
    case OPCODE.LOAD_FAST:
    case OPCODE.LOAD_FAST_CHECK:
    case OPCODE.LOAD_FAST_AND_CLEAR:
    case OPCODE.STORE_FAST:
    case OPCODE.DELETE_FAST:
    case OPCODE.MAKE_CELL:
    case OPCODE.LOAD_CLOSURE:
    case OPCODE.LOAD_DEREF:
    case OPCODE.LOAD_DEREF_VISIBLE:
    case OPCODE.STORE_DEREF:
    case OPCODE.STORE_DEREF_VISIBLE:
    case OPCODE.DELETE_DEREF:
      return locals[arg];
    case OPCODE.LOAD_FAST_LOAD_FAST:
    case OPCODE.STORE_FAST_LOAD_FAST:
    case OPCODE.STORE_FAST_STORE_FAST:
      return `${locals[arg >> 4]}, ${locals[arg & 15]}`;
    case OPCODE.LOAD_GLOBAL:
    case OPCODE.LOAD_GLOBAL_VISIBLE:
    case OPCODE.LOAD_NAME:
    case OPCODE.LOAD_NAME_VISIBLE:
      return code.globals[arg >> 1].name + hole(arg & 1);
    case OPCODE.STORE_GLOBAL:
    case OPCODE.STORE_GLOBAL_VISIBLE:
    case OPCODE.DELETE_GLOBAL:
    case OPCODE.STORE_NAME:
    case OPCODE.STORE_NAME_VISIBLE:
    case OPCODE.DELETE_NAME:
      return code.globals[arg].name;
    case OPCODE.LOAD_NAME_CLASS:
    case OPCODE.LOAD_FROM_DICT_OR_DEREF:
      return code.names[arg >> 16];
    case OPCODE.LOAD_ATTR:
    case OPCODE.LOAD_ATTR_VISIBLE:
      return code.names[arg >> 1] + ((arg & 1) === 1 ? " + NULL|self" : "");
    case OPCODE.LOAD_SUPER_ATTR:
      return code.names[arg >> 2] + ((arg & 1) === 1 ? " + NULL|self" : "");
    case OPCODE.STORE_ATTR:
    case OPCODE.STORE_ATTR_VISIBLE:
    case OPCODE.DELETE_ATTR:
    case OPCODE.DELETE_ATTR_VISIBLE:
    case OPCODE.IMPORT_NAME:
    case OPCODE.IMPORT_FROM:
    case OPCODE.STORE_NAME_CLASS:
    case OPCODE.DELETE_NAME_CLASS:
      return code.names[arg];
    case OPCODE.BINARY_OP:
      return arg >= BINARY.INPLACE ? `${BINARY_SYMBOLS[arg - BINARY.INPLACE]}=` : BINARY_SYMBOLS[arg];
    case OPCODE.COMPARE_OP:
      return (arg & 16) === 16 ? `bool(${COMPARE_SYMBOLS[arg & 15]})` : COMPARE_SYMBOLS[arg];
    case OPCODE.LIST_EXTEND:
      return String(arg & 255);
    case OPCODE.CONVERT_VALUE:
      return ["", "str", "repr", "ascii"][arg];
    case OPCODE.SET_FUNCTION_ATTRIBUTE:
      return { 1: "defaults", 2: "kwdefaults", 8: "closure" }[arg] ?? String(arg);
    default:
      if (INTRINSICS[opcode] !== undefined) return INTRINSICS[opcode];
      if (JUMPS.has(opcode)) return `to ${arg * 2}`;
      return WITHOUT_ARGUMENT.has(opcode) ? "" : String(arg);
  }
}

function showConstant(value: Value, show: (value: Value) => string): string {
  return value instanceof Code ? `<code object ${value.parts.name}, line ${value.parts.firstLine}>` : show(value);
}
