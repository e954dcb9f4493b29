import threading
import time

breakfast = []


def tea():
    time.sleep(2)
    print('tea is ready')
    breakfast.append('tea')


def toast():
    time.sleep(3)
    print('toast is ready')
    breakfast.append('toast')


begin = time.time()
cooks = [threading.Thread(target=tea), threading.Thread(target=toast)]
for cook in cooks:
    cook.start()
for cook in cooks:
    cook.join()
seconds = time.time() - begin
print(f'{breakfast} after {seconds:.1f} s')
