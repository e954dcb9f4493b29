import time

import gevent

answers = {'python.org': 3, 'gevent.org': 2, 'example.org': 1}


def look_up(name):
    gevent.sleep(answers[name] / 5)
    print('the answer for', name, 'is there')
    return name


begin = time.time()
jobs = [gevent.spawn(look_up, name) for name in answers]
gevent.joinall(jobs)
seconds = time.time() - begin
print([job.value for job in jobs], f'after {seconds:.1f} s')
