import asyncio


async def fetch(name, takes):
    await asyncio.sleep(takes)
    print(name, 'is there')
    return name


def three_jobs():
    return [fetch('slow', 3), fetch('quick', 1), fetch('middle', 2)]


async def main():
    global gather, wait, completed
    gather = await asyncio.gather(*three_jobs())
    print('gather gives', gather)

    tasks = [asyncio.create_task(job) for job in three_jobs()]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    wait = [task.result() for task in done]
    print('wait gives', wait, 'and', len(pending), 'pending')
    await asyncio.wait(pending)

    completed = []
    for next_one in asyncio.as_completed(three_jobs()):
        completed.append(await next_one)
    print('as_completed gives', completed)


gather = wait = completed = None
asyncio.run(main())
