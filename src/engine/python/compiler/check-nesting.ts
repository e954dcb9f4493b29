/**
 * How deep a listing may be nested: all that reads a tree does so by recursion, and the limit must not be the browser's stack, which differs.
 * Rule: what is deeper is refused at its place before anything goes down there.
 */
import { ListingError, type SourceText, type Span } from "./diagnostics.ts";
import type { Module } from "./tree.ts";
import { eachChild, type TreeNode } from "./walk.ts";

/** Levels of a tree; the smallest stack that was measured (Node 20 before anything is optimised) has room for 1 600. */
export const DEEPEST_NESTING = 600;

/** @throws ListingError */
export function failTooDeep(source: SourceText, span: Span): never {
  const message = `more than ${DEEPEST_NESTING} expressions or branches within each other`;
  throw new ListingError(
    source.diagnostic(span, "Unsupported", message, "several statements, with names for the parts"),
  );
}

/** Looks level by level, so that no depth is too much for it. @throws ListingError at the first node that lies too deep */
export function checkNesting(source: SourceText, tree: Module): void {
  let level: readonly TreeNode[] = tree.body;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST_NESTING) failTooDeep(source, level[0]);
    const below: TreeNode[] = [];
    for (const node of level) eachChild(node, (child) => below.push(child));
    level = below;
  }
}
