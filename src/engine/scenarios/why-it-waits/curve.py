import queue
import threading
import time
from concurrent.futures import ThreadPoolExecutor

tasks = 64
most = 64
seconds = {}
numbers = queue.SimpleQueue()
all_here = threading.Barrier(most)


def wait(number):
    time.sleep(0.05)


def compute(number):
    total = 0
    for step in range(1_500):
        total = total + step * number


def arrive(number):
    all_here.wait()
    compute(number)


def serve(job):
    while True:
        try:
            number = numbers.get_nowait()
        except queue.Empty:
            return
        job(number)


def measure(way, job, workers):
    for number in range(tasks):
        numbers.put(number)
    begin = time.perf_counter()
    list(executor.map(serve, [job] * workers))
    took = time.perf_counter() - begin
    seconds[f'{way} {workers}'] = took
    rate = tasks / took if took > 0 else float('inf')  # step by step, computing takes no time
    print(f'{way}, {workers} workers: {rate:.1f} answers a second')


with ThreadPoolExecutor(most) as executor:
    list(executor.map(arrive, range(most)))  # nobody is timed before all threads are there
    workers = 1
    while workers <= most:
        measure('waiting', wait, workers)
        measure('computing', compute, workers)
        workers = workers * 2
