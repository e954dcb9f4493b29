import asyncio


async def fetch(name, takes):
    await asyncio.sleep(takes)
    print(name, 'is there')
    return name


async def main():
    global wait
    tasks = [asyncio.create_task(fetch(name, takes)) for name, takes in (('slow', 3), ('quick', 1), ('middle', 2))]
    done, pending = await asyncio.wait(tasks, timeout=1.5)
    wait = [task.result() for task in done]
    print('after 1.5 s done:', wait, 'pending:', len(pending))
    for task in pending:
        task.cancel()
    try:
        async with asyncio.timeout(0.5):
            await fetch('too slow', 2)
    except TimeoutError:
        print('asyncio.timeout has cancelled it')


gather = wait = completed = None
asyncio.run(main())
