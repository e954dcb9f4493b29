iterations = 2


def pause():
    yield


def a():
    for turn in range(iterations):
        print('A', turn)
        pause()


def b():
    for turn in range(iterations):
        print('B', turn)
        pause()


a()
b()
print('nobody paused: a yield leaves only its own function')
