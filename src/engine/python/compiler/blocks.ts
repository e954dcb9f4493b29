/** Leaving blocks early: what `return`, `break` and `continue` must do on their way out. */
import { OPCODE } from "../bytecode.ts";
import type { Span } from "./diagnostics.ts";
import { emitAwait } from "./expressions.ts";
import { storeName, deleteName } from "./names.ts";
import { compileStatements } from "./statements.ts";
import type { Scope } from "./symbols.ts";
import type { Block, Unit } from "./unit.ts";

/** Where leaving the open blocks ended. */
interface Left {
  /** The loop that was looked for. */
  readonly loop: Block | null;
  /** Place of what follows: none behind the code of a `finally` or `with`, whose lines then go on. */
  readonly place: Span | null;
}

/**
 * Leaves the open blocks from the innermost on, down to a loop (which stays open) or all of them.
 * `keeps`: a value on top is carried along.
 */
export function leaveBlocks(unit: Unit, scope: Scope, at: Span, keeps: boolean, toLoop: boolean): Left {
  const { assembler } = unit;
  const open = [...unit.blocks];
  const { handler } = assembler;
  let loop: Block | null = null;
  let place: Span | null = at;
  while (unit.blocks.length > 0) {
    const block = unit.blocks[unit.blocks.length - 1];
    if (toLoop && (block.kind === "for" || block.kind === "while")) {
      loop = block;
      break;
    }
    unit.blocks.pop();
    assembler.handler = block.handler;
    leaveBlock(unit, scope, block, place, keeps);
    if (block.kind === "finally" || block.kind === "with" || block.kind === "async-with") place = null;
  }
  unit.blocks.length = 0;
  unit.blocks.push(...open);
  unit.handlerAfterLeaving = handler;
  return { loop, place };
}

/** Back to the exception handlers that were open before `leaveBlocks`. */
export function resumeBlocks(unit: Unit): void {
  unit.assembler.handler = unit.handlerAfterLeaving;
}

function leaveBlock(unit: Unit, scope: Scope, block: Block, at: Span | null, keeps: boolean): void {
  const { assembler } = unit;
  const under = (place: Span | null = at): void => {
    if (keeps) assembler.emit(OPCODE.SWAP, 2, place);
  };
  switch (block.kind) {
    case "while":
    case "try":
      return;
    case "for":
    case "value":
      under();
      return assembler.emit(OPCODE.POP_TOP, 0, at);
    case "finally":
      if (keeps) unit.blocks.push({ kind: "value", handler: assembler.handler, next: null, exit: null });
      compileStatements(unit, scope, block.finalBody ?? []);
      if (keeps) unit.blocks.pop();
      return;
    case "in-finally":
      under();
      assembler.emit(OPCODE.POP_TOP, 0, at);
      under();
      return assembler.emit(OPCODE.POP_EXCEPT, 0, at);
    case "with":
    case "async-with":
      under(block.place);
      callExit(unit, block.place ?? null, block.kind === "async-with");
      return assembler.emit(OPCODE.POP_TOP, 0, block.place);
    case "except":
      under();
      assembler.emit(OPCODE.POP_EXCEPT, 0, at);
      if (block.name !== null && block.name !== undefined) forget(unit, scope, block.name, at);
  }
}

/** Calls the exit function on top with None three times. */
export function callExit(unit: Unit, at: Span | null, isAsync: boolean): void {
  for (let i = 0; i < 3; i++) unit.loadConstant(null, at);
  unit.assembler.emit(OPCODE.CALL, 2, at);
  if (isAsync) emitAwait(unit, at, 2);
}

/** `except … as name` unbinds the name at its end. */
export function forget(unit: Unit, scope: Scope, name: string, at: Span | null): void {
  unit.loadConstant(null, at);
  storeName(unit, scope, name, at);
  deleteName(unit, scope, name, at);
}
