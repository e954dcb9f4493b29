/** One line that screen readers speak when a run has ended or something was copied; the eye sees it elsewhere. */
import { describeReport } from "./controls/OutcomeBar.tsx";
import type { Speech } from "./shared/use-words.ts";
import { useSpeech } from "./shared/use-words.ts";
import type { Facts } from "./state/facts.ts";
import { useFacts } from "./state/use-facts.ts";

export function SpokenStatus() {
  const speech = useSpeech();
  const spoken = useFacts((facts) => facts.spoken);
  const result = useFacts((facts) => facts.result);
  return (
    <output className="seen-by-readers-only" data-spoken={spoken?.count}>
      {sentenceOf(speech, spoken, result)}
    </output>
  );
}

function sentenceOf(speech: Speech, spoken: Facts["spoken"], result: Facts["result"]): string {
  const { words, formats } = speech;
  if (spoken?.key === "copied") return words.copied;
  if (spoken?.key !== "ran" || result === null) return "";
  const { report } = result.result;
  const values = Object.entries(report.outcome).map(([key, value]) => `${key} ${formats.plain(value, words.missing)}`);
  return words.ranSays(words.status[report.status], [...values, describeReport(speech, report)].join(" · "));
}
