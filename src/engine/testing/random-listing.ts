/**
 * Random small listings that use every primitive a listing can: threads of a few phrases each on shared cells, containers and
 * primitives; they may deadlock, fail or time out. Rule: all they do is fixed by the schedule, so that two engines can be held to it.
 */
import * as fc from "fast-check";

/** What the listings declare, each where the listing uses its name. */
const DECLARED: Declared = [
  [/threading\./, "import threading"],
  [/queue\./, "import queue"],
  [/time\./, "import time"],
  [/\basyncio\./, "import asyncio"],
  [/ThreadPoolExecutor/, "from concurrent.futures import ThreadPoolExecutor"],
  [/\bdeque\(/, "from collections import deque"],
  [/\bgreenlet\(/, "from greenlet import getcurrent, greenlet"],
  [/\bAtomicInt\(/, "from atomics import AtomicInt"],
  [/\bticket\b/, "import itertools"],
  [/@contextmanager|\bsuppress\(/, "from contextlib import contextmanager, suppress"],
  [/@asynccontextmanager/, "from contextlib import asynccontextmanager"],
  [/\bfutures\./, "import concurrent.futures as futures"],
  [/\bBox\(/, "class Box:\n    def __init__(self):\n        self.v = 0\n"],
  [/\bsmall\b/, "def small():\n    global x\n    x += 10\n"],
  [/\bnumbers\(/, "def numbers():\n    got = yield x\n    while True:\n        got = yield got + 1\n"],
  [/\bfails\b/, "def fails(v):\n    global y\n    y += 1\n    raise KeyError(v)\n"],
  [/\bheld\(/, "@contextmanager\ndef held(lock):\n    with lock:\n        yield x\n"],
  [
    /\bQuiet\b/,
    "class Quiet:\n    def __enter__(self):\n        return x\n    def __exit__(self, kind, error, trace):\n        global y\n        y += 1\n        return kind is ValueError\n",
  ],
  [/\bWalker\b/, "class Walker(threading.Thread):\n    def run(self):\n        global y\n        y += x\n"],
  [
    /\bbump\b/,
    "def counting():\n    n = 0\n    def bump(by=1):\n        nonlocal n\n        n += by\n        return n\n    return bump\nbump = counting()\n",
  ],
  [/\bturns\b/, "turns = numbers()"],
  [/\bticket\b/, "ticket = itertools.count()"],
  [/\bspare\b/, "spare = ThreadPoolExecutor(1)"],
  [/\bmeet\b/, "meet = threading.Barrier(2, action=small)"],
  [/\bdoor\b/, "door = threading.Semaphore(0)"],
  [/\ba\b/, "a = [0, 0]"],
  [/\bd\b/, "d = {0: 0}"],
  [/\bg\b/, "g = set()"],
  [/\bbox\b/, "box = Box()"],
  [/\bcount\b/, "count = AtomicInt(0)"],
  [/\b[mc]\b/, "m = threading.Lock()"],
  [/\bn\b/, "n = threading.Lock()"],
  [/\bk\b/, "k = threading.RLock()"],
  [/\bs\b/, "s = threading.Semaphore(1)"],
  [/\bz\b/, "z = threading.BoundedSemaphore(2)"],
  [/\bq\b/, "q = queue.Queue(1)"],
  [/\bp\b/, "p = queue.Queue()"],
  [/\bo\b/, "o = queue.PriorityQueue()"],
  [/\bl\b/, "l = queue.LifoQueue(2)"],
  [/\bj\b/, "j = queue.SimpleQueue()"],
  [/\bh\b/, "h = deque([1])"],
  [/\bc\b/, "c = threading.Condition(m)"],
  [/\be\b/, "e = threading.Condition()"],
  [/\bb\b/, "b = threading.Barrier(2)"],
  [/\bf\b/, "f = threading.Event()"],
  [/\bown\b/, "own = threading.local()"],
];

/** Whatever a text declares, and where it is needed. */
export type Declared = readonly (readonly [name: RegExp, text: string])[];

/** The lines that a listing has before its own, since it uses their names; those that these use in turn, too. Later ones may use earlier ones. */
export function declarationsFor(body: string, own: Declared = []): string {
  let declared = "";
  for (const [name, text] of [...DECLARED, ...own].toReversed())
    if (name.test(declared + body)) declared = `${text}\n${declared}`;
  return `${declared}x = 0\ny = 0\n`;
}

/** Statements of one phrase, at the indentation of a function's body. */
const PHRASES: readonly (readonly string[])[] = [
  ["x += 1"],
  ["r = x", "x = r + 1"],
  ["y = x", "x = y + 1"],
  ["if x == 1:", "    y = 7", "else:", "    y += 1"],
  ["a.append(x)"],
  ["a[0] += 1"],
  ["r = a[0] + len(a)", "x = r"],
  ["for v in a:", "    y += v"],
  ["a.pop()"],
  ["d[x] = y"],
  ["y = sum(d.values())"],
  ["box.v += 1"],
  ["own.v = x", "y = own.v"],
  ["print(x)"],
  ["print(y, a)"],
  ["time.sleep(0.01)", "print(round(time.perf_counter() * 1000) % 1)"],
  ["time.sleep(0.02)"],
  ["with m:", "    x += 1"],
  ["with m:", "    with n:", "        x += 1"],
  ["with n:", "    with m:", "        y += 1"],
  ["m.acquire()"],
  ["m.release()"],
  ["if m.acquire(blocking=False):", "    x += 1", "    m.release()"],
  ["if m.acquire(timeout=0.5):", "    x += 1", "    m.release()"],
  ["with k:", "    with k:", "        x += 1"],
  ["k.acquire()"],
  ["with s:", "    y += 1"],
  ["s.acquire(timeout=0.1)"],
  ["s.release()"],
  ["with z:", "    x += 2"],
  ["q.put(1)"],
  ["q.get()"],
  ["p.put(x)"],
  ["x = p.get()"],
  ["try:", "    x = q.get(timeout=0.2)", "except queue.Empty:", "    x = -1"],
  ["try:", "    q.put(2, timeout=0.2)", "except queue.Full:", "    y = -1"],
  ["try:", "    q.put_nowait(3)", "except queue.Full:", "    y = -2"],
  ["p.put(4)", "p.get()", "p.task_done()", "p.join()"],
  ["o.put((x, 1))", "o.put((0, 2))", "x = o.get()[1]"],
  ["with c:", "    c.wait()"],
  ["with c:", "    y = c.wait(timeout=0.1)"],
  ["with c:", "    x += 1", "    c.notify()"],
  ["with c:", "    c.notify_all()"],
  ["with e:", "    e.wait_for(lambda: x > 0, timeout=0.3)"],
  ["with e:", "    x = 1", "    e.notify_all()"],
  ["b.wait()", "x += 1"],
  ["try:", "    b.wait(timeout=0.1)", "except threading.BrokenBarrierError:", "    y = -3"],
  ["f.set()"],
  ["f.clear()"],
  ["f.wait()", "x += 1"],
  ["if not f.wait(timeout=0.1):", "    y = -4"],
  ["raise ValueError(x)"],
  ["t = threading.Thread(target=small)", "t.start()", "x += 1", "t.join()"],
  ["threading.Thread(target=small, daemon=True).start()"],
  ["print(threading.active_count())"],
  ["l.put(x)", "x = l.get()"],
  ["l.put(5, timeout=0.1)"],
  ["y = l.get(timeout=0.1)"],
  ["j.put(x)"],
  ["x = j.get()"],
  ["try:", "    y = j.get(timeout=0.1)", "except queue.Empty:", "    y = -5"],
  ["h.append(x)"],
  ["if h:", "    y = h.popleft()"],
  ["p.shutdown()"],
  ["q.shutdown(immediate=True)"],
  ["y = q.qsize()", "print(q.full(), p.empty())"],
  ["g.add(x)", "y = len(g)"],
  ["if 0 in d:", "    del d[0]"],
  ["try:", "    a.remove(0)", "except ValueError:", "    y = -6", "finally:", "    x = 3"],
  ["a.sort()", "a.insert(0, y)"],
  ["y = box.v", "box.v = y + x"],
  ["count.add(1)"],
  ["y = count.exchange(x)"],
  ["if count.compare_exchange(0, 5) == 0:", "    x = 9"],
  ["made = numbers()", "x = next(made)", "y = made.send(x)"],
  ["t = threading.Timer(0.1, small)", "t.start()", "t.cancel()", "t.join()"],
  ["with s:", "    with k:", "        y = x"],
  ["b.abort()"],
  ["b.reset()"],
  // exceptions that cross blocks
  ["try:", "    with m:", "        raise ValueError(x)", "except ValueError as error:", "    y = error.args[0]"],
  ["try:", "    with k, s:", "        fails(x)", "except KeyError:", "    x = 8", "finally:", "    y += 1"],
  ["with Quiet() as v:", "    raise ValueError(v)"],
  ["with Quiet():", "    with m:", "        x += 1"],
  ["with suppress(RuntimeError):", "    k.release()"],
  ["with suppress(KeyError, IndexError):", "    y = a.pop() + d.pop(x)"],
  ["with held(m) as v:", "    x = v + 1"],
  ["try:", "    with held(n):", "        fails(1)", "except KeyError:", "    x += 1"],
  ["with suppress(RuntimeError):", "    for v in d:", "        d[v + 1] = x", "        if len(d) > 3: break"],
  ["with suppress(ValueError, RuntimeError):", "    z.release()"],
  ["with suppress(RuntimeError):", "    c.notify()"],
  // functions in functions, generators and iterators that are shared
  ["y = bump()"],
  ["bump(x)", "y = bump(0)"],
  ["def again(v):", "    global x", "    if v > 0:", "        x += 1", "        again(v - 1)", "again(2)"],
  ["with suppress(ValueError):", "    y = next(turns)"],
  ["x = next(ticket)"],
  ["keep = lambda: x + y", "x = keep()"],
  // threads in threads
  ["t = Walker()", "t.start()", "t.join()"],
  ["t = Walker(daemon=True)", "t.start()", "y = t.is_alive()"],
  ["t = threading.Timer(0.05, small)", "t.start()", "x += 1"],
  ["t = threading.Timer(0.1, small)", "t.start()", "f.wait(0.1)", "t.cancel()"],
  ["t = threading.Thread(target=fails, args=(2,))", "t.start()", "t.join(0.1)", "print(t.is_alive())"],
  ["t = threading.Thread(target=q.get, daemon=True)", "t.start()"],
  ["with suppress(RuntimeError):", "    threading.current_thread().join()"],
  ["print(threading.current_thread().name, len(threading.enumerate()))"],
  // pools
  ["job = spare.submit(fails, x)", "print(repr(job.exception()))"],
  ["job = spare.submit(small)", "job.result(timeout=0.1)"],
  ["job = spare.submit(small)", "job.add_done_callback(lambda job: p.put(1))", "y = job.cancel()"],
  [
    "with ThreadPoolExecutor(2) as mine:",
    "    jobs = [mine.submit(fails, 1), mine.submit(small)]",
    "    done, rest = futures.wait(jobs, return_when=futures.FIRST_EXCEPTION)",
    "    y = len(done)",
  ],
  ["with suppress(RuntimeError):", "    spare.shutdown(wait=False)", "    spare.submit(small)"],
  // more of the primitives
  ["meet.wait()"],
  ["try:", "    meet.wait(0.1)", "except threading.BrokenBarrierError:", "    y = meet.n_waiting + meet.broken"],
  ["door.release(2)"],
  ["door.acquire()", "x += 1"],
  ["if door.acquire(timeout=0.1):", "    door.release()"],
  ["if not door.acquire(blocking=False):", "    y = -7"],
  ["with c:", "    c.wait_for(lambda: y > 0)"],
  ["with c:", "    y = 1", "    c.notify(2)"],
  ["with c:", "    if not c.wait_for(lambda: x > 1, 0.1):", "        x = 2"],
  ["with e:", "    with e:", "        y = e.wait(0.1)"],
  ["o.put((x, y))", "try:", "    y = o.get(timeout=0.1)[0]", "except queue.Empty:", "    y = -8"],
  ["while not f.is_set():", "    x += 1", "    f.set()"],
  ["for v in range(2):", "    if m.locked(): y += 1"],
  ["q.task_done()"],
  ["try:", "    p.get_nowait()", "    p.task_done()", "except (queue.Empty, queue.ShutDown):", "    x -= 1"],
  ["own.n = 1", "print(hasattr(own, 'v'), own.n)"],
  ["time.sleep(0.1)", "x += 1"],
];

const MAIN: readonly (readonly string[])[] = [
  ["for t in ts: t.join()", "print(x, y)"],
  ["x += 5", "for t in ts: t.join()"],
  ["for t in ts: t.join(timeout=0.5)", "print([t.is_alive() for t in ts])"],
  ["f.set()", "x = 100"],
  [
    "with ThreadPoolExecutor(2) as pool:",
    "    fs = [pool.submit(pow, i, 2) for i in range(3)]",
    "    print([g.result() for g in fs])",
  ],
  ["with ThreadPoolExecutor(1) as pool:", "    print(pool.submit(small).result(), x)"],
  [
    "pool = ThreadPoolExecutor(2)",
    "late = pool.submit(time.sleep, 0.1)",
    "try:",
    "    late.result(timeout=0.05)",
    "except TimeoutError:",
    "    print(late.cancel(), late.done())",
    "pool.shutdown()",
  ],
  [
    "with ThreadPoolExecutor(2) as pool:",
    "    try:",
    "        print(list(pool.map(lambda v: 1 // v, (1, 0, 2))), x)",
    "    except ZeroDivisionError as error:",
    "        print(error)",
  ],
  [
    "with ThreadPoolExecutor(2) as pool:",
    "    for job in futures.as_completed([pool.submit(v) for v in (small, bump)]):",
    "        print(job.result(), x)",
  ],
  ["for t in ts: t.join(0.1)", "raise SystemExit(x)"],
  ["try:", "    ts[0].start()", "except RuntimeError as error:", "    print(error)"],
];

const phrase = fc.constantFrom(...PHRASES);
const thread = fc.array(phrase, { minLength: 1, maxLength: 4 }).map((some) => some.flat());

/** The text of a listing of two or three threads. */
export const randomListing: fc.Arbitrary<string> = fc
  .record({ threads: fc.array(thread, { minLength: 2, maxLength: 3 }), main: fc.constantFrom(...MAIN) })
  .map(({ threads, main }) => write(threads, main));

/** Two threads of one or two phrases each: few enough orders to go through all of them. */
export const randomShortListing: fc.Arbitrary<string> = fc
  .array(fc.array(phrase, { minLength: 1, maxLength: 2 }), { minLength: 2, maxLength: 2 })
  .map((threads) =>
    write(
      threads.map((some) => some.flat()),
      ["for t in ts: t.join()", "print(x, y)"],
    ),
  );

function write(threads: readonly (readonly string[])[], main: readonly string[]): string {
  const functions = threads.flatMap((lines, i) => [
    `def work${i}():`,
    "    global x, y",
    ...lines.map((line) => `    ${line}`),
    "",
  ]);
  const names = threads.map((_, i) => `work${i}`).join(", ");
  const body = [
    ...functions,
    `ts = [threading.Thread(target=w) for w in (${names})]`,
    "for t in ts: t.start()",
    ...main,
    "",
  ].join("\n");
  return declarationsFor(body) + body;
}
