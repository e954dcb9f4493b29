/** How many values an instruction leaves on the stack, more or fewer. Rule: for jumps, the effect where it does not jump. */
import { OPCODE, type Opcode } from "../bytecode.ts";

const FIXED: Readonly<Partial<Record<Opcode, number>>> = {
  [OPCODE.POP_TOP]: -1,
  [OPCODE.PUSH_NULL]: 1,
  [OPCODE.COPY]: 1,
  [OPCODE.LOAD_CONST]: 1,
  [OPCODE.LOAD_FAST]: 1,
  [OPCODE.LOAD_FAST_CHECK]: 1,
  [OPCODE.LOAD_FAST_LOAD_FAST]: 2,
  [OPCODE.LOAD_FAST_AND_CLEAR]: 1,
  [OPCODE.STORE_FAST]: -1,
  [OPCODE.STORE_FAST_STORE_FAST]: -2,
  [OPCODE.STORE_GLOBAL]: -1,
  [OPCODE.STORE_GLOBAL_VISIBLE]: -1,
  [OPCODE.LOAD_NAME]: 1,
  [OPCODE.LOAD_NAME_VISIBLE]: 1,
  [OPCODE.STORE_NAME]: -1,
  [OPCODE.STORE_NAME_VISIBLE]: -1,
  [OPCODE.LOAD_NAME_CLASS]: 1,
  [OPCODE.STORE_NAME_CLASS]: -1,
  [OPCODE.LOAD_CLOSURE]: 1,
  [OPCODE.LOAD_DEREF]: 1,
  [OPCODE.LOAD_DEREF_VISIBLE]: 1,
  [OPCODE.STORE_DEREF]: -1,
  [OPCODE.STORE_DEREF_VISIBLE]: -1,
  [OPCODE.LOAD_FROM_DICT_OR_DEREF]: 1,
  [OPCODE.BINARY_OP]: -1,
  [OPCODE.COMPARE_OP]: -1,
  [OPCODE.IS_OP]: -1,
  [OPCODE.CONTAINS_OP]: -1,
  [OPCODE.BINARY_SUBSCR]: -1,
  [OPCODE.STORE_SUBSCR]: -3,
  [OPCODE.DELETE_SUBSCR]: -2,
  [OPCODE.BINARY_SLICE]: -2,
  [OPCODE.STORE_SLICE]: -4,
  [OPCODE.STORE_ATTR]: -2,
  [OPCODE.STORE_ATTR_VISIBLE]: -2,
  [OPCODE.DELETE_ATTR]: -1,
  [OPCODE.DELETE_ATTR_VISIBLE]: -1,
  [OPCODE.LIST_APPEND]: -1,
  [OPCODE.SET_ADD]: -1,
  [OPCODE.MAP_ADD]: -2,
  [OPCODE.LIST_EXTEND]: -1,
  [OPCODE.SET_UPDATE]: -1,
  [OPCODE.DICT_UPDATE]: -1,
  [OPCODE.DICT_MERGE]: -1,
  [OPCODE.FOR_ITER]: 1,
  [OPCODE.END_FOR]: -1,
  [OPCODE.POP_JUMP_IF_FALSE]: -1,
  [OPCODE.POP_JUMP_IF_TRUE]: -1,
  [OPCODE.POP_JUMP_IF_NONE]: -1,
  [OPCODE.POP_JUMP_IF_NOT_NONE]: -1,
  [OPCODE.RETURN_VALUE]: -1,
  [OPCODE.SET_FUNCTION_ATTRIBUTE]: -1,
  [OPCODE.LOAD_BUILD_CLASS]: 1,
  [OPCODE.IMPORT_NAME]: -1,
  [OPCODE.IMPORT_FROM]: 1,
  [OPCODE.RERAISE]: -1,
  [OPCODE.PUSH_EXC_INFO]: 1,
  [OPCODE.POP_EXCEPT]: -1,
  [OPCODE.LOAD_ASSERTION_ERROR]: 1,
  [OPCODE.BEFORE_WITH]: 1,
  [OPCODE.WITH_EXCEPT_START]: 1,
  [OPCODE.FORMAT_WITH_SPEC]: -1,
  [OPCODE.RETURN_GENERATOR]: 1,
  [OPCODE.END_SEND]: -1,
  [OPCODE.CLEANUP_THROW]: -1,
  [OPCODE.GET_ANEXT]: 1,
  [OPCODE.END_ASYNC_FOR]: -2,
  [OPCODE.BEFORE_ASYNC_WITH]: 1,
  [OPCODE.IMPORT_STAR]: -1,
  [OPCODE.PREP_RERAISE_STAR]: -1,
};

export function stackEffect(opcode: Opcode, arg: number): number {
  const fixed = FIXED[opcode];
  if (fixed !== undefined) return fixed;
  switch (opcode) {
    case OPCODE.LOAD_GLOBAL:
    case OPCODE.LOAD_GLOBAL_VISIBLE:
      return 1 + (arg & 1);
    case OPCODE.LOAD_ATTR:
    case OPCODE.LOAD_ATTR_VISIBLE:
      return arg & 1;
    case OPCODE.LOAD_SUPER_ATTR:
      return -2 + (arg & 1);
    case OPCODE.BUILD_TUPLE:
    case OPCODE.BUILD_LIST:
    case OPCODE.BUILD_SET:
    case OPCODE.BUILD_STRING:
    case OPCODE.BUILD_SLICE:
      return 1 - arg;
    case OPCODE.BUILD_MAP:
      return 1 - 2 * arg;
    case OPCODE.BUILD_CONST_KEY_MAP:
      return -arg;
    case OPCODE.UNPACK_SEQUENCE:
      return arg - 1;
    case OPCODE.UNPACK_EX:
      return (arg & 255) + (arg >> 8);
    case OPCODE.CALL:
      return -1 - arg;
    case OPCODE.CALL_KW:
      return -2 - arg;
    case OPCODE.CALL_FUNCTION_EX:
      return -2 - (arg & 1);
    case OPCODE.RAISE_VARARGS:
      return -arg;
    default:
      return 0;
  }
}
