/**
 * Random small listings with an event loop: coroutines of a few phrases each, on asyncio's own primitives, with threads that answer them, generators
 * and greenlets inside. Rule: as in `random-listing.ts`, the schedule fixes all they do.
 */
import * as fc from "fast-check";
import { type Declared, declarationsFor } from "./random-listing.ts";

/** Statements of one phrase of a coroutine. */
const PHRASES: readonly (readonly string[])[] = [
  ["x += 1"],
  ["r = x", "await asyncio.sleep(0)", "x = r + 1"],
  ["await asyncio.sleep(0.01)", "y = x"],
  ["await asyncio.sleep(0.02)", "print(x, y)"],
  ["async with lock:", "    await asyncio.sleep(0)", "    x += 1"],
  ["async with permits:", "    await asyncio.sleep(0.01)"],
  ["flag.set()"],
  ["try:", "    async with asyncio.timeout(0.05):", "        await flag.wait()", "except TimeoutError:", "    y = -1"],
  ["await line.put(x)"],
  ["try:", "    y = await asyncio.wait_for(line.get(), 0.05)", "except TimeoutError:", "    y = -2"],
  ["try:", "    line.put_nowait(1)", "except asyncio.QueueFull:", "    y = -3"],
  ["async with turn:", "    turn.notify_all()"],
  ["y = await asyncio.to_thread(answer, 2)"],
  ["y = await asyncio.to_thread(answer, 3)", "x = y"],
  ["await asyncio.gather(asyncio.to_thread(answer, 1), asyncio.sleep(0.01))"],
  ["threading.Thread(target=asyncio.get_running_loop().call_soon_threadsafe, args=(flag.set,)).start()"],
  ["late = asyncio.create_task(asyncio.sleep(0.2))", "await asyncio.sleep(0)", "late.cancel()"],
  ["made = numbers()", "x = next(made)", "y = made.send(x)"],
  ["inner = greenlet(lambda: switched(4))", "y = inner.switch()", "inner.switch()"],
  ["async for v in counted(2):", "    y += v"],
  ["raise ValueError(x)"],
  ["with m:", "    x += 1"],
  // cancellation and limits of time
  ["try:", "    await asyncio.sleep(0.03)", "finally:", "    y += 1"],
  [
    "late = asyncio.create_task(flag.wait())",
    "await asyncio.sleep(0)",
    "late.cancel()",
    "try:",
    "    await late",
    "except asyncio.CancelledError:",
    "    y = -5",
  ],
  ["asyncio.current_task().cancel()", "await asyncio.sleep(0)"],
  [
    "try:",
    "    await asyncio.shield(asyncio.sleep(0.02))",
    "except asyncio.CancelledError:",
    "    asyncio.current_task().uncancel()",
    "    y = -6",
  ],
  [
    "try:",
    "    async with asyncio.timeout(0.03):",
    "        async with asyncio.timeout(0.01):",
    "            async with lock:",
    "                await asyncio.sleep(0.02)",
    "except TimeoutError:",
    "    y = -7",
  ],
  ["try:", "    await asyncio.wait_for(asyncio.to_thread(slow, 1), 0.02)", "except TimeoutError:", "    y = -8"],
  ["for other in asyncio.all_tasks():", "    if other is not asyncio.current_task(): other.cancel()"],
  // groups
  [
    "try:",
    "    async with asyncio.TaskGroup() as inner:",
    "        inner.create_task(broken(x))",
    "        inner.create_task(asyncio.sleep(0.1))",
    "except* KeyError as many:",
    "    y = len(many.exceptions)",
  ],
  [
    "async with asyncio.TaskGroup() as inner:",
    "    inner.create_task(asyncio.sleep(0.01))",
    "    inner.create_task(asyncio.to_thread(answer, 1))",
  ],
  ["y = len(await asyncio.gather(broken(1), asyncio.sleep(0), return_exceptions=True))"],
  ["rest = asyncio.gather(flag.wait(), asyncio.sleep(0.1))", "await asyncio.sleep(0)", "rest.cancel()"],
  // the loop's primitives
  ["await flag.wait()", "x += 1"],
  ["flag.clear()"],
  ["async with turn:", "    await turn.wait()"],
  [
    "async with turn:",
    "    try:",
    "        await asyncio.wait_for(turn.wait_for(lambda: x > 1), 0.02)",
    "    except TimeoutError:",
    "        x = 2",
  ],
  [
    "try:",
    "    async with asyncio.timeout(0.02):",
    "        await meeting.wait()",
    "except TimeoutError:",
    "    y = -9",
  ],
  ["try:", "    await meeting.wait()", "except asyncio.BrokenBarrierError:", "    y = -10"],
  ["await meeting.abort()"],
  ["await best.put((y, 1))", "await best.put((x, 2))", "x = (await best.get())[1]"],
  ["x = best.get_nowait() if not best.empty() else 0"],
  ["line.task_done()"],
  ["await line.join()"],
  ["permits.release()"],
  ["await permits.acquire()"],
  ["line.shutdown()"],
  // exceptions across blocks
  ["try:", "    async with lock:", "        raise KeyError(x)", "except KeyError:", "    y += 1"],
  [
    "try:",
    "    async with kept(lock) as v:",
    "        x = v",
    "        await broken(v)",
    "except KeyError:",
    "    y += 2",
  ],
  ["steps = counted(3)", "y = await anext(steps)", "await steps.aclose()"],
  // threads
  ["with m:", "    y = await asyncio.to_thread(pow, 2, 3)"],
  ["await asyncio.gather(asyncio.to_thread(slow, 1), asyncio.to_thread(answer, 2))"],
  ["try:", "    await asyncio.to_thread(fails, 3)", "except KeyError:", "    x += 1"],
  ["loop = asyncio.get_running_loop()", "y = await loop.run_in_executor(None, slow, 2)"],
  [
    "loop = asyncio.get_running_loop()",
    "threading.Thread(target=asks, args=(loop,)).start()",
    "await asyncio.sleep(0.01)",
  ],
  ["asyncio.get_running_loop().call_later(0.01, flag.set)"],
  ["asyncio.get_running_loop().call_soon(small)"],
  [
    "future = asyncio.get_running_loop().create_future()",
    "asyncio.get_running_loop().call_later(0.01, future.set_result, x)",
    "y = await future",
  ],
  ["late = asyncio.create_task(asyncio.sleep(0.01))", "late.add_done_callback(lambda done: flag.set())"],
];

const MAIN: readonly (readonly string[])[] = [
  ["await asyncio.gather(*jobs)"],
  ["print(await asyncio.gather(*jobs, return_exceptions=True))"],
  ["async with asyncio.TaskGroup() as group:", "    for job in jobs: group.create_task(job)"],
  [
    "done, pending = await asyncio.wait([asyncio.create_task(job) for job in jobs], timeout=0.03)",
    "print(len(done), len(pending))",
  ],
  [
    "for first in asyncio.as_completed(jobs):",
    "    try:",
    "        await first",
    "    except ValueError:",
    "        y = -4",
  ],
  [
    "try:",
    "    async with asyncio.timeout(0.04):",
    "        await asyncio.gather(*jobs)",
    "except TimeoutError:",
    "    y = -11",
  ],
  ["late = [asyncio.create_task(job) for job in jobs]", "await late[0]", "late[-1].cancel()"],
  [
    "done, pending = await asyncio.wait([asyncio.create_task(job) for job in jobs], return_when=asyncio.FIRST_EXCEPTION)",
    "for job in pending: job.cancel()",
    "print(len(done), len(pending))",
  ],
];

/** What coroutines use, each where a listing uses its name. */
const HELPERS: Declared = [
  [/\block\b/, "lock = asyncio.Lock()"],
  [/\bpermits\b/, "permits = asyncio.Semaphore(1)"],
  [/\bflag\b/, "flag = asyncio.Event()"],
  [/\bline\b/, "line = asyncio.Queue(1)"],
  [/\bturn\b/, "turn = asyncio.Condition()"],
  [/\bmeeting\b/, "meeting = asyncio.Barrier(2)"],
  [/\bbest\b/, "best = asyncio.PriorityQueue()"],
  [/\banswer\b/, "def answer(n):\n    global x\n    x += n\n    with m:\n        return x\n"],
  [/\bslow\b/, "def slow(n):\n    global x\n    with m:\n        time.sleep(0.01)\n        x += n\n    return x\n"],
  [
    /\basks\b/,
    "def asks(loop):\n    global y\n    y = asyncio.run_coroutine_threadsafe(asyncio.sleep(0.01, x), loop).result()\n",
  ],
  [/\bbroken\(/, "async def broken(n):\n    await asyncio.sleep(0)\n    raise KeyError(n)\n"],
  [/\bkept\(/, "@asynccontextmanager\nasync def kept(held):\n    async with held:\n        yield x\n"],
  [/\bswitched\(/, "def switched(n):\n    global x\n    x = n\n    getcurrent().parent.switch(x)\n    x += 1\n"],
  [/\bcounted\(/, "async def counted(n):\n    for i in range(n):\n        yield i\n        await asyncio.sleep(0)\n"],
];

const coroutine = fc.array(fc.constantFrom(...PHRASES), { minLength: 1, maxLength: 4 }).map((some) => some.flat());

/** The text of a listing of two or three coroutines. */
export const randomLoopListing: fc.Arbitrary<string> = fc
  .record({ coroutines: fc.array(coroutine, { minLength: 2, maxLength: 3 }), main: fc.constantFrom(...MAIN) })
  .map(({ coroutines, main }) => write(coroutines, main));

function write(coroutines: readonly (readonly string[])[], main: readonly string[]): string {
  const functions = coroutines.flatMap((lines, i) => [
    `async def work${i}():`,
    "    global x, y",
    ...lines.map((line) => `    ${line}`),
    "",
  ]);
  const jobs = coroutines.map((_, i) => `work${i}()`).join(", ");
  const body = [
    ...functions,
    "async def main():",
    "    global y",
    `    jobs = [${jobs}]`,
    ...main.map((line) => `    ${line}`),
    "",
    "asyncio.run(main())",
    "print(x, y)",
    "",
  ].join("\n");
  return declarationsFor(body, HELPERS) + body;
}
