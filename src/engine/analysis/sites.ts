/**
 * Where accesses come from: a site is a thread's line and whether it reads or writes there, plainly or atomically.
 * Rule: sites are few, so what is known of one lies in columns, and an access carries its number alone.
 */
import type { Line, ThreadId } from "../base/ids.ts";
import { PairTable } from "./pair-table.ts";

/** Set in what is known of a site. */
export const SITE_WRITES = 1;
export const SITE_IS_ATOMIC = 2;

export class Sites {
  /** By site: whose clock counts. */
  readonly hosts: number[] = [];
  /** By site: SITE_WRITES and SITE_IS_ATOMIC. */
  readonly flags: number[] = [];
  /** By site: a number for its thread and line alone. */
  readonly spots: number[] = [];
  readonly #hostOf: Uint16Array;
  readonly #sites: PairTable;
  readonly #spots: PairTable;
  #spotCount = 0;

  /** @param hostOf by thread id: whose clock it has */
  constructor(hostOf: Uint16Array) {
    this.#hostOf = hostOf;
    this.#spots = new PairTable(() => this.#spotCount++);
    this.#sites = new PairTable((thread, lineAndFlags) => this.#add(thread, lineAndFlags));
  }

  of(thread: ThreadId, line: Line, flags: number): number {
    return this.#sites.of(thread, (line << 2) | flags);
  }

  #add(thread: ThreadId, lineAndFlags: number): number {
    this.hosts.push(this.#hostOf[thread]);
    this.spots.push(this.#spots.of(thread, lineAndFlags >> 2));
    return this.flags.push(lineAndFlags & 3) - 1;
  }
}
