# What of `concurrent.futures` is written in Python. Natives of the module: Future (CPython's methods, set_running_or_notify_cancel,
# set_result, set_exception and add_done_callback included), its exceptions (CancelledError, InvalidStateError, BrokenExecutor, TimeoutError), and these, seen
# by the prelude alone:
#   _pool(threads) -> a pool          _submit(pool, task) -> bool, False once it is closed          _take(pool) -> the next task; None when no more will come
#   _close(pool)          _terminate(pool) -> the tasks that nobody had taken are dropped          _idle(pool) -> threads that wait and have no task coming
#   _steal(pool) -> a task that nobody has taken, or None at once          _cores() -> processors of the machine

import threading
import time

FIRST_COMPLETED = 'FIRST_COMPLETED'
FIRST_EXCEPTION = 'FIRST_EXCEPTION'
ALL_COMPLETED = 'ALL_COMPLETED'

_executors_made = 0


def _call_back(future, callbacks):
    for callback in callbacks:
        try:
            callback(future)
        except Exception as error:
            print(f'exception calling callback {callback!r} for {future!r}: {error!r}')


class Executor:
    def submit(self, fn, /, *args, **kwargs):
        raise NotImplementedError()

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        end = None if timeout is None else time.monotonic() + timeout
        futures = [self.submit(fn, *args) for args in zip(*iterables)]

        def results():
            try:
                for future in futures:
                    if end is None:
                        yield future.result()
                    else:
                        yield future.result(end - time.monotonic())
            finally:
                for future in futures:
                    future.cancel()

        return results()

    def shutdown(self, wait=True, *, cancel_futures=False):
        pass

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        self.shutdown(wait=True)
        return False


class ThreadPoolExecutor(Executor):
    def __init__(self, max_workers=None, thread_name_prefix='', initializer=None, initargs=()):
        global _executors_made
        if max_workers is None:
            max_workers = min(32, _cores() + 4)
        if max_workers <= 0:
            raise ValueError('max_workers must be greater than 0')
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        self._max_workers = max_workers
        self._prefix = thread_name_prefix or f'ThreadPoolExecutor-{_executors_made}'
        self._pool = _pool(max_workers)
        self._threads = ()
        self._initializer = initializer
        self._initargs = initargs
        _executors_made += 1

    def submit(self, fn, /, *args, **kwargs):
        future = Future()
        if not _submit(self._pool, (future, fn, args, kwargs)):
            raise RuntimeError('cannot schedule new futures after shutdown')
        made = len(self._threads)
        if made < self._max_workers and _idle(self._pool) <= 0:
            thread = threading.Thread(name=f'{self._prefix}_{made}', target=_work, args=(self._pool, self._initializer, self._initargs))
            # Python waits for a pool's threads at its end, after telling them that no more will come.
            thread._pool = self._pool
            thread.start()
            self._threads = self._threads + (thread,)
        return future

    def shutdown(self, wait=True, *, cancel_futures=False):
        if cancel_futures:
            _close(self._pool)
            while True:
                task = _steal(self._pool)
                if task is None:
                    break
                task[0].cancel()
        _close(self._pool)
        if wait:
            for thread in self._threads:
                thread.join()


def _work(pool, initializer, initargs):
    if initializer is not None:
        initializer(*initargs)
    while True:
        task = _take(pool)
        if task is None:
            return
        future, fn, args, kwargs = task
        if not future.set_running_or_notify_cancel():
            continue
        try:
            result = fn(*args, **kwargs)
        except BaseException as error:
            future.set_exception(error)
        else:
            future.set_result(result)


class _DoneAndNotDone:
    def __init__(self, done, not_done):
        self.done = done
        self.not_done = not_done

    def __iter__(self):
        return iter((self.done, self.not_done))

    def __getitem__(self, index):
        return (self.done, self.not_done)[index]

    def __repr__(self):
        return f'DoneAndNotDoneFutures(done={self.done!r}, not_done={self.not_done!r})'


def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    futures = list(fs)
    arrived = threading.Semaphore(0)

    def note(future):
        arrived.release()

    def enough():
        done = [future for future in futures if future.done()]
        if len(done) == len(futures):
            return True
        if return_when == FIRST_COMPLETED:
            return len(done) > 0
        if return_when == FIRST_EXCEPTION:
            return any(not future.cancelled() and future.exception() is not None for future in done)
        return False

    if not enough():
        end = None if timeout is None else time.monotonic() + timeout
        for future in futures:
            future.add_done_callback(note)
        while not enough():
            if not arrived.acquire(timeout=None if end is None else max(0, end - time.monotonic())):
                break
    done = {future for future in futures if future.done()}
    return _DoneAndNotDone(done, {future for future in futures if future not in done})


def as_completed(fs, timeout=None):
    futures = list(fs)
    end = None if timeout is None else time.monotonic() + timeout
    arrived = _FinishedInOrder()
    for future in futures:
        future.add_done_callback(arrived.put)
    for count in range(len(futures)):
        future = arrived.get(None if end is None else max(0, end - time.monotonic()))
        if future is None:
            raise TimeoutError(f'{len(futures) - count} (of {len(futures)}) futures unfinished')
        yield future


class _FinishedInOrder:
    def __init__(self):
        self._tasks = _pool(1)

    def put(self, future):
        _submit(self._tasks, future)

    def get(self, timeout):
        return _take(self._tasks, timeout)
