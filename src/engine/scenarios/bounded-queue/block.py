import queue
import threading
import time

capacity = 3
items = 6

letters = queue.Queue(capacity)


def write():
    for i in range(items):
        letters.put(f'letter {i}')
        print(f'put letter {i}, {letters.qsize()} of {capacity} in the queue')


def read():
    time.sleep(2)
    for _ in range(items):
        letter = letters.get()
        print('got', letter)
        time.sleep(0.5)


writer = threading.Thread(target=write, name='writer')
reader = threading.Thread(target=read, name='reader')
writer.start()
reader.start()
writer.join()
reader.join()
