# gevent.queue: items that go from greenlet to greenlet.

import time
from queue import Empty, Full
from gevent import _wait_for_one, _wait_in, _wake


class _Room:
    def __init__(self):
        self._waiters = ()


class Queue:
    def __init__(self, maxsize=None, items=()):
        self.maxsize = None if maxsize is None or maxsize <= 0 else maxsize
        self._items = list(items)
        self._getters = _Room()
        self._putters = _Room()

    def qsize(self):
        return len(self._items)

    def __len__(self):
        return len(self._items)

    def empty(self):
        return not self._items

    def full(self):
        return self.maxsize is not None and len(self._items) >= self.maxsize

    def _put(self, item):
        self._items.append(item)

    def _get(self):
        return self._items.pop(0)

    def put(self, item, block=True, timeout=None):
        until = None if timeout is None else time.monotonic() + timeout
        while self.full():
            rest = None if until is None else until - time.monotonic()
            if not block or (rest is not None and rest <= 0):
                raise Full
            _wait_for_one(self._putters, rest)
        self._put(item)
        _wake(self._getters, 1)

    def get(self, block=True, timeout=None):
        until = None if timeout is None else time.monotonic() + timeout
        while self.empty():
            rest = None if until is None else until - time.monotonic()
            if not block or (rest is not None and rest <= 0):
                raise Empty
            _wait_for_one(self._getters, rest)
        item = self._get()
        _wake(self._putters, 1)
        return item

    def put_nowait(self, item):
        self.put(item, False)

    def get_nowait(self):
        return self.get(False)

    def peek(self, block=True, timeout=None):
        until = None if timeout is None else time.monotonic() + timeout
        while self.empty():
            rest = None if until is None else until - time.monotonic()
            if not block or (rest is not None and rest <= 0):
                raise Empty
            _wait_for_one(self._getters, rest)
            if not self.empty():
                # The item stays: so the next who waits for one may have it.
                _wake(self._getters, 1)
        return self._items[0]

    def __iter__(self):
        return self

    def __next__(self):
        item = self.get()
        if item is StopIteration:
            raise StopIteration
        return item


class LifoQueue(Queue):
    def _get(self):
        return self._items.pop()


class PriorityQueue(Queue):
    def _put(self, item):
        at = len(self._items)
        while at and item < self._items[at - 1]:
            at -= 1
        self._items.insert(at, item)


class JoinableQueue(Queue):
    def __init__(self, maxsize=None, items=()):
        Queue.__init__(self, maxsize, items)
        self._unfinished = len(self._items)
        self._joiners = _Room()

    def _put(self, item):
        Queue._put(self, item)
        self._unfinished += 1

    def task_done(self):
        if self._unfinished <= 0:
            raise ValueError("task_done() called too many times")
        self._unfinished -= 1
        if self._unfinished == 0:
            _wake(self._joiners)

    def join(self, timeout=None):
        while self._unfinished:
            if not _wait_in(self._joiners, timeout):
                return False
        return True
