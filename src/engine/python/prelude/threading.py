# Python's threading module over the world's operations. Lock, Condition, Semaphore, Event, Barrier and local are native; here is Thread,
# and what waits in more than one operation.

__all__ = [
    "get_ident", "active_count", "Condition", "current_thread", "enumerate", "main_thread", "TIMEOUT_MAX", "Event", "Lock", "RLock",
    "Semaphore", "BoundedSemaphore", "Thread", "Barrier", "BrokenBarrierError", "Timer", "ThreadError", "excepthook", "ExceptHookArgs",
    "get_native_id", "local",
]

TIMEOUT_MAX = 9223372036.0
ThreadError = RuntimeError
_names = _counter()
_FIRST_IDENT = 139600000000000


def _new_name(template):
    return template % (_count(_names) + 1)


def _ident_of(number):
    return None if number is None else _FIRST_IDENT + number * 8392704


class Thread:
    _pool = None

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        if group is not None:
            raise AssertionError("group argument must be None for now")
        if kwargs is None:
            kwargs = {}
        if name:
            name = str(name)
        else:
            name = _new_name("Thread-%d")
            if target is not None:
                target_name = getattr(target, "__name__", None)
                if target_name is not None:
                    name += f" ({target_name})"
        self._target = target
        self._name = name
        self._args = args
        self._kwargs = kwargs
        if daemon is not None:
            self._daemonic = daemon
        else:
            self._daemonic = current_thread()._daemonic
        self._number = None
        self._is_started = False
        self._is_joined = False

    def __repr__(self):
        _check_made(self)
        status = "initial"
        if self._is_started:
            status = "started" if self.is_alive() else "stopped"
        if self._daemonic:
            status += " daemon"
        if self._number is not None:
            status += f" {self.ident}"
        return f"<{type(self).__name__}({self._name}, {status})>"

    def start(self):
        if getattr(self, "_is_started", None) is None:
            raise RuntimeError("thread.__init__() not called")
        if self._is_started:
            raise RuntimeError("threads can only be started once")
        self._is_started = True
        number = _spawn(self, self._name, self._daemonic)
        if number is None:
            self._is_started = False
            raise RuntimeError("can't start new thread")
        self._number = number

    def run(self):
        if self._target is not None:
            self._target(*self._args, **self._kwargs)

    def join(self, timeout=None):
        _check_made(self)
        if not self._is_started:
            raise RuntimeError("cannot join thread before it is started")
        if self is current_thread():
            raise RuntimeError("cannot join current thread")
        if _join(self, self._number, timeout):
            self._is_joined = True

    def is_alive(self):
        _check_made(self)
        return self._is_started and _is_alive(self, self._number)

    @property
    def name(self):
        _check_made(self)
        return self._name

    @name.setter
    def name(self, name):
        _check_made(self)
        self._name = str(name)

    @property
    def ident(self):
        _check_made(self)
        return _ident_of(self._number)

    @property
    def native_id(self):
        _check_made(self)
        return None if self._number is None else 4000 + self._number

    @property
    def daemon(self):
        _check_made(self)
        return self._daemonic

    @daemon.setter
    def daemon(self, daemonic):
        _check_made(self)
        if self._is_started:
            raise RuntimeError("cannot set daemon status of active thread")
        self._daemonic = daemonic

    def isDaemon(self):
        return self.daemon

    def setDaemon(self, daemonic):
        self.daemon = daemonic

    def getName(self):
        return self.name

    def setName(self, name):
        self.name = name


def _check_made(thread):
    if getattr(thread, "_is_started", None) is None:
        raise RuntimeError("Thread.__init__() not called")


class _MainThread(Thread):
    def __init__(self):
        self._target = None
        self._name = "MainThread"
        self._args = ()
        self._kwargs = {}
        self._daemonic = False
        self._number = 0
        self._is_started = True
        self._is_joined = True


class Timer(Thread):
    def __init__(self, interval, function, args=None, kwargs=None):
        Thread.__init__(self)
        self.interval = interval
        self.function = function
        self.args = args if args is not None else []
        self.kwargs = kwargs if kwargs is not None else {}
        self.finished = Event()

    def cancel(self):
        self.finished.set()

    def run(self):
        self.finished.wait(self.interval)
        if not self.finished.is_set():
            self.function(*self.args, **self.kwargs)
        self.finished.set()


class ExceptHookArgs:
    def __init__(self, args):
        self.exc_type, self.exc_value, self.exc_traceback, self.thread = args


def _default_excepthook(args):
    raise args.exc_value


excepthook = _default_excepthook
__excepthook__ = _default_excepthook
_main_thread = _MainThread()


def current_thread():
    thread = _current_object()
    return _main_thread if thread is None else thread


def currentThread():
    return current_thread()


def main_thread():
    return _main_thread


def get_ident():
    return _ident_of(_thread_id())


def get_native_id():
    return 4000 + _thread_id()


def enumerate():
    alive = [_main_thread] if _main_thread.is_alive() else []
    for thread in _started_objects():
        if thread.is_alive():
            alive.append(thread)
    return alive


def activeCount():
    return active_count()


def _bootstrap(thread):
    thread._number = _thread_id()
    if excepthook is _default_excepthook:
        thread.run()
        return
    try:
        thread.run()
    except BaseException as error:
        excepthook(ExceptHookArgs((type(error), error, None, thread)))


def _shutdown():
    joined = 0
    while True:
        threads = _started_objects()
        if joined == len(threads):
            return
        thread = threads[joined]
        joined += 1
        if thread._pool is not None:
            _close_pool(thread._pool)
        if not thread._is_joined and (not thread._daemonic or thread._pool is not None):
            _join(thread, joined, None)


def _wait(condition, timeout=None):
    levels = _condition_wait(condition)
    return _condition_reacquire(condition, levels, timeout)


def _wait_for(condition, predicate, timeout=None):
    end = None
    left = timeout
    result = predicate()
    while not result:
        if left is not None:
            if end is None:
                end = _monotonic() + left
            else:
                left = end - _monotonic()
                if left <= 0:
                    break
        _wait(condition, left)
        result = predicate()
    return result


def _wait_at_barrier(barrier, timeout):
    _barrier_count(barrier, 1)
    try:
        return _barrier_wait(barrier, timeout)
    finally:
        _barrier_count(barrier, -1)


def _wait_with_action(barrier, second, action, timeout):
    index = _wait_at_barrier(barrier, timeout)
    if index == barrier.parties - 1:
        try:
            action()
        except BaseException:
            second.abort()
            barrier.abort()
            raise
    _barrier_wait(second, timeout)
    return index
