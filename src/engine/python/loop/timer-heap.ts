/**
 * Timers in the order in which they fire: CPython's `heapq`, step by step, so that timers of one moment fire in the same order as there.
 */

/** What a heap orders: by `when` alone. */
export interface Timed {
  readonly when: number;
}

export class TimerHeap<T extends Timed> {
  #heap: T[] = [];

  get length(): number {
    return this.#heap.length;
  }

  /** The next to fire; undefined where there is none. */
  get first(): T | undefined {
    return this.#heap[0];
  }

  /** `heapq.heappush`. */
  push(item: T): void {
    this.#heap.push(item);
    this.#down(0, this.#heap.length - 1);
  }

  /** `heapq.heappop`. */
  pop(): T | undefined {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return last;
    const [first] = this.#heap;
    this.#heap[0] = last;
    this.#up(0);
    return first;
  }

  /** Keeps only some, by `heapq.heapify` of what is left. */
  keep(isKept: (item: T) => boolean): void {
    this.#heap = this.#heap.filter(isKept);
    for (let i = (this.#heap.length >> 1) - 1; i >= 0; i--) this.#up(i);
  }

  copy(counterpart: (item: T) => T): TimerHeap<T> {
    const copied = new TimerHeap<T>();
    copied.#heap = this.#heap.map(counterpart);
    return copied;
  }

  /** `heapq._siftdown`: towards the root. */
  #down(start: number, from: number): void {
    const heap = this.#heap;
    const item = heap[from];
    let at = from;
    while (at > start) {
      const parent = (at - 1) >> 1;
      if (!(item.when < heap[parent].when)) break;
      heap[at] = heap[parent];
      at = parent;
    }
    heap[at] = item;
  }

  /** `heapq._siftup`: towards the leaves, then back. */
  #up(start: number): void {
    const heap = this.#heap;
    const end = heap.length;
    const item = heap[start];
    let at = start;
    for (let child = 2 * at + 1; child < end; child = 2 * at + 1) {
      const right = child + 1;
      if (right < end && !(heap[child].when < heap[right].when)) child = right;
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = item;
    this.#down(start, at);
  }
}
