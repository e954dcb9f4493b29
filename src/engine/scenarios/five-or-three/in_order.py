import time


def tea():
    time.sleep(2)
    print('tea is ready')
    return 'tea'


def toast():
    time.sleep(3)
    print('toast is ready')
    return 'toast'


begin = time.time()
breakfast = [tea(), toast()]
seconds = time.time() - begin
print(f'{breakfast} after {seconds:.1f} s')
