/** What an event did, without who did it and where: for places that say both already. Pure. */
import type { Seq } from "../../engine/base/ids.ts";
import type { Language } from "../../engine/program/scenario.ts";
import { threadName } from "../../engine/trace/names.ts";
import { CHINESE } from "../../engine/trace/sentences-chinese.ts";
import { ENGLISH } from "../../engine/trace/sentences-english.ts";
import { describeEvent } from "../../engine/trace/sentences.ts";
import type { Trace } from "../../engine/trace/trace.ts";

/** `reads balance: 0`. */
export function shortSentence(trace: Trace, seq: Seq, language: Language): string {
  const book = language === "en" ? ENGLISH : CHINESE;
  const sentence = describeEvent(trace, seq, language);
  const who = threadName(trace, trace.thread[seq]);
  const where = trace.line[seq] > 0 ? book.withLine("", trace.line[seq]) : "";
  const end = sentence.endsWith(where) ? sentence.length - where.length : sentence.length;
  return sentence.slice(sentence.startsWith(who) ? who.length : 0, end).trim();
}
