/**
 * What a thread would do next, why it cannot go, and where a schedule stopped fitting, in plain words. Pure. Rule: the sentences of
 * events that have not happened are those of the trace; threads are called by their badges, as lanes and listing call them.
 */
import type { ThreadId } from "../../engine/base/ids.ts";
import type { ChoicePreview, EventPreview, Misfit, ObjectSight, Obstacle } from "../../engine/program/stepping.ts";
import { isExpiry, threadOfChoice } from "../../engine/program/stepping.ts";
import { CHINESE } from "../../engine/trace/sentences-chinese.ts";
import { ENGLISH } from "../../engine/trace/sentences-english.ts";
import type { SentenceBook } from "../../engine/trace/sentences.ts";
import { threadName } from "../../engine/trace/names.ts";
import type { Trace, ValueEntry } from "../../engine/trace/trace.ts";
import { threadBadge } from "../shared/thread-colours.ts";
import type { StepSpeech } from "./use-step-words.ts";

/** Stands where a sentence names the thread itself. */
const SUBJECT = "\u0001";
const LONGEST_VALUE = 40;

/**
 * `reads balance: 0`: the step's own operation, without the thread that does it; `Task-2 (tea) runs` where the thread lets a task go on.
 * @param trace of what happened so far, which knows the tasks' names
 */
export function describePreview(speech: StepSpeech, choice: ChoicePreview, trace: Trace): string {
  const [first] = choice.events;
  if (first === undefined) return speech.step.somethingNext;
  const says = describeEventPreview(speech, first);
  const isOther = first.thread !== threadOfChoice(choice.choice) && first.thread < trace.threads.length;
  return isOther ? `${threadName(trace, first.thread)} ${says}` : says;
}

function describeEventPreview({ language }: StepSpeech, event: EventPreview): string {
  const book: SentenceBook = language === "en" ? ENGLISH : CHINESE;
  const text = book.clause({
    op: event.op,
    thread: SUBJECT,
    place: event.object === null ? "" : placeOf(event.object, event.key),
    kind: event.object?.kind,
    value: shortened(event.value?.repr ?? ""),
    text: shortened(textOf(event.value)),
    other: event.other === null ? "" : (event.otherLane ?? threadBadge(event.other)),
    holder: "",
    ok: undefined,
    line: event.line,
  });
  // The head of a thread names it already; which of its tasks or generators goes on does not go without saying.
  if (event.lane !== undefined) return text.replaceAll(SUBJECT, event.lane);
  return text.replace(new RegExp(`^${SUBJECT} ?`), "").replaceAll(SUBJECT, threadBadge(event.thread));
}

/** `counts[2]`, `account.total`, `lock_a`. */
function placeOf({ name, kind }: ObjectSight, key: ValueEntry | null): string {
  if (key === null) return name;
  const isAttribute = (kind === "instance" || kind === "thread-local") && typeof key.plain === "string";
  return isAttribute ? `${name}.${key.plain}` : `${name}[${key.repr}]`;
}

function textOf(value: ValueEntry | null): string {
  if (value === null) return "";
  return typeof value.plain === "string" ? value.plain.replace(/\n$/, "") : value.repr;
}

function shortened(text: string): string {
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text;
}

/** `waits for lock_b, which T1 holds`: why `thread` cannot go. */
export function describeObstacle({ step, formats }: StepSpeech, obstacle: Obstacle, thread: ThreadId): string {
  const named = "holder" in obstacle ? obstacle.holder : "other" in obstacle ? obstacle.other : -1;
  return step.obstacle({
    kind: obstacle.kind,
    object: "object" in obstacle ? obstacle.object.name : "",
    holder: named < 0 ? "" : threadBadge(named),
    isOwn: named === thread,
    count: formats.number(countOf(obstacle)),
    of: formats.number("parties" in obstacle ? obstacle.parties : 0),
  });
}

function countOf(obstacle: Obstacle): number {
  if ("capacity" in obstacle) return obstacle.capacity;
  if ("arrived" in obstacle) return obstacle.arrived;
  if ("count" in obstacle) return obstacle.count;
  return "threads" in obstacle ? obstacle.threads : 0;
}

/** Which step, which thread, and why. */
export function describeMisfit(speech: StepSpeech, misfit: Misfit): string {
  const title = speech.step.misfitTitle(speech.formats.number(misfit.step));
  return `${title}${speech.language === "en" ? ": " : "："}${describeMisfitReason(speech, misfit)}`;
}

/** Which thread, and why: the sentence after the step. */
export function describeMisfitReason(speech: StepSpeech, { choice, why }: Misfit): string {
  const thread = threadOfChoice(choice);
  const because = why.kind === "blocked" ? describeObstacle(speech, why.obstacle, thread) : "";
  return speech.step.misfit(threadBadge(thread), why.kind, because);
}

/** What pressing a thread does, as a name for its button. */
export function describeChoiceButton(
  speech: StepSpeech,
  thread: ThreadId,
  choice: ChoicePreview,
  trace: Trace,
): string {
  const badge = threadBadge(thread);
  if (isExpiry(choice.choice)) return speech.step.expire(badge);
  return speech.step.choose(badge, describePreview(speech, choice, trace));
}
