/** The programs of the tables in docs/exploring.md, in the notation of `abstract-program.ts`. */

function threads(count: number, body: (thread: number) => string): string {
  return Array.from({ length: count }, (_, thread) => `T${thread}: ${body(thread)}`).join("\n");
}

function times(count: number, text: string): string {
  return Array<string>(count).fill(text).join("; ");
}

/** n threads, each k writes to a cell of its own. */
export function independentWrites(n: number, k: number): string {
  return threads(n, (thread) => times(k, `x${thread} = ${thread + 1}`));
}

/** n threads, each k writes to the same cell. */
export function writesToOneCell(n: number, k: number): string {
  return threads(n, (thread) => times(k, `x = ${thread + 1}`));
}

/** One writer and n readers. */
export function readers(n: number): string {
  return `W: x = 1\n${threads(n, () => "r = x")}`;
}

/** n writers and one reader. */
export function writers(n: number): string {
  return `${threads(n, (thread) => `x = ${thread + 1}`)}\nR: r = x`;
}

/** Two threads, each n writes and then a read, one cell. */
export function writesThenRead(n: number): string {
  return threads(2, (thread) => `${times(n, `x = ${thread + 1}`)}; r = x`);
}

/** n threads: add x; add y. */
export function twoAdds(n: number): string {
  return threads(n, () => "add x 1; add y 1");
}

/** n threads: lock; read; write; release. */
export function guardedUpdates(n: number): string {
  return `lock m\n${threads(n, () => "acquire m; r = x; x = r + 1; release m")}`;
}

/** n threads: lock, never released. */
export function neverReleased(n: number): string {
  return `lock m\n${threads(n, () => "acquire m")}`;
}

/** n threads, each k times read and write of one cell. */
export function lostUpdates(n: number, k: number): string {
  return threads(n, () => times(k, "r = x; x = r + 1"));
}

/** n writers a[i] = a[i−1] + 1, and a reader that scans down to the last zero. */
export function lastZero(n: number): string {
  const scan = Array.from({ length: n + 1 }, (_, i) => `r = a[${n - i}]; stop if r = 0`).join("; ");
  const writing = Array.from({ length: n }, (_, i) => `W${i + 1}: r = a[${i}]; a[${i + 1}] = r + 1`).join("\n");
  return `list a ${n + 1}\nR: ${scan}\n${writing}`;
}

/** n philosophers, one meal: acquire first, acquire second, release second, release first. */
export function philosophers(n: number, ordered: boolean): string {
  const forks = Array.from({ length: n }, (_, fork) => `lock f${fork}`).join("; ");
  return `${forks}\n${threads(n, (seat) => {
    const [first, second] = ordered ? [seat, (seat + 1) % n].toSorted((a, b) => a - b) : [seat, (seat + 1) % n];
    return `acquire f${first}; acquire f${second}; release f${second}; release f${first}`;
  })}`;
}

/** What the searches are measured by: two threads, each five updates of which every second is of the same cell. */
export function raceOfTen(): string {
  return threads(2, (thread) => `r = x; x = r + 1; y${thread} = r; s = x; x = s + 1`);
}
