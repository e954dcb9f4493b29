/** What screen readers say when an exploration begins, pauses and ends. The eye sees it in the bar. */
import type { ExploringFacts } from "../state/facts.ts";
import { describeReport } from "./explore-words.ts";
import type { ExploreSpeech } from "./use-explore-words.ts";
import { useExploreWords } from "./use-explore-words.ts";

export function SaidExploring({ facts }: { readonly facts: ExploringFacts | null }) {
  const speech = useExploreWords();
  return <output className="seen-by-readers-only">{say(speech, facts)}</output>;
}

function say(speech: ExploreSpeech, facts: ExploringFacts | null): string {
  const { explore } = speech;
  if (facts === null) return "";
  if (facts.report === null) return facts.paused ? explore.paused : explore.exploring;
  const { complete } = facts.report;
  return explore.saidDone(
    `${describeReport(speech, facts.report)}. ${complete ? explore.complete : explore.notComplete}`,
  );
}
