import time
from concurrent.futures import ThreadPoolExecutor

workers = 4
tasks = 64
seconds = {}


def wait(number):
    time.sleep(0.05)
    return number


def compute(number):
    total = 0
    for step in range(6_000):
        total = total + step * number
    return total


def measure(way, job):
    begin = time.perf_counter()
    with ThreadPoolExecutor(workers) as executor:
        results = list(executor.map(job, range(tasks)))
    took = time.perf_counter() - begin
    seconds[way] = took
    rate = tasks / took if took > 0 else float('inf')  # step by step, computing takes no time
    print(f'{way}: {len(results)} answers in {took:.2f} s, {rate:.1f} a second')


measure('waiting', wait)
measure('computing', compute)
