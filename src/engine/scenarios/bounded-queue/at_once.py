import queue
import threading
import time

capacity = 3
items = 6

letters = queue.Queue(capacity)


def write():
    for i in range(items):
        try:
            letters.put_nowait(f'letter {i}')
            print(f'put letter {i}')
        except queue.Full:
            print(f'letter {i}: full, refused at once')


def read():
    while True:
        try:
            print('got', letters.get_nowait())
        except queue.Empty:
            print('empty, refused at once')
            break


writer = threading.Thread(target=write, name='writer')
writer.start()
writer.join()
reader = threading.Thread(target=read, name='reader')
reader.start()
reader.join()
