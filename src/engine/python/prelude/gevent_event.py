# gevent.event: what one greenlet tells others.

from gevent import Timeout as _Timeout, _wait_in, _wake


class Event:
    def __init__(self):
        self._flag = False
        self._waiters = ()

    def is_set(self):
        return self._flag

    def ready(self):
        return self._flag

    def set(self):
        self._flag = True
        _wake(self)

    def clear(self):
        self._flag = False

    def wait(self, timeout=None):
        if self._flag:
            return True
        return _wait_in(self, timeout) or self._flag


class AsyncResult:
    def __init__(self):
        self._state = "new"
        self._waiters = ()
        self.value = None
        self.exception = None

    def set(self, value=None):
        self.value = value
        self._state = "done"
        _wake(self)

    def set_exception(self, exception):
        self.exception = exception
        self._state = "done"
        _wake(self)

    def ready(self):
        return self._state == "done"

    def successful(self):
        return self._state == "done" and self.exception is None

    def get(self, block=True, timeout=None):
        if self._state != "done":
            if not block or not _wait_in(self, timeout):
                raise _Timeout(timeout)
        if self.exception is not None:
            raise self.exception
        return self.value

    def wait(self, timeout=None):
        if self._state != "done":
            _wait_in(self, timeout)
        return self.value
