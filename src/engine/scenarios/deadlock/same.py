import threading
import time

lock_a = threading.Lock()
lock_b = threading.Lock()


def first():
    with lock_a:
        print('first has lock_a and wants lock_b')
        time.sleep(1)
        with lock_b:
            print('first has both')


def other():
    with lock_a:
        print('second has lock_a and wants lock_b')
        time.sleep(1)
        with lock_b:
            print('second has both')


one = threading.Thread(target=first, name='first')
two = threading.Thread(target=other, name='second')
one.start()
two.start()
one.join()
two.join()
print('both are done')
