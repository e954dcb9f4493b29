# gevent over greenlets: a hub that lets those go on that are ready, and sleeps until the next timer when none is. Nothing switches
# but at a wait: `gevent.sleep`, `join`, `get`, and `time.sleep` once it is patched.

import time
from greenlet import GreenletExit, getcurrent, greenlet as _greenlet

_blocking_sleep = time.sleep


class LoopExit(Exception):
    pass


class Timeout(BaseException):
    def __init__(self, seconds=None, exception=None):
        self.seconds = seconds
        self._timer = None
        BaseException.__init__(self, seconds)

    def __str__(self):
        return f"{self.seconds} seconds"

    def __enter__(self):
        if self.seconds is not None:
            self._timer = _add_timer(self.seconds, _Thrower(getcurrent(), self))
        return self

    def __exit__(self, exc_type, exc, exc_tb):
        if self._timer is not None:
            self._timer.cancelled = True
        return False


class _Thrower:
    def __init__(self, target, exception):
        self.target = target
        self.exception = exception

    def switch(self):
        self.target.throw(self.exception)


# —— the hub ——


class _Entry:
    def __init__(self, when, what):
        self.when = when
        self.what = what
        self.after = None
        self.cancelled = False


class _Hub(_greenlet):
    def __init__(self):
        self._first = None
        self._last = None
        self._timers = None
        _greenlet.__init__(self, self._loop)

    def _shown_name(self):
        return "hub"

    def _loop(self):
        while True:
            while self._first is not None:
                entry = self._first
                self._first = entry.after
                if self._first is None:
                    self._last = None
                if not entry.cancelled:
                    entry.what.switch()
            if self._timers is None:
                self.parent.throw(LoopExit("This operation would block forever"))
                continue
            left = self._timers.when - time.monotonic()
            if left > 0:
                _blocking_sleep(left)
            now = time.monotonic()
            while self._timers is not None and self._timers.when <= now:
                entry = self._timers
                self._timers = entry.after
                if not entry.cancelled:
                    self._add(entry)

    def _add(self, entry):
        entry.after = None
        if self._last is None:
            self._first = entry
        else:
            self._last.after = entry
        self._last = entry

    def _add_timer(self, entry):
        before = None
        at = self._timers
        while at is not None and at.when <= entry.when:
            before = at
            at = at.after
        entry.after = at
        if before is None:
            self._timers = entry
        else:
            before.after = entry


_hub = None


def get_hub():
    global _hub
    if _hub is None:
        _hub = _Hub()
    return _hub


def _add_ready(what):
    entry = _Entry(0, what)
    get_hub()._add(entry)
    return entry


def _add_timer(seconds, what):
    entry = _Entry(time.monotonic() + seconds, what)
    get_hub()._add_timer(entry)
    return entry


def sleep(seconds=0, ref=True):
    entry = _add_ready(getcurrent()) if seconds <= 0 else _add_timer(seconds, getcurrent())
    try:
        get_hub().switch()
    finally:
        # Who was thrown out of its sleep is not woken again by it.
        entry.cancelled = True


def idle(priority=0):
    sleep(0)


# —— greenlets ——


class Greenlet(_greenlet):
    def __init__(self, run=None, *args, **kwargs):
        if run is not None:
            self._run = run
        self._args = args
        self._kwargs = kwargs
        self._waiters = ()
        self._links = ()
        self._state = "new"
        self.value = None
        self.exception = None
        _greenlet.__init__(self, self._main, get_hub())

    def _shown_name(self):
        return getattr(self._run, "__name__", "Greenlet")

    @property
    def name(self):
        return self._shown_name()

    def __repr__(self):
        return f"<Greenlet at {hex(id(self))}: {self._shown_name()}>"

    @classmethod
    def spawn(cls, *args, **kwargs):
        made = cls(*args, **kwargs)
        made.start()
        return made

    def start(self):
        if self._state == "new":
            self._state = "started"
            _add_ready(self)

    def start_later(self, seconds):
        if self._state == "new":
            self._state = "started"
            _add_timer(seconds, self)

    def _main(self):
        try:
            self.value = self._run(*self._args, **self._kwargs)
        except GreenletExit as exit:
            self.value = exit
        except BaseException as error:
            self.exception = error
            _print_text(_traceback_text(error, [str(one) for one in _printed(error)]))
            _print_text(f"{self!r} failed with {type(error).__name__}\n\n")
        self._end()

    def _end(self):
        self._state = "done"
        for waiter in self._waiters:
            waiter.tell(self)
        self._waiters = ()
        for callback in self._links:
            callback(self)

    def link(self, callback):
        if self._state == "done":
            callback(self)
        else:
            self._links = self._links + (callback,)

    def rawlink(self, callback):
        self.link(callback)

    @property
    def started(self):
        return self._state != "new"

    def ready(self):
        return self._state == "done"

    def successful(self):
        return self._state == "done" and self.exception is None

    def join(self, timeout=None):
        joinall([self], timeout)

    def get(self, block=True, timeout=None):
        if not self.ready():
            if not block:
                raise Timeout()
            self.join(timeout)
            if not self.ready():
                raise Timeout(timeout)
        if self.exception is not None:
            raise self.exception
        return self.value

    def kill(self, exception=GreenletExit, block=True, timeout=None):
        if self.ready():
            return
        if self._state == "new" or not self:
            self.value = exception()
            self._end()
            return
        _add_ready(_Thrower(self, exception()))
        if block:
            self.join(timeout)


class _Waiter:
    def __init__(self, count):
        self.left = count
        self.greenlet = getcurrent()
        self.order = ()
        self.entry = None

    def tell(self, done):
        self.order = self.order + (done,)
        self.left -= 1
        if self.left == 0:
            self.switch_later()

    def switch_later(self):
        if self.entry is None:
            self.entry = _add_ready(self.greenlet)

    def switch(self):
        self.switch_later()

    def wait(self, timeout):
        timer = None if timeout is None else _add_timer(timeout, self)
        try:
            get_hub().switch()
        finally:
            if timer is not None:
                timer.cancelled = True
            if self.entry is None:
                self.entry = timer
            if self.entry is not None:
                self.entry.cancelled = True


def _wait_in(room, timeout=None):
    waiter = _Waiter(1)
    room._waiters = room._waiters + (waiter,)
    try:
        waiter.wait(timeout)
    finally:
        room._waiters = tuple([one for one in room._waiters if one is not waiter])
    return waiter.left == 0


def _wait_for_one(room, timeout=None):
    # Where each wake is for one alone: who was told and is thrown out before it runs leaves its wake to the next.
    waiter = _Waiter(1)
    room._waiters = room._waiters + (waiter,)
    try:
        waiter.wait(timeout)
    except BaseException:
        if waiter.left == 0:
            _wake(room, 1)
        raise
    finally:
        room._waiters = tuple([one for one in room._waiters if one is not waiter])
    return waiter.left == 0


def _wake(room, count=None):
    # Who was told already still stands here until it runs: the next wake is for the next one.
    for waiter in [one for one in room._waiters if one.left][:count]:
        waiter.tell(room)


def spawn(run, *args, **kwargs):
    return Greenlet.spawn(run, *args, **kwargs)


def spawn_later(seconds, run, *args, **kwargs):
    made = Greenlet(run, *args, **kwargs)
    made.start_later(seconds)
    return made


def joinall(greenlets, timeout=None, raise_error=False, count=None):
    greenlets = list(greenlets)
    waiting = [one for one in greenlets if not one.ready()]
    done = [one for one in greenlets if one.ready()]
    if waiting:
        waiter = _Waiter(len(waiting) if count is None else min(count, len(waiting)))
        for one in waiting:
            one.start()
            one._waiters = one._waiters + (waiter,)
        waiter.wait(timeout)
        done.extend(waiter.order)
    if raise_error:
        for one in done:
            if one.exception is not None:
                raise one.exception
    return done


def wait(objects=None, timeout=None, count=None):
    return joinall(objects, timeout, False, count)


def iwait(objects, timeout=None, count=None):
    objects = list(objects)
    left = len(objects) if count is None else min(count, len(objects))
    until = None if timeout is None else time.monotonic() + timeout
    while left:
        ready = next((one for one in objects if one.ready()), None)
        if ready is None:
            rest = None if until is None else until - time.monotonic()
            if rest is not None and rest <= 0:
                return
            told = joinall(objects, rest, False, 1)
            if not told:
                return
            ready = told[0]
        objects = [one for one in objects if one is not ready]
        left -= 1
        yield ready


def killall(greenlets, exception=GreenletExit, block=True, timeout=None):
    for one in greenlets:
        one.kill(exception, block, timeout)
