turns = 3


def job(name):
    for turn in range(turns):
        print(name, 'takes turn', turn)
        yield


waiting = [job('sing'), job('dance')]
while waiting:
    first = waiting.pop(0)
    try:
        next(first)
    except StopIteration:
        print('one of them has finished')
    else:
        waiting.append(first)
result = None
