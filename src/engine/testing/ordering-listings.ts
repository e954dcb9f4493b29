/**
 * Random small listings whose threads share plain places and order themselves, or not, with every primitive that orders anything. Rule: what a thread
 * does next never depends on a plain value, so that whatever may meet does meet in some run.
 */
import type { Random } from "../base/random.ts";

const HEAD = `import threading, queue
from atomics import AtomicInt
from concurrent.futures import ThreadPoolExecutor

class Box:
    pass

x = 0
y = 0
a = [0, 0]
d = {0: 0}
box = Box()
box.v = 0
m = threading.Lock()
n = threading.Lock()
k = threading.RLock()
one = threading.Semaphore(1)
two = threading.Semaphore(2)
none = threading.Semaphore(0)
q = queue.Queue()
r = queue.Queue(1)
l = queue.LifoQueue()
o = queue.PriorityQueue()
c = threading.Condition()
b = threading.Barrier(2)
f = threading.Event()
g = AtomicInt(0)
def small():
    global x
    x = 9
def done():
    return 1
`;

/** Accesses of plain places, by place. */
const ACCESSES: readonly (readonly string[])[] = [
  ["x += 1", "x = 5", "w = x"],
  ["x = 5", "w = x", "y = 2", "w = y"],
  ["a[0] += 1", "a[1] = 3", "w = a[0]", "a.append(4)", "w = len(a)"],
  ["d[0] = 6", "w = d[0]", "box.v += 1", "w = box.v"],
];

/** What orders threads, by primitive; `?` is an access. */
const ORDERINGS: readonly (readonly (readonly string[])[])[] = [
  [["with m:", "    ?"], ["with n:", "    ?"], ["m.acquire()", "?", "m.release()"], ["?"]],
  [["with k:", "    with k:", "        ?"], ["with k:", "    ?"], ["?"]],
  [
    ["with one:", "    ?"],
    ["with two:", "    ?"],
    ["two.acquire()", "?", "two.release()"],
    ["?", "one.acquire()", "one.release()"],
  ],
  [
    ["?", "none.release()"],
    ["none.acquire()", "?"],
    ["?", "none.release(2)"],
    ["none.acquire()", "none.acquire()", "?"],
  ],
  [
    ["?", "q.put(1)"],
    ["q.get()", "?"],
    ["?", "q.put(2)", "?"],
    ["q.get()", "?", "q.task_done()"],
    ["q.join()", "?"],
  ],
  [
    ["?", "r.put(1)"],
    ["?", "r.put(1)", "r.put(2)", "?"],
    ["?", "r.get()", "?"],
    ["r.get()", "r.get()", "?"],
  ],
  [
    ["?", "l.put(1)"],
    ["l.get()", "?"],
    ["?", "l.put(2)", "l.get()", "?"],
  ],
  [
    ["?", "o.put(1)"],
    ["?", "o.put(2)"],
    ["o.get()", "?"],
    ["?", "o.put(1)", "o.get()", "?"],
  ],
  [
    ["?", "f.set()"],
    ["f.wait()", "?"],
    ["if f.is_set():", "    ?"],
    ["f.clear()"],
    ["f.clear()", "?", "f.set()"],
    ["f.wait()", "?", "f.clear()"],
  ],
  [
    ["with c:", "    ?", "    c.notify()"],
    ["with c:", "    c.notify_all()"],
    ["with c:", "    c.wait()", "    ?"],
    ["?"],
  ],
  [
    ["?", "b.wait()", "?"],
    ["b.wait()", "?"],
    ["?", "b.wait()"],
    ["b.wait()", "?", "b.wait()", "?"],
  ],
  [
    ["t = threading.Thread(target=small)", "t.start()", "?", "t.join()", "?"],
    ["threading.Thread(target=small).start()"],
    ["?"],
  ],
  [
    ["?", "g.store(1)"],
    ["?", "g.add(1)"],
    ["if g.load() == 1:", "    ?"],
    ["if g.compare_exchange(1, 2):", "    ?"],
    ["?", "g.exchange(1)", "?"],
  ],
];

/** Future and pool: their threads are more than two bodies already. */
const MAINS: readonly (readonly string[])[] = [
  ["for t in ts: t.join()", "w = x"],
  ["x = 8"],
  ["ts[0].join()", "x = 7"],
  ["f.set()", "w = x", "for t in ts: t.join()"],
  ["q.put(3)", "x = 6"],
  ["with m:", "    x = 3"],
  ["with ThreadPoolExecutor(1) as pool:", "    v = pool.submit(small)", "    v.result()", "    w = x"],
  ["with ThreadPoolExecutor(1) as pool:", "    pool.submit(small)", "    y = 3", "w = x"],
];

/** The text of a listing; the same seed gives the same. @param bodies threads beside main @param most phrases of each */
export function orderingListing(random: Random, bodies: number, most = bodies > 2 ? 1 : 2): string {
  const pick = <T>(from: readonly T[]): T => from[random.below(from.length)];
  const places = pick(ACCESSES);
  const orderings = [...pick(ORDERINGS), ...(random.below(2) === 0 ? pick(ORDERINGS) : [])];
  const fill = (line: string): string => line.replace("?", () => pick(places));
  const phrase = (): string[] => pick(orderings).map(fill);
  const functions = Array.from({ length: bodies }, (_, i) => [
    `def work${i}():`,
    "    global x, y",
    ...Array.from({ length: 1 + random.below(most) }, phrase).flatMap((lines) => lines.map((line) => `    ${line}`)),
  ]);
  const names = functions.map((_, i) => `work${i}`).join(", ");
  return [
    HEAD,
    ...functions.flat(),
    `ts = [threading.Thread(target=w) for w in (${names},)]`,
    "for t in ts: t.start()",
    ...pick(MAINS),
    "",
  ].join("\n");
}
