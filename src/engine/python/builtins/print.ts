/** `print`: one operation a call, with the whole text, so that lines of threads never mix. */
import { NONE } from "../../memory/words.ts";
import { VERB } from "../../program/operation.ts";
import { reportedShare } from "../../program/reported-progress.ts";
import { OP } from "../../trace/ops.ts";
import { type Host, type Native, type NativeResult, SUSPEND } from "../native.ts";
import { isContainer } from "../objects/content.ts";
import { makeList } from "../objects/lists.ts";
import { createWalk, strOf } from "../objects/repr.ts";
import { callPrelude, NeedsPython, typeError, typeNameOf } from "../objects/specials.ts";
import { isVisible } from "../objects/visible.ts";
import { PyFloat, type Value } from "../values.ts";
import { type Keywords, positional } from "./arguments.ts";

/** `print(*args, sep=' ', end='\n', file=None, flush=False)`. */
export const print: Native = (host, args, keywords) => {
  const sep = textOption(host, keywords, "sep", " ");
  const end = textOption(host, keywords, "end", "\n");
  refuseOthers(keywords);
  const text = plainText(host, args, sep);
  if (text === null) return callPrelude(host, "_print", [makeList(host.heap, args), sep, end]);
  return printText(host, text + end);
};

/** The text where no argument needs Python or a visible read of its own; null otherwise. */
function plainText(host: Host, args: readonly Value[], sep: string): string | null {
  if (args.length === 1 && typeof args[0] === "string") return args[0];
  if (args.some((arg) => isContainer(host.heap, arg) && isVisible(host, arg.at))) return null;
  try {
    return args.map((arg) => strOf(createWalk(host), arg)).join(sep);
  } catch (error) {
    if (error instanceof NeedsPython) return null;
    throw error;
  }
}

function textOption(host: Host, keywords: Keywords, name: string, otherwise: string): string {
  const value = keywords?.get(name);
  if (value === undefined || value === null) return otherwise;
  if (typeof value === "string") return value;
  throw typeError(`${name} must be None or a string, not ${typeNameOf(host.heap, value)}`);
}

function refuseOthers(keywords: Keywords): void {
  for (const name of keywords?.keys() ?? []) {
    if (!["sep", "end", "file", "flush"].includes(name))
      throw typeError(`print() got an unexpected keyword argument '${name}'`);
  }
}

/** Prints a text as it is; what reports progress is an event of its own behind it. */
export function printText(host: Host, text: string): NativeResult {
  const { operation } = host;
  operation.verb = VERB.PRINT;
  operation.object = 0;
  operation.key = 0;
  operation.value = host.heap.stringWord(text);
  operation.timeoutMs = 0;
  operation.result = NONE;
  if (host.perform() < 0) return SUSPEND;
  const share = reportedShare(text);
  if (share !== null) host.note(OP.progress, 0, 0, host.heap.toWord(new PyFloat(share)));
  return null;
}

/** For the prelude: `_print_text(text)`. */
export const printTextNative: Native = positional("_print_text", 1, 1, (host, [text]) =>
  printText(host, text as string),
);
