/** Names as the loop meets them: unbound ones, modules, and CPython's words for what is called wrongly. */
import { InternalError } from "../base/errors.ts";
import { GLOBALS_BASE } from "../memory/layout.ts";
import { UNBOUND } from "../memory/words.ts";
import type { Code, GlobalReference } from "./bytecode.ts";
import { PyMethod, type PyModule } from "./callables.ts";
import { type Frame, isPlain } from "./frames.ts";
import { nameHint } from "./hints.ts";
import { MachineState } from "./machine-state.ts";
import { PyRaise, type NativeResult } from "./native.ts";
import { PythonError } from "./text/index.ts";
import { PyRef, PyTuple, type Value } from "./values.ts";

export abstract class MachineNames extends MachineState {
  protected unknownName(name: string): never {
    const error = this.objects.makeException("NameError", `name '${name}' is not defined`);
    if (this.frame !== null) this.hint(error, nameHint(this.host, this.frame, name));
    throw new PyRaise(error);
  }

  protected hint(exception: PyRef, text: string): void {
    if (text !== "") this.hints.set(exception.at, text);
  }

  /** Names, and shares where other threads may use the name, what a module name, a cell or a tuple in one of them reaches. */
  protected publish(value: Value, name: string, reachable: boolean): void {
    if (value instanceof PyRef) this.objects.storedInModule(value, name, reachable);
    else if (value instanceof PyTuple) value.items.forEach((item, i) => this.publish(item, `${name}[${i}]`, reachable));
    else if (value instanceof PyMethod) this.publish(value.self, name, reachable);
  }

  protected fallback(reference: GlobalReference): Value {
    if (reference.fallback !== undefined) return reference.fallback;
    const word = reference.fallbackSlot < 0 ? UNBOUND : this.memory.load(GLOBALS_BASE + reference.fallbackSlot);
    if (word !== UNBOUND) return this.heap.fromWord(word);
    return this.unknownName(reference.name);
  }

  protected unboundLocal(code: Code, local: number): never {
    const name = code.parts.locals[local];
    return this.raise(
      "UnboundLocalError",
      `cannot access local variable '${name}' where it is not associated with a value`,
    );
  }

  protected unboundCell(code: Code, local: number): never {
    const { locals, frees } = code.parts;
    const name = locals[local];
    if (!frees.includes(local)) return this.unboundLocal(code, local);
    return this.raise(
      "NameError",
      `cannot access free variable '${name}' where it is not associated with a value in enclosing scope`,
    );
  }

  /** `what`: "asynchronous " or nothing. */
  protected noContextManager(value: Value, what: string, missed: string): never {
    return this.raise(
      "TypeError",
      `'${this.objects.typeName(value)}' object does not support the ${what}context manager protocol${missed}`,
    );
  }

  protected namespaceOf(frame: Frame): Map<string, Value> {
    if (frame.namespace === null) throw new InternalError("a class body without names");
    return frame.namespace;
  }

  /** `module.f()`, as CPython names a function in messages about a call's stars. */
  protected describeCallee(callee: Value): string {
    const name = `${this.objects.callableName(callee)}()`;
    if (!(callee instanceof PyRef)) return name;
    const code = this.objects.functionParts(callee)?.code;
    const module = code === undefined ? "__main__" : this.program.modules[code.parts.module].name;
    return module === "builtins" ? name : `${module}.${name}`;
  }

  /** CPython has words of its own for `[*x]` and `f(*x)` with an x that is no iterable. */
  protected checkIterable(value: Value, callee: Value | null): void {
    if (value instanceof PyTuple) return;
    try {
      this.objects.getIterator(value);
    } catch (error) {
      if (!(error instanceof PythonError) || !error.message.endsWith("object is not iterable")) throw error;
      const what = callee === null ? "Value" : `${this.describeCallee(callee)} argument`;
      this.raise("TypeError", `${what} after * must be an iterable, not ${this.objects.typeName(value)}`);
    }
  }

  protected refuseTwice(into: Value, from: Value, callee: Value): void {
    const known = this.objects.keywordsOf(into);
    for (const name of this.keywordsGiven(from, callee).keys()) {
      if (known.has(name))
        this.raise("TypeError", `${this.describeCallee(callee)} got multiple values for keyword argument '${name}'`);
    }
  }

  protected keywordsGiven(from: Value, callee: Value): ReadonlyMap<string, Value> {
    try {
      return this.objects.keywordsOf(from);
    } catch (error) {
      if (!(error instanceof PythonError) || !error.message.startsWith("argument after **")) throw error;
      return this.raise("TypeError", `${this.describeCallee(callee)} ${error.message}`);
    }
  }

  protected moduleNamed(name: string): Value {
    const index = this.program.modules.findIndex((module) => module.name === name);
    if (index < 0) this.raise("ModuleNotFoundError", `No module named '${name}'`);
    return this.objects.moduleValue(index);
  }

  /** An attribute of the module, or the module of that name inside it. */
  protected importFrom(module: PyModule, name: string): NativeResult {
    const within = `${module.name}.${name}`;
    if (this.program.modules.some((one) => one.name === within)) return this.moduleNamed(within);
    return this.objects.getAttribute(module, name, false);
  }

  /** Only names that the listing mentions have a slot. */
  protected importStar(module: Value): void {
    const index = this.program.modules.findIndex((_, i) => this.objects.isSame(this.objects.moduleValue(i), module));
    const names = new Set(this.objects.publicNames(index));
    for (const { name, slot } of this.program.slots) {
      if (!names.has(name)) continue;
      const value = this.objects.getAttribute(module, name, false);
      if (isPlain(value)) this.memory.store(GLOBALS_BASE + slot, this.heap.toWord(value));
    }
  }
}
