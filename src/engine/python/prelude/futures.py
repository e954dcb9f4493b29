# Python's concurrent.futures over futures and pools of the world. Future is a class here, around the world's future; a pool's threads are
# ordinary threads that take futures from it.

import threading
from queue import SimpleQueue as _SimpleQueue, Empty as _Empty

FIRST_COMPLETED = "FIRST_COMPLETED"
FIRST_EXCEPTION = "FIRST_EXCEPTION"
ALL_COMPLETED = "ALL_COMPLETED"
_executors = _counter()
_TimeoutError = TimeoutError


class Future:
    __module__ = "concurrent.futures._base"

    def __init__(self):
        self._future = _make_future()

    def __repr__(self):
        state = _state(self._future)
        if state == "finished":
            return f"<Future at {hex(id(self))} state=finished returned {type(self.result()).__name__}>"
        if state == "failed":
            return f"<Future at {hex(id(self))} state=finished raised {type(self.exception()).__name__}>"
        return f"<Future at {hex(id(self))} state={state}>"

    def cancel(self):
        if not _cancel(self._future):
            return False
        self._call_back()
        return True

    def cancelled(self):
        return _state(self._future) == "cancelled"

    def running(self):
        return _state(self._future) == "running"

    def done(self):
        state = _state(self._future)
        return state == "finished" or state == "failed" or state == "cancelled"

    def result(self, timeout=None):
        outcome, value = _await_future(self._future, timeout)
        if outcome == "finished":
            return value
        if outcome == "failed":
            raise value
        if outcome == "cancelled":
            raise CancelledError()
        raise _TimeoutError()

    def exception(self, timeout=None):
        outcome, value = _await_future(self._future, timeout)
        if outcome == "finished":
            return None
        if outcome == "failed":
            return value
        if outcome == "cancelled":
            raise CancelledError()
        raise _TimeoutError()

    def add_done_callback(self, fn):
        if not _add_callback(self._future, fn):
            self._run_callback(fn)

    def set_running_or_notify_cancel(self):
        return _begin(self._future)

    def set_result(self, result):
        if not _settle(self._future, result, False):
            raise InvalidStateError(f"{self._state_name()}: {self!r}")
        self._call_back()

    def set_exception(self, exception):
        if not _settle(self._future, exception, True):
            raise InvalidStateError(f"{self._state_name()}: {self!r}")
        self._call_back()

    def _state_name(self):
        return "CANCELLED" if self.cancelled() else "FINISHED"

    def _call_back(self):
        for fn in _take_callbacks(self._future):
            self._run_callback(fn)

    def _run_callback(self, fn):
        try:
            fn(self)
        except Exception as error:
            print(f"exception calling callback for {self!r}")
            print(f"{type(error).__name__}: {error}")


class Executor:
    def submit(self, fn, /, *args, **kwargs):
        raise NotImplementedError()

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        if chunksize < 1:
            raise ValueError("chunksize must be >= 1.")
        end = None if timeout is None else timeout + _monotonic()
        futures = [self.submit(fn, *args) for args in zip(*iterables)]
        return _results(futures, end)

    def shutdown(self, wait=True, *, cancel_futures=False):
        pass

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.shutdown(wait=True)
        return False


def _results(futures, end):
    done = 0
    try:
        for future in futures:
            done += 1
            yield future.result() if end is None else future.result(end - _monotonic())
    finally:
        for future in futures[done:]:
            future.cancel()


class ThreadPoolExecutor(Executor):
    def __init__(self, max_workers=None, thread_name_prefix="", initializer=None, initargs=()):
        if max_workers is None:
            max_workers = min(32, (_cpu_count() or 1) + 4)
        if max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        self._max_workers = max_workers
        self._pool = _make_pool(max_workers)
        self._prefix = thread_name_prefix or ("ThreadPoolExecutor-%d" % _count(_executors))
        self._initializer = initializer
        self._initargs = initargs
        self._started = _counter()
        self._last = None
        self._broken = False

    def submit(self, fn, /, *args, **kwargs):
        if self._broken:
            raise BrokenThreadPool("A thread initializer failed, the thread pool is not usable anymore")
        future = Future()
        if not _submit(self._pool, future._future, (future, fn, args, kwargs)):
            raise RuntimeError("cannot schedule new futures after shutdown")
        number = _count(self._started)
        if number < self._max_workers:
            self._start_thread(number)
        return future

    def _start_thread(self, number):
        thread = threading.Thread(name="%s_%d" % (self._prefix, number), target=_work_for, args=(self,))
        thread._pool = self._pool
        thread._before = self._last
        self._last = thread
        thread.start()

    def shutdown(self, wait=True, *, cancel_futures=False):
        _close(self._pool)
        if cancel_futures:
            for future in _pool_futures(self._pool):
                if _state(future) == "pending":
                    _work(future)[0].cancel()
        if wait:
            _join_all(self._last)


def _join_all(thread):
    threads = []
    while thread is not None:
        threads.insert(0, thread)
        thread = thread._before
    for thread in threads:
        thread.join()


def _work_for(executor):
    if executor._initializer is not None:
        try:
            executor._initializer(*executor._initargs)
        except BaseException as error:
            print("Exception in initializer:")
            print(f"{type(error).__name__}: {error}")
            _break(executor)
            return
    pool = executor._pool
    while True:
        taken = _take(pool)
        if taken is None:
            return
        future, fn, args, kwargs = _work(taken)
        _run(future, fn, args, kwargs)


def _run(future, fn, args, kwargs):
    if not _begin(future._future):
        return
    try:
        result = fn(*args, **kwargs)
    except BaseException as error:
        future.set_exception(error)
    else:
        future.set_result(result)


def _break(executor):
    executor._broken = True
    _close(executor._pool)
    error = BrokenThreadPool("A thread initializer failed, the thread pool is not usable anymore")
    for future in _pool_futures(executor._pool):
        if _state(future) == "pending":
            try:
                _work(future)[0].set_exception(error)
            except InvalidStateError:
                pass


class DoneAndNotDoneFutures:
    def __init__(self, done, not_done):
        self.done = done
        self.not_done = not_done

    def __iter__(self):
        yield self.done
        yield self.not_done

    def __len__(self):
        return 2

    def __getitem__(self, index):
        return (self.done, self.not_done)[index]

    def __repr__(self):
        return f"DoneAndNotDoneFutures(done={self.done!r}, not_done={self.not_done!r})"


def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    futures = set(fs)
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError("Invalid return condition: %r" % return_when)
    done = set()
    settled = _SimpleQueue()
    for future in futures:
        future.add_done_callback(settled.put)
    end = None if timeout is None else _monotonic() + timeout
    while len(done) < len(futures):
        if done and return_when == FIRST_COMPLETED and settled.empty():
            break
        try:
            future = settled.get(True, None if end is None else max(0, end - _monotonic()))
        except _Empty:
            break
        done.add(future)
        if return_when == FIRST_EXCEPTION and not future.cancelled() and future.exception() is not None:
            break
    return DoneAndNotDoneFutures(done, futures - done)


def as_completed(fs, timeout=None):
    futures = set(fs)
    settled = _SimpleQueue()
    for future in futures:
        future.add_done_callback(settled.put)
    return _completed(len(futures), settled, None if timeout is None else _monotonic() + timeout)


def _completed(total, settled, end):
    for done in range(total):
        try:
            future = settled.get(True, None if end is None else max(0, end - _monotonic()))
        except _Empty:
            raise _TimeoutError("%d (of %d) futures unfinished" % (total - done, total)) from None
        yield future
