import time
from concurrent.futures import ThreadPoolExecutor

workers = 4
tasks = 64


def answer(number):
    total = 0
    for step in range(6_000):
        total = total + step * number
    return total


begin = time.perf_counter()
with ThreadPoolExecutor(workers) as executor:
    results = list(executor.map(answer, range(tasks)))
took = time.perf_counter() - begin
seconds = {'computing': took}
rate = tasks / took if took > 0 else float('inf')  # step by step, computing takes no time
print(f'{tasks} answers with {workers} workers: {took:.2f} s, {rate:.1f} a second')
