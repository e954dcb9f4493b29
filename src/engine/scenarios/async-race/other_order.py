import asyncio

value = 0


async def deposit(amount, takes):
    global value
    read = value
    await asyncio.sleep(takes)
    value = read + amount


async def main():
    await asyncio.gather(deposit(5, 2), deposit(8, 1))


asyncio.run(main())
print('5 and 8 were paid in, the balance is', value)
