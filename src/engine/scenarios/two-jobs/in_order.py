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
sing()
dance()
seconds = time.time() - begin
print(f'all done after {seconds:.1f} s')
