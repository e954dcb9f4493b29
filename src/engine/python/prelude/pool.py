# multiprocessing.pool.ThreadPool over futures and a pool of the world. Results are put together by whoever asks for them; callbacks run on the
# thread that finished the task (in CPython on a thread of the pool's own).

import threading
from queue import Empty as _Empty

_RUN = "RUN"
_CLOSE = "CLOSE"
_TERMINATE = "TERMINATE"


class ApplyResult:
    def __init__(self, callback, error_callback):
        self._future = _make_future()
        self._callback = callback
        self._error_callback = error_callback

    def ready(self):
        state = _state(self._future)
        return state == "finished" or state == "failed"

    def successful(self):
        if not self.ready():
            raise ValueError(f"{self!r} not ready")
        return _state(self._future) == "finished"

    def wait(self, timeout=None):
        _await_future(self._future, timeout)

    def get(self, timeout=None):
        outcome, value = _await_future(self._future, timeout)
        if outcome == "finished":
            return value
        if outcome == "failed":
            raise value
        raise TimeoutError

    def _finish(self, value, failed):
        call_back = self._error_callback if failed else self._callback
        if call_back is not None:
            call_back(value)
        _settle(self._future, value, failed)


AsyncResult = ApplyResult


class MapResult(ApplyResult):
    def __init__(self, chunks, callback, error_callback):
        ApplyResult.__init__(self, callback, error_callback)
        self._chunks = chunks
        self._left = _counter()
        self._values = tuple([_make_future() for _ in range(chunks)])
        self._error = _make_future()
        if chunks == 0:
            _settle(self._future, [], False)

    def _finish_chunk(self, number, value, failed):
        if failed:
            _settle(self._error, value, True)
        _settle(self._values[number], value, failed)
        if _count(self._left) + 1 < self._chunks:
            return
        if _state(self._error) == "failed":
            self._finish(_await_future(self._error, 0)[1], True)
            return
        results = []
        for future in self._values:
            results.extend(_await_future(future, 0)[1])
        self._finish(results, False)


def _run_apply(result, function, args, kwargs):
    try:
        value = function(*args, **kwargs)
    except Exception as error:
        result._finish(error, True)
    else:
        result._finish(value, False)


def _run_chunk(result, number, function, chunk, spreads):
    try:
        value = [function(*tuple(item)) for item in chunk] if spreads else [function(item) for item in chunk]
    except Exception as error:
        result._finish_chunk(number, error, True)
    else:
        result._finish_chunk(number, value, False)


def worker(pool, initializer, initargs):
    if initializer is not None:
        initializer(*initargs)
    try:
        while True:
            task = _take(pool)
            if task is None:
                return
            _begin(task)
            run, args = _work(task)
            run(*args)
    finally:
        _leave(pool)


class ThreadPool:
    def __init__(self, processes=None, initializer=None, initargs=()):
        if processes is None:
            processes = _cpu_count() or 1
        if processes < 1:
            raise ValueError("Number of processes must be at least 1")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        self._processes = processes
        self._tasks = _make_pool(processes)
        self._state = _RUN
        self._threads = tuple([self._start(initializer, initargs) for _ in range(processes)])

    def _start(self, initializer, initargs):
        thread = threading.Thread(target=worker, args=(self._tasks, initializer, initargs), daemon=True)
        thread.start()
        return thread

    def __repr__(self):
        return f"<{type(self).__module__}.{type(self).__name__} state={self._state} pool_size={self._processes}>"

    def _give(self, task, run, args):
        if not _submit(self._tasks, task, (run, args)):
            raise ValueError("Pool not running")

    def _check_running(self):
        if self._state != _RUN:
            raise ValueError("Pool not running")

    def apply(self, func, args=(), kwds={}):
        return self.apply_async(func, args, kwds).get()

    def apply_async(self, func, args=(), kwds={}, callback=None, error_callback=None):
        self._check_running()
        result = ApplyResult(callback, error_callback)
        self._give(result._future, _run_apply, (result, func, tuple(args), kwds))
        return result

    def map(self, func, iterable, chunksize=None):
        return self.map_async(func, iterable, chunksize).get()

    def map_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        return self._map(func, iterable, False, chunksize, callback, error_callback)

    def starmap(self, func, iterable, chunksize=None):
        return self.starmap_async(func, iterable, chunksize).get()

    def starmap_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        return self._map(func, iterable, True, chunksize, callback, error_callback)

    def _map(self, func, iterable, spreads, chunksize, callback, error_callback):
        self._check_running()
        chunks = _chunks_of(list(iterable), chunksize, self._processes)
        result = MapResult(len(chunks), callback, error_callback)
        for number in range(len(chunks)):
            self._give(result._values[number], _run_chunk, (result, number, func, chunks[number], spreads))
        return result

    def imap(self, func, iterable, chunksize=1):
        self._check_running()
        if chunksize < 1:
            raise ValueError(f"Chunksize must be 1+, not {chunksize:n}")
        results = []
        for chunk in _chunks_of(list(iterable), chunksize, self._processes):
            result = MapResult(1, None, None)
            self._give(result._values[0], _run_chunk, (result, 0, func, chunk, False))
            results.append(result)
        return _one_by_one(IMapIterator(results), chunksize)

    def imap_unordered(self, func, iterable, chunksize=1):
        self._check_running()
        if chunksize < 1:
            raise ValueError(f"Chunksize must be 1+, not {chunksize!r}")
        settled = _Queue()
        chunks = _chunks_of(list(iterable), chunksize, self._processes)
        for chunk in chunks:
            result = _Reporting(settled)
            self._give(result._task, _run_chunk, (result, 0, func, chunk, False))
        return _one_by_one(IMapUnorderedIterator(len(chunks), settled), chunksize)

    def close(self):
        if self._state == _RUN:
            self._state = _CLOSE
            _close(self._tasks)

    def terminate(self):
        self._state = _TERMINATE
        _terminate(self._tasks)

    def join(self):
        if self._state == _RUN:
            raise ValueError("Pool is still running")
        _join_pool(self._tasks)

    def __enter__(self):
        self._check_running()
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.terminate()


class _Reporting:
    def __init__(self, settled):
        self._settled = settled
        self._task = _make_future()

    def _finish_chunk(self, number, value, failed):
        _settle(self._task, value, failed)
        self._settled.put((value, failed))


class IMapIterator:
    def __init__(self, results):
        self._results = results
        self._number = 0

    def __iter__(self):
        return self

    def __next__(self):
        return self._next_chunk(None)[0]

    def next(self, timeout=None):
        return self._next_chunk(timeout)[0]

    def _next_chunk(self, timeout):
        if self._number == len(self._results):
            raise StopIteration
        result = self._results[self._number]
        result.wait(timeout)
        if not result.ready():
            raise TimeoutError
        self._number += 1
        return result.get()


class IMapUnorderedIterator(IMapIterator):
    def __init__(self, count, settled):
        self._left = count
        self._settled = settled

    def _next_chunk(self, timeout):
        if self._left == 0:
            raise StopIteration
        try:
            value, failed = self._settled.get(timeout=timeout)
        except _Empty:
            raise TimeoutError from None
        self._left -= 1
        if failed:
            raise value
        return value


def _one_by_one(iterator, chunksize):
    return iterator if chunksize == 1 else _items(iterator)


def _items(iterator):
    while True:
        try:
            chunk = iterator._next_chunk(None)
        except StopIteration:
            return
        yield from chunk


def _chunks_of(items, chunksize, processes):
    if chunksize is None:
        chunksize, extra = divmod(len(items), processes * 4)
        if extra:
            chunksize += 1
    if not items:
        return []
    return [tuple(items[first:first + chunksize]) for first in range(0, len(items), chunksize)]
