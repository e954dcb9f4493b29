# gevent.lock: permits for greenlets.

import time
from gevent import _wait_for_one, _wake


class Semaphore:
    def __init__(self, value=1):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self.counter = value
        self._waiters = ()

    def locked(self):
        return self.counter <= 0

    def acquire(self, blocking=True, timeout=None):
        until = None if timeout is None else time.monotonic() + timeout
        while self.counter <= 0:
            rest = None if until is None else until - time.monotonic()
            if not blocking or (rest is not None and rest <= 0):
                return False
            _wait_for_one(self, rest)
        self.counter -= 1
        return True

    def release(self):
        self.counter += 1
        _wake(self, 1)
        return self.counter

    def __enter__(self):
        self.acquire()

    def __exit__(self, exc_type, exc, exc_tb):
        self.release()


class BoundedSemaphore(Semaphore):
    def __init__(self, value=1):
        Semaphore.__init__(self, value)
        self._initial_value = value

    def release(self):
        if self.counter >= self._initial_value:
            raise ValueError("Semaphore released too many times")
        return Semaphore.release(self)
