import time

import gevent

turns = 5


def work(name):
    for turn in range(turns):
        print(name, 'takes turn', turn)
        time.sleep(0.2)


begin = time.time()
gevent.joinall([gevent.spawn(work, name) for name in ('A', 'B', 'C')])
seconds = time.time() - begin
print(f'all done after {seconds:.1f} s')
