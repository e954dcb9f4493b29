/** The ready queue of a loop: first in, first out. Taking the oldest moves nothing. */

/** Entries gone before those left are moved to the front. */
const GONE_AT_MOST = 1024;

export class ReadyQueue<T> {
  #items: T[] = [];
  #head = 0;

  get length(): number {
    return this.#items.length - this.#head;
  }

  /** The oldest, left where it is. */
  get first(): T | undefined {
    return this.#items[this.#head];
  }

  push(item: T): void {
    this.#items.push(item);
  }

  /** The oldest; undefined where there is none. */
  shift(): T | undefined {
    if (this.#head === this.#items.length) return undefined;
    const item = this.#items[this.#head++];
    if (this.#head === this.#items.length) {
      this.#items.length = 0;
      this.#head = 0;
    } else if (this.#head > GONE_AT_MOST && this.#head * 2 > this.#items.length) {
      this.#items.splice(0, this.#head);
      this.#head = 0;
    }
    return item;
  }

  /** The same order of other things: `counterpart` gives each its own. */
  copy(counterpart: (item: T) => T): ReadyQueue<T> {
    const copied = new ReadyQueue<T>();
    for (let i = this.#head; i < this.#items.length; i++) copied.#items.push(counterpart(this.#items[i]));
    return copied;
  }
}
