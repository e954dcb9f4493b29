from greenlet import greenlet

iterations = 2


def pause(other):
    other.switch()


def a():
    for turn in range(iterations):
        print('A', turn)
        pause(second)


def b():
    for turn in range(iterations):
        print('B', turn)
        pause(first)


first = greenlet(a)
second = greenlet(b)
first.switch()
print('back in the main greenlet')
