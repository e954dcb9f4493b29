import threading
import time
from concurrent.futures import ThreadPoolExecutor

workers = 3
tasks = 10
arrived = []


def square(n):
    print(f'task {n} runs on {threading.current_thread().name}')
    time.sleep(1 + n % 3)
    return n * n


def note(future):
    arrived.append(future.result())


with ThreadPoolExecutor(max_workers=workers) as pool:
    futures = [pool.submit(square, n) for n in range(tasks)]
    for future in futures:
        future.add_done_callback(note)
results = [future.result() for future in futures]
print('in the order of finishing:', arrived)
print('in the order of submission:', results)
