// Checks that the arrows between the folders of `src` point inwards, by the table in layers.mjs.
// Its one rule: it fails when it saw no files, because a gate that looks at nothing lets everything pass.
// Tests (`*.test.ts`) may see the whole engine; worker entries (`*.worker.ts`) are started, never imported.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { importsOf } from "./imports-of.mjs";
import { forTests, layers } from "./layers.mjs";
import { projectFolder } from "./run-command.mjs";

/**
 * @typedef {object} Verdict
 * @property {number} files how many modules were read
 * @property {string[]} problems one sentence each, with file and line
 */

/**
 * Reads every module below `<root>/src`.
 * @param {string} root the project's folder
 * @returns {Verdict}
 */
export function checkLayers(root) {
  const modules = listModules(join(root, "src"));
  const problems = modules.flatMap((path) => {
    const name = relative(root, path).split(sep).join("/");
    return checkModule(name, readFileSync(path, "utf8"));
  });
  if (modules.length === 0) problems.push(`no module was found below ${join(root, "src")}`);
  return { files: modules.length, problems };
}

/** @param {string} folder */
function listModules(folder) {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".d.ts"))
    .map((name) => join(folder, name))
    .sort();
}

/**
 * @param {string} name path from the project's folder, with `/`
 * @param {string} text
 * @returns {string[]}
 */
function checkModule(name, text) {
  const layer = layerOf(name);
  if (layers[layer] === undefined) return [`${name}: its folder "${layer}" is not in scripts/layers.mjs`];
  return importsOf(name, text).flatMap((one) => {
    const fault = one.target.startsWith(".") ? faultOfFile(name, layer, one) : faultOfPackage(name, layer, one);
    return fault === undefined ? [] : [`${name}:${one.line}: imports "${one.target}": ${fault}`];
  });
}

/**
 * The layer of a file: `engine/sync`, `workers`, `views` (its own files), `views/timeline`; a path outside
 * `src` gives "".
 * @param {string} name
 */
function layerOf(name) {
  const [top, first, ...rest] = name.split("/");
  if (top !== "src") return "";
  if (first === "workers") return "workers";
  if (first === "views" && rest.length === 1) return "views";
  return rest.length > 1 ? `${first}/${rest[0]}` : first;
}

/**
 * @param {string} name
 * @param {string} layer
 * @param {import("./imports-of.mjs").Import} one
 * @returns {string | undefined}
 */
function faultOfFile(name, layer, one) {
  const [path, query = ""] = one.target.split("?");
  const target = posix.normalize(posix.join(dirname(name), path));
  const targetLayer = layerOf(target);
  if (isTest(target)) return "a test is imported by nobody";
  if (isEntry(target) && !one.asAddress && !query.includes("worker")) return "a worker entry is started, not imported";
  if (targetLayer === "engine/testing" && layer !== "engine/testing" && !isTest(name)) return "testing is for tests";
  if (targetLayer === layer) return undefined;
  if (isTest(name) && forTests.folders.includes(targetLayer)) return undefined;
  if (target.startsWith("scripts/") && (isTest(name) || layer === "engine/testing")) return undefined;
  // The recorded answers of CPython: programs and what they print, read by tests alone.
  if (/^corpus(\/|$)/.test(target) && isTest(name)) return undefined;
  if (targetLayer === "") return "it lies outside src";
  const { folders, types = [], files = [] } = layers[layer];
  if (folders.some((folder) => includes(folder, targetLayer)) || files.includes(target)) return undefined;
  if (types.includes(targetLayer))
    return one.typesOnly ? undefined : `${layer} may import only types of ${targetLayer}`;
  return `${layer} may not import ${targetLayer}`;
}

/**
 * @param {string} folder a layer, or `views/*`
 * @param {string} layer
 */
function includes(folder, layer) {
  return folder.endsWith("*") ? layer.startsWith(folder.slice(0, -1)) : folder === layer;
}

/**
 * @param {string} name
 * @param {string} layer
 * @param {import("./imports-of.mjs").Import} one
 * @returns {string | undefined}
 */
function faultOfPackage(name, layer, one) {
  const { packages = [] } = layers[layer];
  if (packages === "any") return undefined;
  const allowed = isTest(name) ? [...packages, ...forTests.packages] : packages;
  const fits = allowed.some((each) => (each.endsWith(":") ? one.target.startsWith(each) : isPackage(one.target, each)));
  return fits ? undefined : `${layer} may not import this package`;
}

/**
 * @param {string} target
 * @param {string} name
 */
function isPackage(target, name) {
  return target === name || target.startsWith(`${name}/`);
}

/** @param {string} name */
function isTest(name) {
  return /\.test\.tsx?$/.test(name);
}

/** @param {string} name */
function isEntry(name) {
  return name.endsWith(".worker.ts");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { files, problems } = checkLayers(projectFolder);
  for (const problem of problems) console.error(problem);
  console.log(`layers: ${files} modules read, ${problems.length} arrows point the wrong way`);
  if (problems.length > 0) process.exitCode = 1;
}
