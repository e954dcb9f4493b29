/**
 * The syntax tree of a listing, with the names of CPython's `ast` where it has them.
 * Rule: nodes are plain and never changed after parsing; `start` and `end` are offsets in the source.
 */
import type { Value } from "../values.ts";

interface Node {
  readonly start: number;
  readonly end: number;
}

export type Context = "load" | "store" | "delete";

export interface Name extends Node {
  readonly kind: "Name";
  readonly id: string;
}
/** None, True, False, Ellipsis, numbers and strings. */
export interface Constant extends Node {
  readonly kind: "Constant";
  readonly value: Value;
  readonly isString: boolean;
}
export interface JoinedString extends Node {
  readonly kind: "JoinedString";
  readonly parts: readonly FormattedPart[];
}
export interface FormattedField extends Node {
  readonly kind: "FormattedField";
  readonly value: Expression;
  /** 0 none, 1 str, 2 repr, 3 ascii. */
  readonly conversion: number;
  readonly spec: readonly FormattedPart[] | null;
}
export type FormattedPart = Constant | FormattedField;
export interface UnaryOperation extends Node {
  readonly kind: "UnaryOperation";
  readonly operator: "-" | "+" | "~" | "not";
  readonly operand: Expression;
}
/** `operator` is one of BINARY. */
export interface BinaryOperation extends Node {
  readonly kind: "BinaryOperation";
  readonly operator: number;
  readonly left: Expression;
  readonly right: Expression;
}
export interface BooleanOperation extends Node {
  readonly kind: "BooleanOperation";
  readonly operator: "and" | "or";
  readonly values: readonly Expression[];
}
export type ComparisonOperator = "<" | "<=" | "==" | "!=" | ">" | ">=" | "in" | "not in" | "is" | "is not";
export interface Comparison extends Node {
  readonly kind: "Comparison";
  readonly left: Expression;
  readonly operators: readonly ComparisonOperator[];
  readonly comparators: readonly Expression[];
}
export interface Conditional extends Node {
  readonly kind: "Conditional";
  readonly test: Expression;
  readonly body: Expression;
  readonly orElse: Expression;
}
export interface Lambda extends Node {
  readonly kind: "Lambda";
  readonly parameters: Parameters;
  readonly body: Expression;
}
export interface Attribute extends Node {
  readonly kind: "Attribute";
  readonly value: Expression;
  readonly name: string;
  readonly nameStart: number;
}
export interface Subscript extends Node {
  readonly kind: "Subscript";
  readonly value: Expression;
  readonly index: Expression;
}
export interface Slice extends Node {
  readonly kind: "Slice";
  readonly lower: Expression | null;
  readonly upper: Expression | null;
  readonly step: Expression | null;
}
export interface Keyword extends Node {
  readonly name: string | null;
  readonly value: Expression;
}
export interface Call extends Node {
  readonly kind: "Call";
  readonly callee: Expression;
  readonly args: readonly Expression[];
  readonly keywords: readonly Keyword[];
}
export interface Starred extends Node {
  readonly kind: "Starred";
  readonly value: Expression;
}
export interface Tuple extends Node {
  readonly kind: "Tuple";
  readonly items: readonly Expression[];
  readonly parenthesized: boolean;
}
export interface List extends Node {
  readonly kind: "List";
  readonly items: readonly Expression[];
}
export interface SetDisplay extends Node {
  readonly kind: "SetDisplay";
  readonly items: readonly Expression[];
}
/** A null key is `**value`. */
export interface Dict extends Node {
  readonly kind: "Dict";
  readonly keys: readonly (Expression | null)[];
  readonly values: readonly Expression[];
}
export interface ComprehensionClause extends Node {
  readonly target: Expression;
  readonly iterable: Expression;
  readonly conditions: readonly Expression[];
  readonly isAsync: boolean;
}
export interface Comprehension extends Node {
  readonly kind: "Comprehension";
  readonly shape: "list" | "set" | "dict" | "generator";
  /** The key, for a dict. */
  readonly element: Expression;
  readonly value: Expression | null;
  readonly clauses: readonly ComprehensionClause[];
}
export interface NamedExpression extends Node {
  readonly kind: "NamedExpression";
  readonly target: Name;
  readonly value: Expression;
}
export interface Yield extends Node {
  readonly kind: "Yield";
  readonly value: Expression | null;
}
export interface YieldFrom extends Node {
  readonly kind: "YieldFrom";
  readonly value: Expression;
}
export interface Await extends Node {
  readonly kind: "Await";
  readonly value: Expression;
}

export type Expression =
  | Name
  | Constant
  | JoinedString
  | UnaryOperation
  | BinaryOperation
  | BooleanOperation
  | Comparison
  | Conditional
  | Lambda
  | Attribute
  | Subscript
  | Slice
  | Call
  | Starred
  | Tuple
  | List
  | SetDisplay
  | Dict
  | Comprehension
  | NamedExpression
  | Yield
  | YieldFrom
  | Await;

export interface Parameter extends Node {
  readonly name: string;
}
export interface Parameters {
  readonly positional: readonly Parameter[];
  readonly positionalOnly: number;
  /** Of the last positional ones. */
  readonly defaults: readonly Expression[];
  readonly star: Parameter | null;
  readonly keywordOnly: readonly Parameter[];
  /** By keyword-only parameter. */
  readonly keywordDefaults: readonly (Expression | null)[];
  readonly doubleStar: Parameter | null;
}

export interface FunctionDefinition extends Node {
  readonly kind: "FunctionDefinition";
  readonly name: string;
  readonly nameStart: number;
  readonly parameters: Parameters;
  readonly body: readonly Statement[];
  readonly decorators: readonly Expression[];
  readonly isAsync: boolean;
}
export interface ClassDefinition extends Node {
  readonly kind: "ClassDefinition";
  readonly name: string;
  readonly nameStart: number;
  readonly bases: readonly Expression[];
  readonly keywords: readonly Keyword[];
  readonly body: readonly Statement[];
  readonly decorators: readonly Expression[];
}
export interface Return extends Node {
  readonly kind: "Return";
  readonly value: Expression | null;
}
export interface Delete extends Node {
  readonly kind: "Delete";
  readonly targets: readonly Expression[];
}
export interface Assign extends Node {
  readonly kind: "Assign";
  readonly targets: readonly Expression[];
  readonly value: Expression;
}
export interface AugmentedAssign extends Node {
  readonly kind: "AugmentedAssign";
  readonly target: Expression;
  readonly operator: number;
  readonly value: Expression;
}
export interface AnnotatedAssign extends Node {
  readonly kind: "AnnotatedAssign";
  readonly target: Expression;
  readonly value: Expression | null;
}
export interface For extends Node {
  readonly kind: "For";
  readonly target: Expression;
  readonly iterable: Expression;
  readonly body: readonly Statement[];
  readonly orElse: readonly Statement[];
  readonly isAsync: boolean;
}
export interface While extends Node {
  readonly kind: "While";
  readonly test: Expression;
  readonly body: readonly Statement[];
  readonly orElse: readonly Statement[];
}
export interface If extends Node {
  readonly kind: "If";
  readonly test: Expression;
  readonly body: readonly Statement[];
  readonly orElse: readonly Statement[];
}
export interface WithItem extends Node {
  readonly context: Expression;
  readonly target: Expression | null;
}
export interface With extends Node {
  readonly kind: "With";
  readonly items: readonly WithItem[];
  readonly body: readonly Statement[];
  readonly isAsync: boolean;
}
export interface Raise extends Node {
  readonly kind: "Raise";
  readonly exception: Expression | null;
  readonly cause: Expression | null;
}
export interface ExceptClause extends Node {
  readonly type: Expression | null;
  readonly name: string | null;
  readonly body: readonly Statement[];
}
export interface Try extends Node {
  readonly kind: "Try";
  /** Its clauses are `except*`. */
  readonly isStar: boolean;
  readonly body: readonly Statement[];
  readonly clauses: readonly ExceptClause[];
  readonly orElse: readonly Statement[];
  readonly finalBody: readonly Statement[];
}
export interface Assert extends Node {
  readonly kind: "Assert";
  readonly test: Expression;
  readonly message: Expression | null;
}
export interface ImportAlias extends Node {
  readonly name: string;
  readonly alias: string | null;
}
export interface Import extends Node {
  readonly kind: "Import";
  readonly names: readonly ImportAlias[];
}
/** `star`: `names` are those of the module that the listing mentions anywhere. */
export interface ImportFrom extends Node {
  readonly kind: "ImportFrom";
  readonly module: string;
  readonly star: boolean;
  readonly names: readonly ImportAlias[];
}
export interface Global extends Node {
  readonly kind: "Global";
  readonly names: readonly string[];
}
export interface Nonlocal extends Node {
  readonly kind: "Nonlocal";
  readonly names: readonly string[];
}
export interface ExpressionStatement extends Node {
  readonly kind: "ExpressionStatement";
  readonly value: Expression;
}
export interface Pass extends Node {
  readonly kind: "Pass";
}
export interface Break extends Node {
  readonly kind: "Break";
}
export interface Continue extends Node {
  readonly kind: "Continue";
}

export type Statement =
  | FunctionDefinition
  | ClassDefinition
  | Return
  | Delete
  | Assign
  | AugmentedAssign
  | AnnotatedAssign
  | For
  | While
  | If
  | With
  | Raise
  | Try
  | Assert
  | Import
  | ImportFrom
  | Global
  | Nonlocal
  | ExpressionStatement
  | Pass
  | Break
  | Continue;

export interface Module extends Node {
  readonly kind: "Module";
  readonly body: readonly Statement[];
}
