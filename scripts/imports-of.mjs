// Reads from a module's text what it imports: static, re-exported, dynamic and type imports, and the
// worker scripts named by `new URL("./x.ts", import.meta.url)`.
// Its one rule: a text that cannot be parsed throws, because what cannot be read cannot be checked.

import { parseSync } from "vite";

/**
 * @typedef {object} Import
 * @property {string} target as written
 * @property {boolean} typesOnly
 * @property {boolean} asAddress named by `new URL`, so started rather than imported
 * @property {number} line from 1
 */

/**
 * @typedef {object} Node
 * @property {string} type
 * @property {number} start
 */

/**
 * @param {string} path for messages and to tell TypeScript from TSX
 * @param {string} text
 * @returns {Import[]}
 */
export function importsOf(path, text) {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: cannot be parsed: ${errors[0].message}`);
  /** @type {Import[]} */
  const found = [];
  visit(program, (node) => {
    const target = targetOf(node);
    if (target === undefined) return;
    found.push({
      target,
      typesOnly: isTypesOnly(node),
      asAddress: node.type === "NewExpression",
      line: text.slice(0, node.start).split("\n").length,
    });
  });
  return found;
}

/**
 * @param {unknown} value
 * @param {(node: any) => void} see
 */
function visit(value, see) {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, see);
  } else if (typeof value === "object" && value !== null) {
    if ("type" in value && typeof value.type === "string") see(value);
    for (const part of Object.values(value)) visit(part, see);
  }
}

/**
 * @param {any} node
 * @returns {string | undefined}
 */
function targetOf(node) {
  switch (node.type) {
    case "ImportDeclaration":
    case "ExportNamedDeclaration":
    case "ExportAllDeclaration":
    case "ImportExpression":
    case "TSImportType":
      return textOf(node.source);
    case "NewExpression":
      return node.callee.name === "URL" && isOwnAddress(node.arguments[1]) ? textOf(node.arguments[0]) : undefined;
    default:
      return undefined;
  }
}

/** @param {any} node */
function textOf(node) {
  return typeof node?.value === "string" ? node.value : undefined;
}

/** @param {any} node whether it is `import.meta.url` */
function isOwnAddress(node) {
  return node?.type === "MemberExpression" && node.object.type === "MetaProperty" && node.property.name === "url";
}

/** @param {any} node */
function isTypesOnly(node) {
  if (node.type === "TSImportType") return true;
  if (node.importKind === "type" || node.exportKind === "type") return true;
  const named = node.specifiers ?? [];
  return named.length > 0 && named.every((/** @type {any} */ one) => (one.importKind ?? one.exportKind) === "type");
}
