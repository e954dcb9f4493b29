# What a listing may ask of os.

name = "posix"
linesep = "\n"
sep = "/"


def getpid():
    return 4000


def getppid():
    return 1


def cpu_count():
    return _cpu_count()


def process_cpu_count():
    return _cpu_count()


def sched_yield():
    _yield()
