/**
 * By which channel the giver of one particular item, task or permit speaks to whoever takes it.
 * Rule: an item is known by its value; of equal ones a queue gives the oldest and a stack the newest. Permits look all the same: those that
 * there were at the beginning are taken first, then those that were given, oldest first, so that the k-th release of a semaphore of C
 * permits comes before the (k + C)-th acquire (as with a buffered channel: The Go Memory Model, "Channel communication").
 */
import { NO_VALUE, type ValueCode } from "../trace/value-codes.ts";

/** A dense number for a way in which knowledge passes from event to event. */
export type Channel = number;

/** No channel: what was taken was there from the beginning, or nobody knows who gave it. */
export const NO_CHANNEL: Channel = -1;

/** The items of one queue, pool or pipe, in the order in which they were put. */
export class ItemChannels {
  #values: ValueCode[] = [];
  #channels: Channel[] = [];
  #head = 0;

  add(value: ValueCode, channel: Channel): void {
    this.#values.push(value);
    this.#channels.push(channel);
  }

  /** Takes the oldest item of a value out. */
  takeOldest(value: ValueCode): Channel {
    if (this.#values[this.#head] !== value) return this.#takeAt(this.#find(value));
    const channel = this.#channels[this.#head++];
    if (this.#head > 1024 && this.#head * 2 > this.#values.length) this.#shorten();
    return channel;
  }

  /** Takes the newest item of a value out. */
  takeNewest(value: ValueCode): Channel {
    const newest = this.#values.lastIndexOf(value);
    return this.#takeAt(newest >= this.#head ? newest : this.#find(value));
  }

  /** A put whose value was not told may be the item of any get, and a get whose value was not told may get any item. */
  #find(value: ValueCode): number {
    const known = this.#values.indexOf(value, this.#head);
    if (known >= 0) return known;
    return value === NO_VALUE ? this.#head : this.#values.indexOf(NO_VALUE, this.#head);
  }

  #takeAt(at: number): Channel {
    if (at < 0 || at >= this.#channels.length) return NO_CHANNEL;
    this.#values.splice(at, 1);
    return this.#channels.splice(at, 1)[0];
  }

  #shorten(): void {
    this.#values = this.#values.slice(this.#head);
    this.#channels = this.#channels.slice(this.#head);
    this.#head = 0;
  }
}

/** The items of one priority queue, where the order of puts tells nothing: by value. */
export class SortedItemChannels {
  readonly #lines = new Map<ValueCode, Channel[]>();

  add(value: ValueCode, channel: Channel): void {
    const line = this.#lines.get(value);
    if (line === undefined) this.#lines.set(value, [channel]);
    else line.push(channel);
  }

  /** Takes an item of a value out. */
  takeOldest(value: ValueCode): Channel {
    const known = this.#nameOf(value);
    const line = this.#lines.get(known);
    if (line === undefined) return NO_CHANNEL;
    const channel = line.pop() as Channel;
    if (line.length === 0) this.#lines.delete(known);
    return channel;
  }

  /** All items of a value, which stay: which of several equal ones a heap gives is not promised. */
  equalTo(value: ValueCode): readonly Channel[] {
    return this.#lines.get(this.#nameOf(value)) ?? [];
  }

  #nameOf(value: ValueCode): ValueCode {
    if (this.#lines.has(value)) return value;
    if (value !== NO_VALUE) return NO_VALUE;
    const first = this.#lines.keys().next();
    return first.done === true ? NO_VALUE : first.value;
  }
}

/** Permits given by one event and not taken yet. */
interface Gift {
  readonly channel: Channel;
  left: number;
}

/** What one taker gets. */
export interface TakenPermit {
  readonly channel: Channel;
  /** Nobody else will take from that channel. */
  readonly isLast: boolean;
}

const NOT_GIVEN: TakenPermit = { channel: NO_CHANNEL, isLast: false };

/** The permits of one semaphore, or the free places of one bounded queue. */
export class PermitChannels {
  #gifts: Gift[] = [];
  #head = 0;
  #spare: number;

  /** @param spare permits that there are before anybody gave one */
  constructor(spare: number) {
    this.#spare = spare;
  }

  give(channel: Channel, permits: number): void {
    this.#gifts.push({ channel, left: permits });
  }

  take(): TakenPermit {
    if (this.#spare > 0) {
      this.#spare--;
      return NOT_GIVEN;
    }
    const gift = this.#gifts[this.#head];
    if (gift === undefined) return NOT_GIVEN;
    gift.left--;
    if (gift.left === 0) this.#head++;
    if (this.#head > 1024 && this.#head * 2 > this.#gifts.length) this.#shorten();
    return { channel: gift.channel, isLast: gift.left === 0 };
  }

  #shorten(): void {
    this.#gifts = this.#gifts.slice(this.#head);
    this.#head = 0;
  }
}
