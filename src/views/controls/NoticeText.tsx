/** The sentence of a message, in the language on show. */
import type { Speech } from "../shared/use-words.ts";
import { useSpeech } from "../shared/use-words.ts";
import type { Message } from "../state/facts.ts";
import type { Allowed, Problem } from "../state/problem.ts";

export function NoticeText({ notice }: { readonly notice: Message }) {
  const { words, ...speech } = useSpeech();
  switch (notice.kind) {
    case "stranger":
      return words.stranger;
    case "problem":
      return [describeProblem({ words, ...speech }, notice.problem), endingOf({ words }, notice)]
        .join(speech.language === "en" ? " " : "")
        .trim();
    case "fault":
      return (
        <>
          <b>{words.faultDuring[notice.during]}</b>
          {speech.language === "en" ? ": " : "："}
          {notice.reason} <span className="soft">{words.faultHint}</span>
        </>
      );
  }
}

/** Names field, value and what is allowed; a name that is not known is told as such. */
export function describeProblem(speech: Speech, { field, value, allowed }: Problem): string {
  const { words, formats } = speech;
  const shown = `“${shorten(String(value))}”`;
  if (allowed.kind === "name" && field === "scenario") return words.unknownScenario(shown);
  if (allowed.kind === "name") return words.unknownName(field, shown, oneOf(speech, allowed.names));
  if (allowed.kind === "events") {
    return words.tooManyEvents(
      `${field} ${String(value)}`,
      formats.number(allowed.estimate),
      formats.number(allowed.limit),
    );
  }
  if (allowed.kind === "listing") {
    return words.listingProblem(formats.number(allowed.line), formats.number(allowed.column), allowed.message);
  }
  return words.problem(field, shown, describeAllowed(speech, allowed));
}

/** What was done instead; an unknown scenario and a run that is too large say so themselves. */
function endingOf({ words }: Pick<Speech, "words">, { problem, from }: Extract<Message, { kind: "problem" }>): string {
  if (problem.allowed.kind === "name" && from === "address" && problem.field !== "scenario")
    return words.problemFrom.call;
  const saysItself = problem.allowed.kind === "events" || (problem.field === "scenario" && from === "address");
  return saysItself ? "" : words.problemFrom[from];
}

function describeAllowed(speech: Speech, allowed: Exclude<Allowed, { kind: "name" | "events" | "listing" }>): string {
  const { words, formats } = speech;
  switch (allowed.kind) {
    case "integer":
    case "number":
      return words.allowed[allowed.kind](describeRange(speech, allowed));
    case "boolean":
      return words.allowed.boolean;
    case "choice":
      return words.allowed.choice(oneOf(speech, allowed.choices.map(String)));
    case "text":
      return words.allowed.text(formats.number(allowed.longest));
    case "packed":
      return words.allowed.packed;
    case "schedule":
      return words.allowed.schedule;
    case "other":
      return allowed.text;
  }
}

function describeRange(
  { words, formats }: Speech,
  { min, max }: { readonly min?: number; readonly max?: number },
): string {
  if (min !== undefined && max !== undefined) return words.allowed.between(formats.number(min), formats.number(max));
  if (min !== undefined) return words.allowed.atLeast(formats.number(min));
  return max === undefined ? "" : words.allowed.atMost(formats.number(max));
}

/** What one may choose from. */
function oneOf({ language }: Speech, names: readonly string[]): string {
  return names.join(language === "en" ? ", " : "、");
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
