import asyncio
import time

iterations = 1_000_000
piece = max(1, iterations // 50)


async def heart():
    global latest
    while True:
        due = time.perf_counter() + 0.1
        await asyncio.sleep(0.1)
        latest = max(latest, time.perf_counter() - due)


async def work():
    print('work begins')
    steps = 0
    while steps < iterations:
        steps = steps + 1
        if steps % piece == 0:
            await asyncio.sleep(0)
    print('work ends')


async def main():
    beating = asyncio.create_task(heart())
    await asyncio.sleep(0.5)
    await work()
    await asyncio.sleep(0.5)
    beating.cancel()


latest = 0
asyncio.run(main())
print(f'the heart was late by {latest:.1f} s at most')
