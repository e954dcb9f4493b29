import asyncio


async def fetch(name, takes):
    await asyncio.sleep(takes)
    return name


async def main():
    global completed
    jobs = [fetch('slow', 3), fetch('quick', 1), fetch('middle', 2)]
    completed = []
    for next_one in asyncio.as_completed(jobs):
        completed.append(await next_one)
        share = len(completed) / len(jobs)
        bar = '#' * round(30 * share)
        print(f'[{bar:.<30}] {share:.0%} {completed[-1]}')


gather = wait = completed = None
asyncio.run(main())
