/**
 * What the loop asks of objects: types only. `objects/` implements `ObjectModel`, the machine calls it, and neither
 * imports the other's files. Append only; a change of meaning is told here.
 *
 * Rules
 * - A result of type `NativeResult` may be a value, a `TailCall` (a user's method; `then` says what becomes of its
 *   result), a `Resume` (a generator) or SUSPEND. Errors are thrown as `PyRaise`.
 * - SUSPEND means "nothing has changed": the same instruction runs again from its start. One visible operation a call.
 * - Fast ways (small ints, list and tuple subscripts, range loops) may be taken inline by the loop; the model must
 *   still answer them all.
 * - Visible attribute reads are decided by the instruction (`visible`), containers by their shared flag at run time;
 *   `host.mustStop` is asked only when `world.started` and the object is shared.
 * - PRINT's value is the text exactly as written, its end ("\n") included.
 */
import type { Address, Word } from "../base/ids.ts";
import type { World } from "../program/world.ts";
import type { CodeKind, CompiledProgram } from "./bytecode.ts";
import type { ContextMethods, FunctionParts, LoopIterator } from "./callables.ts";
import type { Heap } from "./heap.ts";
import type { Host, NativeResult } from "./native.ts";
import type { PyRef, PyTuple, Value } from "./values.ts";

/** Where an exception passed: code object and index of the instruction. */
export interface TracebackEntry {
  readonly code: number;
  readonly instruction: number;
}

/** An exception taken apart for printing. */
export interface ExceptionParts {
  /** Qualified as CPython prints it: no module for built-ins and the listing's own, `queue.Empty` for others. */
  readonly typeName: string;
  /** Outermost first. */
  readonly traceback: readonly TracebackEntry[];
  /** The primitive that was used against its contract; 0 none. */
  readonly about: Address;
  readonly cause: PyRef | null;
  readonly context: PyRef | null;
  readonly suppressesContext: boolean;
  /** What `add_note` added; none when absent. */
  readonly notes?: readonly string[];
  /** The exceptions of an exception group; none when it is none. */
  readonly group?: readonly PyRef[];
}

/** What one step of an asynchronous generator does: goes on with a value, has an exception thrown in, closes it. */
export type StepMode = "send" | "throw" | "close";
export const STEP_STATE = { NEW: 0, GOING: 1, ENDED: 2 } as const;

/** What `__anext__`, `asend`, `athrow` and `aclose` give: one step of an asynchronous generator, taken when it is awaited. */
export interface AsyncStep {
  readonly generator: PyRef;
  readonly mode: StepMode;
  /** What is sent or thrown. */
  readonly value: Value;
  /** One of STEP_STATE. */
  readonly state: number;
  go(): void;
  end(): void;
}

export interface ObjectModel {
  // —— truth, operators ——
  /** A bool, or a call of `__bool__`/`__len__` whose `then` gives a bool. */
  truth(value: Value): NativeResult;
  /** kind: "-", "+", "~". */
  unary(kind: "-" | "+" | "~", value: Value): NativeResult;
  /** `operator` is one of BINARY (below 13). Reflected methods by `then`. */
  binary(operator: number, left: Value, right: Value): NativeResult;
  /** As `binary`, trying the in-place method first (`list += …` changes the list). */
  inplace(operator: number, left: Value, right: Value): NativeResult;
  /** `operator` is one of COMPARE. */
  compare(operator: number, left: Value, right: Value): NativeResult;
  /** `left is right`. Never visible. */
  isSame(left: Value, right: Value): boolean;
  /** `item in container`: a bool. */
  contains(container: Value, item: Value): NativeResult;

  // —— subscripts ——
  getItem(owner: Value, key: Value): NativeResult;
  /** Results of these are dropped. */
  setItem(owner: Value, key: Value, value: Value): NativeResult;
  deleteItem(owner: Value, key: Value): NativeResult;
  makeSlice(start: Value, stop: Value, step: Value): Value;

  // —— attributes ——
  getAttribute(owner: Value, name: string, visible: boolean): NativeResult;
  /**
   * As `getAttribute`, for a call. Afterwards `isMethod` tells whether the result is a plain function or native found on the class,
   * to be called with `owner` first (so that no bound method is made); false when the result is to be called alone.
   */
  loadMethod(owner: Value, name: string, visible: boolean): NativeResult;
  isMethod: boolean;
  /** The attribute of `super(type, self)`; `isMethod` as for `loadMethod`. */
  superAttribute(type: Value, self: Value, name: string): NativeResult;
  setAttribute(owner: Value, name: string, value: Value, visible: boolean): NativeResult;
  deleteAttribute(owner: Value, name: string, visible: boolean): NativeResult;

  // —— iteration ——
  /**
   * For `for` and comprehensions: a LoopIterator for built-in containers, ranges and strings (also for the heap iterators that `iter()`,
   * `enumerate`… made, where it steps them in place), the generator itself, or an instance with `__next__` (maybe by TailCall `__iter__`).
   */
  getIterator(value: Value): LoopIterator | NativeResult;
  /** One step of what is no LoopIterator: a value, END as StopIteration thrown, a TailCall of `__next__`, a Resume. */
  iteratorNext(iterator: Value): NativeResult;
  /**
   * Exactly `before` items (and, when `after` ≥ 0, a list of what is between, then `after` items) as a tuple. Tuples are unpacked
   * by the loop itself when the count fits. What is not a built-in container goes by TailCall through a prelude function.
   */
  unpackSequence(value: Value, before: number, after: number): NativeResult;

  // —— containers under construction: private to the frame, never visible ——
  makeList(items: readonly Value[]): Value;
  /** Keys and values alternate. */
  makeDict(entries: readonly Value[]): NativeResult;
  makeSet(items: readonly Value[]): NativeResult;
  listAppend(list: Value, item: Value): void;
  setAdd(set: Value, item: Value): NativeResult;
  dictSet(dict: Value, key: Value, value: Value): NativeResult;
  /** `[*iterable]`: one read of a whole shared container; TailCall to the prelude for iterators. Result dropped. */
  listExtend(list: Value, iterable: Value): NativeResult;
  setUpdate(set: Value, iterable: Value): NativeResult;
  /** `{**mapping}`. */
  dictUpdate(dict: Value, mapping: Value): NativeResult;
  /** `f(**mapping)`: string keys, in order, as a JavaScript map. @throws PyRaise TypeError for keys that are not strings. */
  keywordsOf(dict: Value): ReadonlyMap<string, Value>;
  /** `f(*list)`: the items of a private list just built. */
  listItems(list: Value): Value[];
  listToTuple(list: Value): PyTuple;

  // —— cells ——
  /** `name` names the cell for people. undefined: unbound. */
  makeCell(value: Value | undefined, name: string): PyRef;
  /** Not visible. undefined when unbound. */
  loadCell(cell: PyRef): Value | undefined;
  storeCell(cell: PyRef, value: Value | undefined): void;
  /** Address of the cell's word when the cell is shared, for visible reads and writes by the loop; 0 when it is not. */
  sharedCellWord(cell: PyRef): Address;

  // —— functions and calls ——
  makeFunction(codeId: number): PyRef;
  /** Sets what the instruction says; only on a function just made. */
  setFunctionDefaults(target: PyRef, defaults: PyTuple): void;
  setFunctionKeywordDefaults(target: PyRef, defaults: ReadonlyMap<string, Value>): void;
  setFunctionClosure(target: PyRef, closure: readonly PyRef[]): void;
  /** null for anything but a Python function. The answer may be a scratch object. */
  functionParts(value: PyRef): FunctionParts | null;
  /**
   * Calls anything that is neither a Python function, a PyNative nor a PyMethod: classes (instantiation: TailCall of `__init__` whose
   * `then` checks None and gives the instance), instances with `__call__`. @throws PyRaise TypeError "'int' object is not callable"
   */
  call(callee: Value, args: Value[], keywords: ReadonlyMap<string, Value> | null): NativeResult;
  /** The name of a callable for messages: "f()" says `f`, a class its name. */
  callableName(value: Value): string;

  // —— classes ——
  /** `class name(bases, **keywords)` after its body ran; calls `__set_name__`, `__init_subclass__` by TailCall where defined. */
  buildClass(
    name: string,
    qualifiedName: string,
    bases: readonly Value[],
    namespace: ReadonlyMap<string, Value>,
    classCell: PyRef | null,
    keywords: ReadonlyMap<string, Value> | null,
  ): NativeResult;

  // —— exceptions ——
  /** A new exception object of a built-in type. */
  makeException(typeName: string, message: string): PyRef;
  /** KeyError, StopIteration and others that carry a value rather than a text. */
  makeExceptionWith(typeName: string, args: readonly Value[]): PyRef;
  /** For `raise x`: an instance as it is, a class called without arguments. @throws PyRaise TypeError "exceptions must derive from BaseException" */
  toException(value: Value): NativeResult;
  isException(value: Value): boolean;
  isExceptionClass(value: Value): boolean;
  /** For `except T` and `except (T, U)`. @throws PyRaise TypeError "catching classes that do not inherit from BaseException is not allowed" */
  exceptionMatches(exception: Value, types: Value): boolean;
  /** As the former, by the name of a built-in type. */
  isInstanceOfBuiltin(exception: Value, typeName: string): boolean;
  setCause(exception: Value, cause: Value): void;
  /** Sets `__context__` as CPython does: never to itself, cycles cut. */
  setContext(exception: Value, context: Value): void;
  /** Adds the place of one more frame that the exception left (outer frames come later). */
  appendTraceback(exception: Value, code: number, instruction: number): void;
  /** `e.with_traceback`, re-raise: forgets nothing. */
  exceptionParts(exception: PyRef): ExceptionParts;
  /** `str(exception)`; a TailCall where the user wrote `__str__`. */
  exceptionText(exception: PyRef): NativeResult;
  /** Value of a StopIteration (None when it has none). */
  stopValue(exception: Value): Value;
  /** Its class and its traceback, for `__exit__(type, value, traceback)`. */
  typeOf(value: Value): Value;
  tracebackOf(exception: Value): Value;

  // —— text ——
  /** kind: 1 str, 2 repr, 3 ascii. A str. */
  convertValue(kind: number, value: Value): NativeResult;
  /** `format(value, spec)`: a str. */
  formatValue(value: Value, spec: string): NativeResult;
  /** `type(value).__name__` for messages. */
  typeName(value: Value): string;

  // —— with ——
  /** The method looked up on the type (`__enter__`, `__exit__`…), bound; undefined where there is none. */
  specialMethod(value: Value, name: string): Value | undefined;
  /** `__enter__` and `__exit__` of a built-in type that has both; null for all else. */
  contextOf(value: Value): ContextMethods | null;

  // —— modules ——
  /** The module object of a prelude module. */
  moduleValue(index: number): Value;
  /** Names that `from m import *` binds. */
  publicNames(index: number): readonly string[];

  // —— generators ——
  /** The object that stands for a generator frame; the machine keeps the frame by its address. kind: CODE_KIND. */
  makeGenerator(codeId: number, kind: number): PyRef;
  isGenerator(value: Value): boolean;
  /** CODE_KIND of a generator object. */
  generatorKind(generator: PyRef): CodeKind;
  /** null for anything else. */
  asyncStep(value: Value): AsyncStep | null;
  /** Whether `await` takes the object as it is (a coroutine, a future, a step) and asks for no `__await__`. */
  isAwaitedAsIs(value: PyRef): boolean;
  /** What `__await__` gave. @throws PyRaise TypeError unless it is an iterator, and no coroutine */
  checkAwaitIterator(value: Value): Value;

  // —— sharing and names ——
  /**
   * Told when a value is stored to a module name: names an unnamed object (and the unnamed elements of a list display: "forks[2]"), and sets
   * the shared flag of all it reaches where `reachable`: where code that other threads may run uses the name.
   */
  storedInModule(value: PyRef, name: string, reachable: boolean): void;

  // —— machine ——
  /** A model for a copy of the machine, in that machine's world and heap. */
  copy(host: Host): ObjectModel;
  /** A short text for the inspector: repr without calling the listing's code. */
  describe(value: Value): string;
}

/** A module of the prelude: Python text and what is native in it. */
export interface PreludeModule {
  readonly name: string;
  /** File name for our own error messages only; tracebacks hide it. */
  readonly source: string;
  /** Names whose slots stay unbound until Python code of the module assigns them. */
  readonly natives: ReadonlyMap<string, Value>;
}

/** Everything the compiler and the machine need of the objects. Exported as `environment` from `prelude/index.ts`. */
export interface Environment {
  /** First is `builtins`: its names are seen by every module. */
  readonly modules: readonly PreludeModule[];
  /** Modules Python has and this subset has not yet → what to write instead. */
  readonly refusedModules: ReadonlyMap<string, string>;
  /** Built-in names Python has and this subset has not yet → what to write instead. */
  readonly refusedNames: ReadonlyMap<string, string>;
  readonly refusedAttributes: ReadonlyMap<string, string>;
  /**
   * A heap for one machine in `world`. It allocates from the world's chunks; main's is also asked to `prepare`
   * (write the program's strings and types where every thread finds them).
   */
  createHeap(world: World, program: CompiledProgram): Heap;
  /** Called once, by main's machine, before any code runs. */
  prepare(heap: Heap, program: CompiledProgram): void;
  createObjects(host: Host, program: CompiledProgram): ObjectModel;
}

/** The part of Heap (`heap.ts`) that the loop uses. `Heap` must have these members. */
export interface HeapContract {
  /** Boxes what does not fit a word. Immutable boxes of the program's strings have fixed addresses. */
  toWord(value: Value): Word;
  /** @throws Error for UNBOUND: the loop looks first. */
  fromWord(word: Word): Value;
  /** A heap in the same state for a copied machine. */
  copy(world: World): Heap;
}
