import queue
import threading
import time

capacity = 3
items = 6

letters = queue.Queue(capacity)


def write(start):
    for i in range(start, items, 2):
        if not letters.full():
            time.sleep(0.1)  # looking and putting are two steps
            try:
                letters.put_nowait(f'letter {i}')
                print(f'put letter {i}')
            except queue.Full:
                print(f'letter {i}: full() said there was room, but there is none')
        else:
            print(f'letter {i}: full, not tried')


writers = [threading.Thread(target=write, args=(n,), name=f'writer {n}') for n in range(2)]
for writer in writers:
    writer.start()
for writer in writers:
    writer.join()
while not letters.empty():
    print('got', letters.get())
