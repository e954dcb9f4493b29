# gevent.pool: groups of greenlets, and groups of a limited size.

from gevent import Greenlet, GreenletExit, iwait, joinall, killall
from gevent.lock import Semaphore


class Group:
    def __init__(self):
        self.greenlets = ()

    def __len__(self):
        return len(self.greenlets)

    def __contains__(self, greenlet):
        return any(one is greenlet for one in self.greenlets)

    def __iter__(self):
        return iter(self.greenlets)

    def add(self, greenlet):
        self.greenlets = self.greenlets + (greenlet,)
        greenlet.link(self.discard)

    def discard(self, greenlet):
        self.greenlets = tuple([one for one in self.greenlets if one is not greenlet])

    def start(self, greenlet):
        self.add(greenlet)
        greenlet.start()

    def spawn(self, *args, **kwargs):
        greenlet = Greenlet(*args, **kwargs)
        self.start(greenlet)
        return greenlet

    def join(self, timeout=None, raise_error=False):
        joinall(self.greenlets, timeout, raise_error)
        return not self.greenlets

    def kill(self, exception=None, block=True, timeout=None):
        killall(self.greenlets, GreenletExit if exception is None else exception, block, timeout)

    def map(self, func, iterable):
        return [one.get() for one in [self.spawn(func, item) for item in iterable]]

    def imap(self, func, iterable):
        for one in [self.spawn(func, item) for item in iterable]:
            yield one.get()

    def imap_unordered(self, func, iterable):
        for one in iwait([self.spawn(func, item) for item in iterable]):
            yield one.get()

    def apply(self, func, args=(), kwds=None):
        return self.spawn(func, *args, **(kwds or {})).get()

    def apply_async(self, func, args=(), kwds=None):
        return self.spawn(func, *args, **(kwds or {}))


class Pool(Group):
    def __init__(self, size=None):
        if size is not None and size < 0:
            raise ValueError("size must not be negative")
        Group.__init__(self)
        self.size = size
        self._places = None if size is None else Semaphore(size)

    def free_count(self):
        return 1 if self._places is None else self._places.counter

    def full(self):
        return self.free_count() <= 0

    def add(self, greenlet):
        if self._places is not None:
            self._places.acquire()
        Group.add(self, greenlet)

    def discard(self, greenlet):
        if greenlet in self:
            Group.discard(self, greenlet)
            if self._places is not None:
                self._places.release()
