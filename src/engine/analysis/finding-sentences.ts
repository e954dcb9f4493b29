/**
 * Each finding as a plain sentence in English and Simplified Chinese, from its fields and the trace.
 * Rule: pure; where events are missing the sentence says that it may not be all.
 */
import type { SentenceLanguage } from "../trace/sentences.ts";
import type { Trace } from "../trace/trace.ts";
import { inChinese } from "./finding-chinese.ts";
import { inEnglish } from "./finding-english.ts";
import { describeTaskFinding } from "./task-sentences.ts";
import type { BareFinding } from "./finding-facts.ts";

export type { BareFinding } from "./finding-facts.ts";

/** The sentence of a finding. */
export function describeFinding(finding: BareFinding, trace: Trace, language: SentenceLanguage): string {
  const sentence =
    describeTaskFinding(finding, trace, language) ??
    (language === "en" ? inEnglish(finding, trace) : inChinese(finding, trace));
  if (finding.incomplete !== true) return sentence;
  return language === "en"
    ? `${sentence} Events are missing, so this may not be all.`
    : `${sentence}有事件没能记下，所以这可能不是全部。`;
}
