/** Reading a listing's syntax tree without knowing every kind of node. Rule: children come in the order of the text. */
import { parse, tokTypes, type AnyNode, type Program, type Token } from "acorn";

/** A listing's tree, and where its arrows stand: a node does not tell that. */
export interface Tree {
  readonly program: Program;
  /** Ends of the `=>` tokens, ascending. */
  readonly arrows: readonly number[];
}

/** @throws SyntaxError with `loc` (line from 1, column from 0) as acorn throws it */
export function parseListing(source: string): Tree {
  const arrows: number[] = [];
  const onToken = ({ type, end }: Token) => {
    if (type === tokTypes.arrow) arrows.push(end);
  };
  const program = parse(source, {
    ecmaVersion: 2024,
    sourceType: "module",
    // Refused later, in words that help.
    allowAwaitOutsideFunction: true,
    locations: true,
    onToken,
  });
  return { program, arrows };
}

/** The nodes right below a node. */
export function childrenOf(node: AnyNode): readonly AnyNode[] {
  const found = Object.values(node).flatMap((value: unknown) => (Array.isArray(value) ? value : [value]));
  return found.filter(isNode).toSorted((a, b) => a.start - b.start);
}

/** Line of a node's start, from 1. */
export function lineOf(node: AnyNode): number {
  return node.loc?.start.line ?? 0;
}

function isNode(value: unknown): value is AnyNode {
  return (
    typeof value === "object" && value !== null && "type" in value && typeof value.type === "string" && "start" in value
  );
}
