/** The programs of the tables in docs/exploring.md as listings, so that what is counted is what the page runs. */

/** n threads that run `body` of a function `work(i)`; main starts and joins them. */
export function threadsOf(n: number, head: string, body: string): string {
  return [
    "import threading",
    head,
    "def work(i):",
    ...body.split("\n").map((line) => `    ${line}`),
    `ts = [threading.Thread(target=work, args=(i,)) for i in range(${n})]`,
    "for t in ts: t.start()",
    "for t in ts: t.join()",
    "",
  ].join("\n");
}

function lines(count: number, line: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => line(i)).join("\n");
}

/** n threads, each k writes to a cell of its own. */
export function independentWrites(n: number, k: number): string {
  const cells = Array.from({ length: n }, (_, i) => `c${i}`);
  const branches = cells.map((cell, i) => `if i == ${i}:\n${lines(k, (j) => `    ${cell} = ${j + 1}`)}`);
  return threadsOf(
    n,
    lines(n, (i) => `c${i} = 0`),
    `global ${cells.join(", ")}\n${branches.join("\n")}`,
  );
}

/** n threads, each k writes to the same cell. */
export function writesToOneCell(n: number, k: number): string {
  return threadsOf(n, "x = 0", `global x\n${lines(k, (j) => `x = 10 * i + ${j}`)}`);
}

/** One writer and n readers. */
export function readers(n: number): string {
  return threadsOf(n + 1, "x = 0", "global x\nif i == 0:\n    x = 1\nelse:\n    x");
}

/** n writers and one reader. */
export function writers(n: number): string {
  return threadsOf(n + 1, "x = 0", "global x\nif i == 0:\n    x\nelse:\n    x = i");
}

/** Two threads, each n writes and then a read, one cell. */
export function writesThenRead(n: number): string {
  return threadsOf(2, "x = 0", `global x\n${lines(n, (j) => `x = 10 * i + ${j}`)}\nx`);
}

/** n threads: add x; add y. */
export function twoAdds(n: number): string {
  const head = "from atomics import AtomicInt\nx = AtomicInt(0)\ny = AtomicInt(0)";
  return threadsOf(n, head, "x.add(1)\ny.add(1)");
}

/** n threads: lock; read; write; release. */
export function guardedUpdates(n: number): string {
  return threadsOf(n, "x = 0\nlock = threading.Lock()", "global x\nwith lock:\n    x += 1");
}

/** n threads: lock, never released. */
export function neverReleased(n: number): string {
  return threadsOf(n, "lock = threading.Lock()", "lock.acquire()");
}

/** n threads, each k times read and write of one cell. */
export function lostUpdates(n: number, k: number): string {
  return threadsOf(n, "x = 0", `global x\n${lines(k, () => "x += 1")}`);
}

/** n writers a[i] = a[i−1] + 1, and a reader that scans down to the last zero. */
export function lastZero(n: number): string {
  const body = `if i > 0:\n    a[i] = a[i - 1] + 1\nelse:\n    j = ${n}\n    while a[j] != 0:\n        j -= 1`;
  return threadsOf(n + 1, `a = [0] * ${n + 1}`, body);
}

/** n philosophers, each one meal: first fork, second, and back in the opposite order. */
export function philosophers(n: number, ordered: boolean): string {
  const forks = Array.from({ length: n }, (_, i) => `f${i}`);
  const second = ordered
    ? `forks[min(i, (i + 1) % ${n})], forks[max(i, (i + 1) % ${n})]`
    : `forks[i], forks[(i + 1) % ${n}]`;
  return threadsOf(
    n,
    `${lines(n, (i) => `f${i} = threading.Lock()`)}\nforks = (${forks.join(", ")})`,
    `first, second = ${second}\nfirst.acquire()\nsecond.acquire()\nsecond.release()\nfirst.release()`,
  );
}

/** Threads that put four messages each into a hash table, and go to the next place while one is taken (Flanagan and Godefroid, POPL 2005). */
export function indexer(n: number): string {
  const head = "from atomics import AtomicInt\ntable = [AtomicInt(0) for _ in range(128)]";
  const insert = "while not table[h].compare_exchange(0, w):\n        h = (h + 1) % 128";
  return threadsOf(n, head, `for m in range(1, 5):\n    w = m * 11 + i\n    h = (w * 7) % 128\n    ${insert}`);
}

/** Threads that take an inode each and look for a block that is free (Flanagan and Godefroid, POPL 2005). */
export function fileSystem(n: number): string {
  const locks = "inodes = [threading.Lock() for _ in range(32)]\nblocks = [threading.Lock() for _ in range(26)]";
  const body = [
    "with inodes[i]:",
    "    if inode[i] == 0:",
    "        b = (i * 2) % 26",
    "        while True:",
    "            with blocks[b]:",
    "                if not busy[b]:",
    "                    busy[b] = True",
    "                    inode[i] = b + 1",
    "                    break",
    "            b = (b + 1) % 26",
  ].join("\n");
  return threadsOf(n, `${locks}\ninode = [0] * 32\nbusy = [False] * 26`, body);
}
