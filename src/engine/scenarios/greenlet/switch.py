from greenlet import greenlet

iterations = 2


def a():
    for turn in range(iterations):
        print('A', turn)
        second.switch()


def b():
    for turn in range(iterations):
        print('B', turn)
        first.switch()


first = greenlet(a)
second = greenlet(b)
first.switch()
print('back in the main greenlet')
