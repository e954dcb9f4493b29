import threading
import time
from multiprocessing.pool import ThreadPool

workers = 3
tasks = 10


def square(n):
    print(f'task {n} runs on {threading.current_thread().name}')
    time.sleep(1)
    return n * n


with ThreadPool(workers) as pool:
    answers = [pool.apply_async(square, (n,)) for n in range(tasks)]
    time.sleep(1.5)
print('leaving with has terminated the pool')
results = [answer.get() if answer.ready() else None for answer in answers]
print('results:', results)
