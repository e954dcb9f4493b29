import threading
import time
from concurrent.futures import ThreadPoolExecutor

workers = 3
tasks = 10


def square(n):
    print(f'task {n} runs on {threading.current_thread().name}')
    time.sleep(1)
    return n * n


with ThreadPoolExecutor(max_workers=workers) as pool:
    futures = [pool.submit(square, n) for n in range(tasks)]
    results = [future.result() for future in futures]
print('results:', results)
