import queue
import threading
import time

capacity = 3
items = 6
timeout = 2000

letters = queue.Queue(capacity)


def write():
    for i in range(items):
        try:
            letters.put(f'letter {i}', timeout=timeout / 1000)
            print(f'put letter {i}')
        except queue.Full:
            print(f'letter {i}: still full after {timeout} ms, thrown away')


def read():
    time.sleep(5)
    while True:
        try:
            print('got', letters.get(timeout=timeout / 1000))
        except queue.Empty:
            print(f'still empty after {timeout} ms, going home')
            break


writer = threading.Thread(target=write, name='writer')
reader = threading.Thread(target=read, name='reader')
writer.start()
reader.start()
writer.join()
reader.join()
