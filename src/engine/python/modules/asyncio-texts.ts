/** Tracebacks as texts, for what a loop has to say of exceptions that nobody fetches. */
import { type Host, type Native } from "../native.ts";
import { listItems, makeList } from "../objects/lists.ts";
import { formatTraceback, printedExceptions } from "../traceback.ts";
import type { PyRef, Value } from "../values.ts";

/** `_printed(exception)`: all exceptions whose texts its traceback has. */
function printed(host: Host, [exception]: Value[]): Value {
  return makeList(host.heap, printedExceptions(host.objects, exception as PyRef));
}

/** `_traceback_text(exception, texts)`: texts in the order of `_printed`. */
function tracebackText(host: Host, [exception, texts]: Value[]): Value {
  const given = listItems(host.heap, (texts as PyRef).at) as string[];
  const byAddress = printedExceptions(host.objects, exception as PyRef).map(({ at }, i): [number, string] => [
    at,
    given[i],
  ]);
  return formatTraceback(host.program, host.objects, exception as PyRef, new Map(byAddress), new Map());
}

export const TELLING_NATIVES: Readonly<Record<string, Native>> = { _printed: printed, _traceback_text: tracebackText };
