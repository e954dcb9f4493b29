/** A thread that computes for ever, as a sentence. Rule: there is no event to point at, so the sentence names thread, lines and what is read. */
import type { Line } from "../base/ids.ts";
import type { SentenceLanguage } from "../trace/sentences.ts";
import { listed } from "./finding-facts.ts";

interface Endless {
  /** The thread's name. */
  readonly name: string;
  readonly lines: readonly Line[];
  /** Names that it looks at. */
  readonly reads: readonly string[];
}

export function describeEndless({ name, lines, reads }: Endless, language: SentenceLanguage): string {
  if (language === "en") {
    const where = `${lines.length === 1 ? "line" : "lines"} ${listed(lines.map(String), "and")}`;
    return reads.length === 0
      ? `${name} goes round on ${where} for ever and never gets on: nothing that any other thread does can end that.`
      : `${name} goes round on ${where} for ever: it looks at ${listed(reads, "and")}, which nothing writes once threads run, so it never finds another value there.`;
  }
  const where = `第 ${lines.join("、")} 行`;
  return reads.length === 0
    ? `${name} 在${where}一直绕圈，永远没有进展：别的线程做什么都结束不了它。`
    : `${name} 在${where}一直绕圈：它在看 ${reads.join("、")}，可线程运行以后没有谁会写它，所以永远看不到别的值。`;
}
