/** What things of a trace are called in sentences, tables and files. Rule: as the listing calls them. */
import type { ObjectId, Seq, ThreadId } from "../base/ids.ts";
import type { ObjectKind } from "./ops.ts";
import type { Trace } from "./trace.ts";
import { plainOf, reprOf, type ValueCode } from "./value-codes.ts";

/** A thread's name; `thread 7` where a file never named it. */
export function threadName(trace: Pick<Trace, "threads">, thread: ThreadId): string {
  const known = trace.threads[thread];
  return known?.id === thread
    ? known.name
    : (trace.threads.find(({ id }) => id === thread)?.name ?? `thread ${thread}`);
}

/** An object's name; empty for none. */
export function objectName(trace: Pick<Trace, "objects">, object: ObjectId): string {
  if (object < 0) return "";
  const known = trace.objects[object];
  return known === undefined || known.name === "" ? `object ${object}` : known.name;
}

/** What an object is; undefined for none. */
export function objectKind(trace: Pick<Trace, "objects">, object: ObjectId): ObjectKind | undefined {
  return object < 0 ? undefined : trace.objects[object]?.kind;
}

/** A cell, element or attribute as the listing writes it: `balance`, `counts[2]`, `ages['Bob']`, `account.balance`. */
export function placeName(
  trace: Pick<Trace, "objects" | "values" | "leftOut">,
  object: ObjectId,
  key: ValueCode,
): string {
  const name = objectName(trace, object);
  if (key === 0) return name;
  const plain = plainOf(trace, key);
  const isAttribute = typeof plain === "string" && isAttributeOwner(objectKind(trace, object));
  return isAttribute ? `${name}.${plain}` : `${name}[${reprOf(trace, key)}]`;
}

/** The place that an event is about; empty where it has no object. */
export function placeOf(trace: Trace, seq: Seq): string {
  return trace.object[seq] < 0 ? "" : placeName(trace, trace.object[seq], trace.key[seq]);
}

function isAttributeOwner(kind: ObjectKind | undefined): boolean {
  return kind === "instance" || kind === "thread-local";
}
