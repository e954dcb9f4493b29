import time

import gevent

turns = 5


def work(name):
    for turn in range(turns):
        print(name, 'takes turn', turn)
        gevent.sleep(0.2)
    return name


begin = time.time()
jobs = [gevent.spawn(work, 'A'), gevent.spawn(work, 'B')]
done = gevent.joinall(jobs, timeout=0.5)
print('finished within half a second:', len(done))
gevent.joinall(jobs)
seconds = time.time() - begin
print('at the end:', [job.value for job in jobs], f'after {seconds:.1f} s')
