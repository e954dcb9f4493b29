from gevent import monkey

monkey.patch_all()

import time

import gevent

turns = 5


def compute():
    total = 0
    for number in range(20_000):
        total = total + number
    return total


def work(name):
    for turn in range(turns):
        print(name, 'takes turn', turn)
        compute()


begin = time.time()
gevent.joinall([gevent.spawn(work, name) for name in ('A', 'B', 'C')])
seconds = time.time() - begin
print(f'all done after {seconds:.1f} s')
