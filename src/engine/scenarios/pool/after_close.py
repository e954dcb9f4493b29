import threading
import time
from multiprocessing.pool import ThreadPool

workers = 3
tasks = 10


def square(n):
    print(f'task {n} runs on {threading.current_thread().name}')
    time.sleep(1)
    return n * n


pool = ThreadPool(workers)
answers = [pool.apply_async(square, (n,)) for n in range(tasks)]
try:
    pool.join()
except ValueError as error:
    print('join before close:', error)
pool.close()
try:
    pool.apply_async(square, (99,))
except ValueError as error:
    print('after close:', error)
pool.join()
results = [answer.get() for answer in answers]
print('results:', results)
