/**
 * Random small listings with an event loop: coroutines of a few phrases each, on asyncio's own primitives, with threads that answer them, generators
 * and greenlets inside. Rule: as in `random-listing.ts`, the schedule fixes all they do.
 */
import * as fc from "fast-check";
import { declarationsFor } from "./random-listing.ts";

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
];

const HELPERS = `lock = asyncio.Lock()
permits = asyncio.Semaphore(1)
flag = asyncio.Event()
line = asyncio.Queue(1)
turn = asyncio.Condition()

def answer(n):
    global x
    x += n
    with m:
        return x

def switched(n):
    global x
    x = n
    getcurrent().parent.switch(x)
    x += 1

async def counted(n):
    for i in range(n):
        yield i
        await asyncio.sleep(0)
`;

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
    HELPERS,
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
  return declarationsFor(body) + body;
}
