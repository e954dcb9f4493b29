/** Small listings, one for each primitive and for what a machine has to put aside: what going back and forth is tried on. */

const starts = (...names: readonly string[]): string =>
  [
    `ts = [${names.map((name) => `threading.Thread(target=${name})`).join(", ")}]`,
    "for t in ts: t.start()",
    "for t in ts: t.join()",
    "",
  ].join("\n");

export const PRIMITIVE_PROGRAMS: Readonly<Record<string, string>> = {
  "locks and timed waits": `
import threading
lock = threading.RLock()
gate = threading.Lock()
got = []
def a():
    with lock:
        with lock:
            got.append(gate.acquire(timeout=1))
def b():
    gate.acquire()
    with lock:
        got.append(1.5)
    gate.release()
${starts("a", "b")}`,
  "a condition": `
import threading
ready = threading.Condition()
items = []
def take():
    with ready:
        while not items:
            ready.wait(timeout=5)
        items.pop()
def give():
    for i in range(2):
        with ready:
            items.append(i)
            ready.notify()
${starts("take", "give", "take")}`,
  queues: `
import threading, queue
q = queue.Queue(1)
order = queue.PriorityQueue()
def put():
    for i in range(3):
        q.put(3 - i)
def get():
    for i in range(3):
        order.put(q.get())
        q.task_done()
${starts("put", "get")}q.join()
print(order.get(), order.get(), order.get())
`,
  "semaphore, event and barrier": `
import threading
permits = threading.BoundedSemaphore(1)
go = threading.Event()
meet = threading.Barrier(2)
x = 0
def work():
    global x
    go.wait(1)
    with permits:
        x += 1
    meet.wait()
    x
def start():
    go.set()
${starts("work", "start", "work")}`,
  "a pool": `
from concurrent.futures import ThreadPoolExecutor
import threading
x = 0
def work(n):
    global x
    x += n
    return x
with ThreadPoolExecutor(2) as pool:
    fs = [pool.submit(work, n) for n in (1, 2)]
    print(sorted(type(f.result()).__name__ for f in fs))
`,
  "generators, exceptions and classes that grow": `
import threading
class Box:
    pass
box = Box()
def numbers():
    for i in range(3):
        yield i * 10 ** 12
def a():
    for n in numbers():
        box.value = n
    Box.extra = 'a'
def b():
    try:
        box.missing
    except AttributeError as error:
        box.value = str(error)
    Box.other = lambda self: self
    print(box.other() is box)
    raise ValueError(len(getattr(box, 'extra', '')))
${starts("a", "b")}`,
  "an event loop and a thread": `
import asyncio, threading
log = []
async def main():
    loop = asyncio.get_running_loop()
    done = asyncio.Event()
    def other():
        log.append('thread')
        loop.call_soon_threadsafe(done.set)
    threading.Thread(target=other).start()
    async def tick():
        for i in range(2):
            log.append(i)
            await asyncio.sleep(0.1)
    await asyncio.gather(done.wait(), tick())
asyncio.run(main())
print(len(log))
`,
};
