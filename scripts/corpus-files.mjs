// Reads corpus files: several small Python programs in one text, each behind a line `=== name`, with expectations
// written by hand behind lines `--- 3.13 stdout: source` and `--- 3.13 stderr: source` where the recording Python is older. A program that
// is refused before it runs has instead a line `--- refused: line:column message` for each refusal.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";

/**
 * @typedef {{ stdout: string, stderr: string }} Output
 * @typedef {{ name: string, line: number, source: string, digest: string, byHand: (Output & { why: string }) | null, refused: string[] }} CorpusProgram
 * @typedef {{ path: string, topic: string, programs: CorpusProgram[] }} CorpusFile
 * @typedef {Output & { digest: string, newer?: Output, fails?: string }} Recorded
 * @typedef {{ python: string, newer: string | null, programs: Record<string, Recorded> }} Recording
 */

const HEAD = /^=== (.+)$/;
const REFUSED = /^--- refused: (.+)$/;
const BY_HAND = /^--- 3\.13 (stdout|stderr): (.+)$/;

/** All corpus files below a folder, in the order of their paths. @param {string} root @returns {CorpusFile[]} */
export function readCorpus(root) {
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".txt"));
  return paths
    .sort()
    .map((path) => readCorpusFile(join(root, path), relative(root, join(root, path)).replace(/\.txt$/, "")));
}

/** @param {string} path @param {string} topic @returns {CorpusFile} */
function readCorpusFile(path, topic) {
  const lines = readFileSync(path, "utf8").split("\n");
  /** @type {CorpusProgram[]} */
  const programs = [];
  let from = lines.findIndex((line) => HEAD.test(line));
  if (from !== 0) throw new Error(`${path}: the first line must be "=== name"`);
  while (from < lines.length - 1) {
    const next = lines.findIndex((line, i) => i > from && HEAD.test(line));
    const end = next < 0 ? lines.length - 1 : next;
    programs.push(readProgram(path, lines.slice(from, end), from + 1));
    from = end;
  }
  const names = new Set(programs.map((program) => program.name));
  if (names.size !== programs.length) throw new Error(`${path}: two programs have one name`);
  return { path, topic, programs };
}

/** @param {string} path @param {string[]} lines @param {number} line @returns {CorpusProgram} */
function readProgram(path, lines, line) {
  const name = HEAD.exec(lines[0])?.[1] ?? "";
  const marks = lines.flatMap((text, i) => (BY_HAND.test(text) ? [i] : []));
  const refused = lines.flatMap((text) => REFUSED.exec(text)?.[1] ?? []);
  const end = lines.findIndex((text) => BY_HAND.test(text) || REFUSED.test(text));
  const source = text(lines.slice(1, end < 0 ? lines.length : end));
  const digest = createHash("sha256").update(source).digest("hex").slice(0, 12);
  return { name, line, source, digest, refused, byHand: marks.length === 0 ? null : readByHand(path, lines, marks) };
}

/** @param {string} path @param {string[]} lines @param {number[]} marks */
function readByHand(path, lines, marks) {
  const output = { stdout: "", stderr: "", why: "" };
  marks.forEach((mark, i) => {
    const [, stream, why] = /** @type {RegExpExecArray} */ (BY_HAND.exec(lines[mark]));
    output[/** @type {"stdout" | "stderr"} */ (stream)] = text(lines.slice(mark + 1, marks[i + 1] ?? lines.length));
    output.why ||= why;
  });
  if (output.why === "") throw new Error(`${path}: an expectation by hand needs its source`);
  return output;
}

/** @param {string[]} lines */
function text(lines) {
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

/** Where a corpus file's recording stands. @param {string} path */
export function recordingPath(path) {
  return path.replace(/\.txt$/, ".recorded.json");
}

/** @param {string} path @returns {Recording | null} */
export function readRecording(path) {
  try {
    return JSON.parse(readFileSync(recordingPath(path), "utf8"));
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return null;
    throw error;
  }
}

/** What a program must print: what was written by hand, else what 3.13 printed, else what the older Python printed. @param {CorpusProgram} program @param {Recorded | undefined} recorded @returns {Output | null} */
export function expectedOutput(program, recorded) {
  if (program.byHand !== null) return program.byHand;
  if (recorded === undefined || recorded.digest !== program.digest) return null;
  return recorded.newer ?? recorded;
}
