import asyncio
import time


async def tea():
    await asyncio.sleep(2)
    print('tea is ready')
    return 'tea'


async def toast():
    await asyncio.sleep(3)
    print('toast is ready')
    return 'toast'


async def main():
    tea()
    toast()
    return []


begin = time.time()
breakfast = asyncio.run(main())
seconds = time.time() - begin
print(f'{breakfast} after {seconds:.1f} s')
