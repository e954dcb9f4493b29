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
results = [pool.apply(square, (n,)) for n in range(tasks)]
pool.close()
pool.join()
print('results:', results)
