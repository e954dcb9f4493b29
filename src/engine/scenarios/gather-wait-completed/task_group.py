import asyncio


async def fetch(name, takes):
    try:
        await asyncio.sleep(takes)
    except asyncio.CancelledError:
        print(name, 'is cancelled')
        raise
    if name == 'broken':
        raise ValueError('no such page')
    print(name, 'is there')
    return name


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fetch('quick', 1))
            group.create_task(fetch('broken', 2))
            group.create_task(fetch('slow', 3))
    except ExceptionGroup as group:
        print(group, [str(error) for error in group.exceptions])


gather = wait = completed = None
asyncio.run(main())
