import threading
import time


def sing():
    for turn in range(3):
        print('singing', turn)
        time.sleep(1)


def dance():
    for turn in range(3):
        print('dancing', turn)
        time.sleep(1)


begin = time.time()
singer = threading.Thread(target=sing, name='singer')
dancer = threading.Thread(target=dance, name='dancer')
singer.start()
dancer.start()
while threading.active_count() > 1:
    print('threads alive:', threading.active_count())
    time.sleep(0.5)
seconds = time.time() - begin
print(f'all done after {seconds:.1f} s')
