import threading
import time
from concurrent.futures import ThreadPoolExecutor

workers = 3
tasks = 10


def square(n):
    print(f'task {n} runs on {threading.current_thread().name}')
    time.sleep(1)
    if n == 4:
        raise ValueError('4 is unlucky')
    return n * n


results = []
with ThreadPoolExecutor(max_workers=workers) as pool:
    futures = [pool.submit(square, n) for n in range(tasks)]
    print('nobody has heard of an error yet')
    for future in futures:
        try:
            results.append(future.result())
        except ValueError as error:
            results.append(None)
            print('only result() tells:', error)
print('results:', results)
