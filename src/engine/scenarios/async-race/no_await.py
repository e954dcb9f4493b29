import asyncio

value = 0


async def deposit(amount, takes):
    global value
    await asyncio.sleep(takes)
    read = value
    value = read + amount


async def main():
    await asyncio.gather(deposit(5, 1), deposit(8, 2))


asyncio.run(main())
print('5 and 8 were paid in, the balance is', value)
