import asyncio

value = 0
lock = asyncio.Lock()


async def deposit(amount, takes):
    global value
    async with lock:
        read = value
        await asyncio.sleep(takes)
        value = read + amount


async def main():
    await asyncio.gather(deposit(5, 1), deposit(8, 2))


asyncio.run(main())
print('5 and 8 were paid in, the balance is', value)
