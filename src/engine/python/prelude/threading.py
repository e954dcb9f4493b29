# What of `threading` is written in Python. Natives of the module: Lock, RLock, Condition, Semaphore, BoundedSemaphore, Event, Barrier,
# BrokenBarrierError, local, get_ident, active_count, and these, seen by the prelude alone:
#   _start(thread, name, daemon) -> number of the thread; RuntimeError("can't start new thread") where there are no more
#   _join(number, timeout) -> None; timeout in seconds or None. RuntimeError("cannot join current thread")
#   _alive(number) -> bool          _current() -> its Thread object, None in main          _living() -> tuple of Thread objects, main left out
#   _next_number() -> 1, 2, 3…: of the names "Thread-1", each given once

from time import monotonic as _now

TIMEOUT_MAX = 9223372036.0
_at_exit = None


class Thread:
    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        if group is not None:
            raise AssertionError('group argument must be None for now')
        if name is None:
            name = f'Thread-{_next_number()}'
            if target is not None:
                try:
                    name = f'{name} ({target.__name__})'
                except AttributeError:
                    pass
        self._name = str(name)
        self._target = target
        self._args = args
        self._kwargs = {} if kwargs is None else kwargs
        self._daemon = current_thread().daemon if daemon is None else bool(daemon)
        self._number = None
        self._initialized = True

    def start(self):
        if not self._initialized:
            raise RuntimeError('thread.__init__() not called')
        if self._number is not None:
            raise RuntimeError('threads can only be started once')
        self._number = _start(self, self._name, self._daemon)

    def run(self):
        if self._target is not None:
            self._target(*self._args, **self._kwargs)

    def join(self, timeout=None):
        if not self._initialized:
            raise RuntimeError('Thread.__init__() not called')
        if self._number is None:
            raise RuntimeError('cannot join thread before it is started')
        _join(self._number, timeout)

    def is_alive(self):
        return self._number is not None and _alive(self._number)

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, name):
        self._name = str(name)

    @property
    def ident(self):
        return None if self._number is None else self._number + 1

    @property
    def native_id(self):
        return self.ident

    @property
    def daemon(self):
        return self._daemon

    @daemon.setter
    def daemon(self, daemonic):
        if self._number is not None:
            raise RuntimeError('cannot set daemon status of active thread')
        self._daemon = bool(daemonic)

    def getName(self):
        return self._name

    def setName(self, name):
        self._name = str(name)

    def isDaemon(self):
        return self._daemon

    def setDaemon(self, daemonic):
        self.daemon = daemonic

    def __repr__(self):
        if self._number is None:
            status = 'initial'
        elif self.is_alive():
            status = 'started'
        else:
            status = 'stopped'
        if self._daemon:
            status += ' daemon'
        if self._number is not None:
            status += f' {self._number + 1}'
        return f'<{self.__class__.__name__}({self._name}, {status})>'


class _MainThread(Thread):
    def __init__(self):
        self._name = 'MainThread'
        self._target = None
        self._args = ()
        self._kwargs = {}
        self._daemon = False
        self._number = 0
        self._initialized = True


_main_thread = _MainThread()


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


def current_thread():
    thread = _current()
    return _main_thread if thread is None else thread


currentThread = current_thread


def main_thread():
    return _main_thread


def enumerate():
    return [_main_thread, *_living()]


def activeCount():
    return active_count()


def _wait_for(condition, predicate, timeout):
    end = None if timeout is None else _now() + timeout
    result = predicate()
    while not result:
        if end is None:
            condition.wait()
        else:
            left = end - _now()
            if left <= 0:
                break
            condition.wait(left)
        result = predicate()
    return result


def _bootstrap(thread):
    thread.run()


def _register_atexit(function):
    global _at_exit
    _at_exit = (function, _at_exit)


def _shutdown():
    # Pools are told that no more will come; the threads that the program waits for end by themselves.
    entry = _at_exit
    while entry is not None:
        function, entry = entry
        function()
