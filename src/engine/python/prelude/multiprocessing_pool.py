# `multiprocessing.pool.ThreadPool`, written in Python. Natives of the module, seen by the prelude alone: those of `concurrent.futures`
# (_pool, _submit, _take, _close, _terminate, _cores), Future, and _settled(future, timeout) -> bool: waits, False when the time was up first.

import threading
import time

RUN = 'RUN'
CLOSE = 'CLOSE'
TERMINATE = 'TERMINATE'


class TimeoutError(Exception):
    pass


class AsyncResult:
    def __init__(self, future):
        self._future = future

    def get(self, timeout=None):
        if not _settled(self._future, timeout):
            raise TimeoutError
        return self._future.result()

    def wait(self, timeout=None):
        _settled(self._future, timeout)

    def ready(self):
        return self._future.done()

    def successful(self):
        if not self.ready():
            raise ValueError(f'{self!r} not ready')
        return self._future.exception() is None


class MapResult(AsyncResult):
    def __init__(self, futures, callback, error_callback):
        self._futures = futures
        self._callback = callback
        self._error_callback = error_callback

    def get(self, timeout=None):
        end = None if timeout is None else time.monotonic() + timeout
        results = []
        for future in self._futures:
            if not _settled(future, None if end is None else max(0, end - time.monotonic())):
                raise TimeoutError
            results.extend(future.result())
        return results

    def wait(self, timeout=None):
        end = None if timeout is None else time.monotonic() + timeout
        for future in self._futures:
            _settled(future, None if end is None else max(0, end - time.monotonic()))

    def ready(self):
        return all(future.done() for future in self._futures)

    def successful(self):
        if not self.ready():
            raise ValueError(f'{self!r} not ready')
        return all(future.exception() is None for future in self._futures)


def _call(fn, args, kwargs, callback, error_callback):
    try:
        result = fn(*args, **kwargs)
    except Exception as error:
        if error_callback is not None:
            error_callback(error)
        raise
    if callback is not None:
        callback(result)
    return result


def _call_each(fn, chunk, star):
    return [fn(*args) for args in chunk] if star else [fn(arg) for arg in chunk]


class ThreadPool:
    def __init__(self, processes=None, initializer=None, initargs=()):
        if processes is None:
            processes = _cores()
        if processes < 1:
            raise ValueError('Number of processes must be at least 1')
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        self._processes = processes
        self._state = RUN
        self._tasks = _pool(processes)
        threads = []
        for _ in range(processes):
            thread = threading.Thread(target=worker, args=(self._tasks, initializer, initargs), daemon=True)
            thread.start()
            threads.append(thread)
        self._threads = tuple(threads)

    def _check_running(self):
        if self._state != RUN:
            raise ValueError('Pool not running')

    def _hand_in(self, fn, args, kwargs):
        future = Future()
        if not _submit(self._tasks, (future, fn, args, kwargs)):
            raise ValueError('Pool not running')
        return future

    def apply(self, func, args=(), kwds={}):
        return self.apply_async(func, args, kwds).get()

    def apply_async(self, func, args=(), kwds={}, callback=None, error_callback=None):
        self._check_running()
        if callback is None and error_callback is None:
            return AsyncResult(self._hand_in(func, args, kwds))
        return AsyncResult(self._hand_in(_call, (func, args, kwds, callback, error_callback), {}))

    def _chunks(self, iterable, chunksize):
        items = list(iterable)
        if chunksize is None:
            chunksize, extra = divmod(len(items), len(self._threads) * 4)
            if extra:
                chunksize += 1
        if chunksize < 1:
            if len(items) > 0:
                raise ValueError(f'Chunksize must be 1+, not {chunksize}')
            return []
        return [items[i:i + chunksize] for i in range(0, len(items), chunksize)]

    def _map_async(self, func, iterable, chunksize, star, callback, error_callback):
        self._check_running()
        futures = [self._hand_in(_call_each, (func, chunk, star), {}) for chunk in self._chunks(iterable, chunksize)]
        result = MapResult(futures, callback, error_callback)
        if callback is not None or error_callback is not None:
            waiter = threading.Thread(target=_call_back, args=(result, callback, error_callback), daemon=True)
            waiter.start()
        return result

    def map(self, func, iterable, chunksize=None):
        return self._map_async(func, iterable, chunksize, False, None, None).get()

    def map_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        return self._map_async(func, iterable, chunksize, False, callback, error_callback)

    def starmap(self, func, iterable, chunksize=None):
        return self._map_async(func, iterable, chunksize, True, None, None).get()

    def starmap_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        return self._map_async(func, iterable, chunksize, True, callback, error_callback)

    def imap(self, func, iterable, chunksize=1):
        self._check_running()
        futures = [self._hand_in(_call_each, (func, chunk, False), {}) for chunk in self._chunks(iterable, chunksize)]
        return _results_in_order(futures)

    def imap_unordered(self, func, iterable, chunksize=1):
        self._check_running()
        arrived = _pool(1)
        chunks = self._chunks(iterable, chunksize)

        def note(future):
            _submit(arrived, future)

        for chunk in chunks:
            self._hand_in(_call_each, (func, chunk, False), {}).add_done_callback(note)
        return _results_as_they_come(arrived, len(chunks))

    def close(self):
        if self._state == RUN:
            self._state = CLOSE
            _close(self._tasks)

    def terminate(self):
        self._state = TERMINATE
        _terminate(self._tasks)

    def join(self):
        if self._state == RUN:
            raise ValueError('Pool is still running')
        for thread in self._threads:
            thread.join()

    def __enter__(self):
        self._check_running()
        return self

    def __exit__(self, kind, value, traceback):
        self.terminate()


def _call_back(result, callback, error_callback):
    try:
        values = result.get()
    except Exception as error:
        if error_callback is not None:
            error_callback(error)
    else:
        if callback is not None:
            callback(values)


def _results_in_order(futures):
    for future in futures:
        yield from future.result()


def _results_as_they_come(arrived, count):
    for _ in range(count):
        yield from _take(arrived).result()


def worker(tasks, initializer, initargs):
    if initializer is not None:
        initializer(*initargs)
    while True:
        task = _take(tasks)
        if task is None:
            return
        future, fn, args, kwargs = task
        future.set_running_or_notify_cancel()
        try:
            result = fn(*args, **kwargs)
        except Exception as error:
            future.set_exception(error)
        else:
            future.set_result(result)
