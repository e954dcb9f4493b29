/**
 * A queue's events: nothing into a full or shut one, nothing out of an empty one, each item once and in the queue's order,
 * refusals and waits only where putting or getting was impossible, joins only when all items are done.
 * Rule: a capacity that the trace does not tell is not checked.
 */
import type { ObjectId, Seq } from "../base/ids.ts";
import { OP } from "../trace/ops.ts";
import { comparePlain } from "../trace/plain-order.ts";
import type { Trace } from "../trace/trace.ts";
import { entryOf, integerOf, reprOf, type ValueCode } from "../trace/value-codes.ts";

/** Why the queue's next event cannot be, or null. */
export function createQueueCheck(trace: Trace, object: ObjectId): (seq: Seq) => string | null {
  const check = new QueueCheck(trace, object);
  return (seq) => check.visit(seq);
}

class QueueCheck {
  readonly #trace: Trace;
  readonly #kind: string;
  /** undefined: not told. */
  readonly #capacity: number | undefined;
  #items: ValueCode[] = [];
  #head = 0;
  #unfinished = 0;
  #shut = false;

  constructor(trace: Trace, object: ObjectId) {
    this.#trace = trace;
    this.#kind = trace.objects[object].kind;
    this.#capacity = trace.objects[object].capacity;
  }

  visit(seq: Seq): string | null {
    switch (this.#trace.op[seq]) {
      case OP.put:
        return this.#put(seq);
      case OP.get:
        return this.#get(seq);
      case OP["put-wait"]:
      case OP["put-timeout"]:
        return this.#mustBeFull();
      case OP["get-wait"]:
      case OP["get-timeout"]:
        return this.#size === 0 ? null : `a get waits in vain, but ${this.#size} items are there`;
      case OP.refused:
        return this.#size === 0 || this.#shut ? null : this.#mustBeFull();
      case OP["task-done"]:
        return this.#taskDone(seq);
      case OP.join:
        return this.#unfinished === 0 ? null : `is joined, but ${this.#unfinished} items are not done`;
      case OP["join-wait"]:
        return this.#unfinished > 0 ? null : "is waited for, but all items are done";
      case OP.shutdown:
        return this.#shutDown(seq);
      default:
        return null;
    }
  }

  get #size(): number {
    return this.#items.length - this.#head;
  }

  #put(seq: Seq): string | null {
    if (this.#shut) return "takes an item in, but it is shut down";
    if (this.#isFull()) return `takes an item in, but holds ${this.#size} already`;
    this.#items.push(this.#trace.value[seq]);
    this.#unfinished++;
    return null;
  }

  #get(seq: Seq): string | null {
    if (this.#size === 0) return "gives out an item, but is empty";
    const got = this.#trace.value[seq];
    const place = this.#placeToTake(got);
    if (place < 0) return "gives out an item that it does not hold";
    const isSame = got === 0 || this.#items[place] === 0 || this.#items[place] === got;
    const first = isSame ? this.#smallerThan(place) : place;
    if (first >= 0) return `gives out an item though ${reprOf(this.#trace, this.#items[first])} comes first`;
    if (place === this.#head) this.#dropFirst();
    else this.#items.splice(place, 1);
    return null;
  }

  #placeToTake(got: ValueCode): number {
    if (this.#kind === "lifo-queue") return this.#items.length - 1;
    if (this.#kind !== "priority-queue" || got === 0) return this.#head;
    return this.#items.indexOf(got, this.#head);
  }

  /** Place of an item that sorts before the one at `place` of a priority queue; −1 if there is none. */
  #smallerThan(place: number): number {
    if (this.#kind !== "priority-queue") return -1;
    const item = entryOf(this.#trace, this.#items[place]);
    for (let i = this.#head; i < this.#items.length; i++) {
      if ((comparePlain(entryOf(this.#trace, this.#items[i]), item) ?? 0) < 0) return i;
    }
    return -1;
  }

  #dropFirst(): void {
    this.#head++;
    if (this.#head < 1024 || this.#head * 2 < this.#items.length) return;
    this.#items = this.#items.slice(this.#head);
    this.#head = 0;
  }

  #isFull(): boolean {
    return this.#capacity !== undefined && this.#capacity > 0 && this.#size >= this.#capacity;
  }

  #mustBeFull(): string | null {
    if (this.#capacity === undefined || this.#isFull() || this.#shut) return null;
    return `a put waits or is refused, but ${this.#size} items are no reason`;
  }

  #taskDone(seq: Seq): string | null {
    if (this.#unfinished === 0) return "an item is done, but all were";
    this.#unfinished--;
    const told = integerOf(this.#trace.value[seq], this.#unfinished);
    return told === this.#unfinished ? null : `${this.#unfinished} items should be left to do`;
  }

  #shutDown(seq: Seq): string | null {
    this.#shut = true;
    if (entryOf(this.#trace, this.#trace.value[seq])?.plain !== true) return null;
    this.#unfinished = Math.max(0, this.#unfinished - this.#size);
    this.#items = [];
    this.#head = 0;
    return null;
  }
}
