/** What an event did, without who did it and where: for places that say both already. Pure. */
import type { Seq } from "../../engine/base/ids.ts";
import type { Language } from "../../engine/program/scenario.ts";
import { OP_NAMES, type OpName } from "../../engine/trace/ops.ts";
import { threadName } from "../../engine/trace/names.ts";
import { CHINESE } from "../../engine/trace/sentences-chinese.ts";
import { ENGLISH } from "../../engine/trace/sentences-english.ts";
import { describeEvent } from "../../engine/trace/sentences.ts";
import type { Trace } from "../../engine/trace/trace.ts";

/** What a step may do besides its own operation that a reader looks for. */
const TOLD: ReadonlySet<OpName> = new Set(["print", "raise", "acquire-wait", "put-wait", "get-wait", "wait"]);
const MOST_TOLD = 2;

/** What a step did after its first event, `from`: `prints: 3, main prints: 5`; empty where there is nothing to tell. */
export function restOfStep(trace: Trace, from: Seq, to: Seq, language: Language): string {
  const told: Seq[] = [];
  for (let seq = from + 1; seq < to && told.length <= MOST_TOLD; seq++)
    if (TOLD.has(OP_NAMES[trace.op[seq]] as OpName)) told.push(seq);
  const clauses = told.slice(0, MOST_TOLD).map((seq) => {
    const short = shortSentence(trace, seq, language);
    return trace.thread[seq] === trace.thread[from] ? short : `${threadName(trace, trace.thread[seq])} ${short}`;
  });
  if (told.length > MOST_TOLD) clauses.push("…");
  return clauses.join(language === "en" ? ", " : "，");
}

/** `reads balance: 0`. */
export function shortSentence(trace: Trace, seq: Seq, language: Language): string {
  const book = language === "en" ? ENGLISH : CHINESE;
  const sentence = describeEvent(trace, seq, language);
  const who = threadName(trace, trace.thread[seq]);
  const where = trace.line[seq] > 0 ? book.withLine("", trace.line[seq]) : "";
  const end = sentence.endsWith(where) ? sentence.length - where.length : sentence.length;
  return sentence.slice(sentence.startsWith(who) ? who.length : 0, end).trim();
}
