# Python's asyncio over the machine's event loop: what is written in Python in CPython, too, in the order in which it happens there (3.13).
# Futures, tasks, handles and the loop itself are native. Waiting rooms are rows, which are native: a list would be steps.

import threading
from contextvars import copy_context as _copy_context
from concurrent.futures import Future as _ConcurrentFuture, ThreadPoolExecutor as _ThreadPoolExecutor

FIRST_COMPLETED = "FIRST_COMPLETED"
FIRST_EXCEPTION = "FIRST_EXCEPTION"
ALL_COMPLETED = "ALL_COMPLETED"
_EXECUTOR = 0
_SHUT_DOWN = False
_HANDLER = 1


# —— running ——


def run(main, *, debug=None, loop_factory=None):
    if _get_running_loop() is not None:
        raise RuntimeError("asyncio.run() cannot be called from a running event loop")
    with Runner(debug=debug, loop_factory=loop_factory) as runner:
        return runner.run(main)


class Runner:
    def __init__(self, *, debug=None, loop_factory=None):
        self._debug = debug
        self._loop_factory = loop_factory
        self._loop = None
        self._state = "created"

    def __enter__(self):
        self._begin()
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.close()

    def _begin(self):
        if self._state == "closed":
            raise RuntimeError("Runner is closed")
        if self._state == "initialized":
            return
        self._loop = new_event_loop() if self._loop_factory is None else self._loop_factory()
        if self._debug is not None:
            self._loop.set_debug(self._debug)
        self._context = _copy_context()
        self._state = "initialized"

    def get_loop(self):
        self._begin()
        return self._loop

    def run(self, coro, *, context=None):
        if not iscoroutine(coro):
            raise ValueError(f"a coroutine was expected, got {coro!r}")
        if _get_running_loop() is not None:
            raise RuntimeError("Runner.run() cannot be called from a running event loop")
        self._begin()
        task = self._loop.create_task(coro, context=self._context if context is None else context)
        try:
            return self._loop.run_until_complete(task)
        finally:
            for future in _unfetched(self._loop):
                if future is not task:
                    _never_retrieved(future)

    def close(self):
        if self._state != "initialized":
            return
        loop = self._loop
        try:
            _cancel_all_tasks(loop)
            if _asyncgens(loop):
                loop.run_until_complete(loop.shutdown_asyncgens())
            _shut_down_executor(loop)
        finally:
            loop.close()
            self._loop = None
            self._state = "closed"


def _cancel_all_tasks(loop):
    to_cancel = _pending_tasks(loop)
    if not to_cancel:
        return
    for task in to_cancel:
        task.cancel()
    loop.run_until_complete(gather(*to_cancel, return_exceptions=True))
    for task in to_cancel:
        if task.cancelled():
            continue
        if task.exception() is not None:
            loop.call_exception_handler({
                "message": "unhandled exception during asyncio.run() shutdown",
                "exception": task.exception(),
                "task": task,
            })


def _run_until_complete(loop, future):
    if loop.is_closed():
        raise RuntimeError("Event loop is closed")
    if loop.is_running():
        raise RuntimeError("This event loop is already running")
    if _get_running_loop() is not None:
        raise RuntimeError("Cannot run the event loop while another loop is running")
    new_task = not isfuture(future)
    future = ensure_future(future, loop=loop)
    future.add_done_callback(_stop_loop)
    try:
        loop.run_forever()
    except:
        if new_task and future.done() and not future.cancelled():
            future.exception()
        raise
    finally:
        future.remove_done_callback(_stop_loop)
    if not future.done():
        raise RuntimeError("Event loop stopped before Future completed.")
    return future.result()


def _stop_loop(future):
    if not future.cancelled():
        exception = _exception_of(future)
        if isinstance(exception, (SystemExit, KeyboardInterrupt)):
            return
    future.get_loop().stop()


def _exception_of(future):
    if not _has_failed(future):
        return None
    return _peek_exception(future)


def get_event_loop():
    loop = _get_running_loop()
    if loop is None:
        raise RuntimeError(f"There is no current event loop in thread '{threading.current_thread().name}'.")
    return loop


def set_event_loop(loop):
    pass


# —— what the loop has to say ——


def _set_exception_handler(loop, handler):
    if handler is not None and not callable(handler):
        raise TypeError(f"A callable object or None is expected, got {handler!r}")
    _keep(loop, _HANDLER, handler)


def _get_exception_handler(loop):
    return _kept(loop, _HANDLER)


def _call_exception_handler(loop, context):
    handler = _kept(loop, _HANDLER)
    if handler is None:
        _default_exception_handler(loop, context)
        return
    try:
        handler(loop, context)
    except Exception as error:
        _default_exception_handler(loop, {
            "message": "Unhandled error in exception handler",
            "exception": error,
            "context": context,
        })


def _default_exception_handler(loop, context):
    message = context.get("message")
    if not message:
        message = "Unhandled exception in event loop"
    text = message + "\n"
    for key in sorted(context):
        if key != "message" and key != "exception":
            text += f"{key}: {context[key]!r}\n"
    exception = context.get("exception")
    if exception is not None:
        text += _format_exception(exception)
    _print_text(text)


def _format_exception(exception):
    chain = _printed(exception)
    return _traceback_text(exception, [str(one) for one in chain])


def _never_retrieved(future):
    if not _has_failed(future) or not _is_unfetched(future):
        return
    _fetched(future)
    name = "Task" if isinstance(future, Task) else "Future"
    future.get_loop().call_exception_handler({
        "message": f"{name} exception was never retrieved",
        "exception": _peek_exception(future),
        "future": future,
    })


def _tell_failed_callback(entry, exception):
    loop = _get_running_loop()
    shown = _describe_callable(entry)
    loop.call_exception_handler({
        "message": f"Exception in callback {shown}",
        "exception": exception,
        "handle": _Shown(f"<Handle {shown}>"),
    })


class _Shown:
    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return self.text


def _tell_slow(entry, milliseconds):
    shown = repr(entry) if isfuture(entry) else f"<Handle {_describe_callable(entry)}>"
    _print_text(f"Executing {shown} took {milliseconds / 1000:.3f} seconds\n")


# —— tasks ——


def current_task(loop=None):
    if loop is None:
        get_running_loop()
    return _current_task()


def all_tasks(loop=None):
    if loop is None:
        loop = get_running_loop()
    return set(_pending_tasks(loop))


def ensure_future(coro_or_future, *, loop=None):
    if isfuture(coro_or_future):
        if loop is not None and loop is not coro_or_future.get_loop():
            raise ValueError("The future belongs to a different loop than the one specified as the loop argument")
        return coro_or_future
    if not iscoroutine(coro_or_future):
        if not isawaitable(coro_or_future):
            raise TypeError("An asyncio.Future, a coroutine or an awaitable is required")
        coro_or_future = _wrap_awaitable(coro_or_future)
    if loop is None:
        loop = get_event_loop()
    return _new_task(loop, coro_or_future)


def isawaitable(value):
    return isfuture(value) or iscoroutine(value) or hasattr(value, "__await__")


async def _wrap_awaitable(awaitable):
    return await awaitable


def _iterate(future):
    if not future.done():
        _mark_awaited(future)
        yield future
    if not future.done():
        raise RuntimeError("await wasn't used with future")
    return future.result()


async def sleep(delay, result=None):
    if delay <= 0:
        await _Pass()
        return result
    if delay != delay:
        raise ValueError("Invalid delay: NaN (not a number)")
    loop = get_running_loop()
    future = loop.create_future()
    handle = loop.call_later(delay, _set_unless_cancelled, future, result)
    try:
        return await future
    finally:
        handle.cancel()


_slow_sleep = sleep


async def sleep(delay, result=None):
    return await _make_sleep(delay, result)


_sleep = sleep
sleep = _make_sleep


class _Pass:
    def __await__(self):
        yield


def _set_unless_cancelled(future, result):
    if future.cancelled():
        return
    future.set_result(result)


def gather(*coros_or_futures, return_exceptions=False):
    if not coros_or_futures:
        outer = get_event_loop().create_future()
        outer.set_result([])
        return outer
    loop = _get_running_loop()
    finished = 0
    outer = None
    futures = {}
    children = []
    done_before = []

    def one_done(future):
        nonlocal finished
        finished += 1
        if outer is None or outer.done():
            if not future.cancelled():
                future.exception()
            return
        if not return_exceptions:
            if future.cancelled():
                outer.set_exception(_make_cancelled_error(future))
                return
            exception = future.exception()
            if exception is not None:
                outer.set_exception(exception)
                return
        if finished == len(futures):
            results = []
            for child in children:
                if child.cancelled():
                    message = _cancel_message(child)
                    result = CancelledError("" if message is None else message)
                else:
                    result = child.exception()
                    if result is None:
                        result = child.result()
                results.append(result)
            if _cancel_asked(outer):
                outer.set_exception(_make_cancelled_error(future))
            else:
                outer.set_result(results)

    for arg in coros_or_futures:
        future = futures.get(arg)
        if future is None:
            future = ensure_future(arg, loop=loop)
            if loop is None:
                loop = future.get_loop()
            futures[arg] = future
            if future.done():
                done_before.append(future)
            else:
                future.add_done_callback(one_done)
        children.append(future)
    outer = loop.create_future()
    _name_future(outer, "gather")
    _set_children(outer, tuple(children))
    for future in done_before:
        one_done(future)
    return outer


async def wait(fs, *, timeout=None, return_when=ALL_COMPLETED):
    if isfuture(fs) or iscoroutine(fs):
        raise TypeError(f"expect a list of futures, not {type(fs).__name__}")
    if not fs:
        raise ValueError("Set of Tasks/Futures is empty.")
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError(f"Invalid return_when value: {return_when}")
    fs = dict.fromkeys(fs)
    for f in fs:
        if iscoroutine(f):
            raise TypeError("Passing coroutines is forbidden, use tasks explicitly.")
    loop = get_running_loop()
    waiter = loop.create_future()
    _name_future(waiter, "wait")
    handle = None if timeout is None else loop.call_later(timeout, _release_waiter, waiter)
    counter = len(fs)

    def one_done(f):
        nonlocal counter
        counter -= 1
        if (
            counter <= 0
            or return_when == FIRST_COMPLETED
            or return_when == FIRST_EXCEPTION
            and (not f.cancelled() and f.exception() is not None)
        ):
            if handle is not None:
                handle.cancel()
            if not waiter.done():
                waiter.set_result(None)

    for f in fs:
        f.add_done_callback(one_done)
    try:
        await waiter
    finally:
        if handle is not None:
            handle.cancel()
        for f in fs:
            f.remove_done_callback(one_done)
    done = set()
    pending = set()
    for f in fs:
        if f.done():
            done.add(f)
        else:
            pending.add(f)
    return done, pending


def _release_waiter(waiter):
    if not waiter.done():
        waiter.set_result(None)


async def wait_for(fut, timeout):
    if timeout is not None and timeout <= 0:
        fut = ensure_future(fut)
        if fut.done():
            return fut.result()
        await _cancel_and_wait(fut)
        try:
            return fut.result()
        except CancelledError as exc:
            raise TimeoutError from exc
    async with _timeout(timeout):
        return await fut


async def _cancel_and_wait(fut):
    waiter = get_running_loop().create_future()

    def release(future):
        _release_waiter(waiter)

    fut.add_done_callback(release)
    try:
        fut.cancel()
        await waiter
    finally:
        fut.remove_done_callback(release)


def as_completed(fs, *, timeout=None):
    if isfuture(fs) or iscoroutine(fs):
        raise TypeError(f"expects an iterable of awaitables, not {type(fs).__name__}")
    return _AsCompleted(fs, timeout)


class _AsCompleted:
    def __init__(self, aws, timeout):
        self._done = _QuietQueue()
        self._handle = None
        loop = get_event_loop()
        todo = []
        for one in aws:
            future = ensure_future(one, loop=loop)
            if future not in todo:
                todo.append(future)
        for future in todo:
            future.add_done_callback(self._take)
        if todo and timeout is not None:
            self._handle = loop.call_later(timeout, self._give_up)
        self._todo = tuple(todo)
        self._waiting = len(todo)
        self._left = len(todo)
        self._ended = False

    def __aiter__(self):
        return self

    def __iter__(self):
        return self

    async def __anext__(self):
        if not self._left:
            raise StopAsyncIteration
        self._left -= 1
        return await self._wait_for_one()

    def __next__(self):
        if not self._left:
            raise StopIteration
        self._left -= 1
        return self._wait_for_one(True)

    def _give_up(self):
        for future in self._todo:
            if future.remove_done_callback(self._take):
                self._done.put_nowait(None)
        self._waiting = 0

    def _take(self, future):
        if not self._waiting:
            return
        self._waiting -= 1
        self._done.put_nowait(future)
        if not self._waiting and self._handle is not None:
            self._handle.cancel()

    async def _wait_for_one(self, resolve=False):
        future = await self._done.get()
        if future is None:
            raise TimeoutError
        return future.result() if resolve else future


def shield(arg):
    inner = ensure_future(arg)
    if inner.done():
        return inner
    loop = inner.get_loop()
    outer = loop.create_future()
    _name_future(outer, "shield")

    def inner_done(inner):
        if outer.cancelled():
            if not inner.cancelled():
                inner.exception()
            return
        if inner.cancelled():
            outer.cancel()
        else:
            exception = inner.exception()
            if exception is not None:
                outer.set_exception(exception)
            else:
                outer.set_result(inner.result())

    def outer_done(outer):
        if not inner.done():
            inner.remove_done_callback(inner_done)

    inner.add_done_callback(inner_done)
    outer.add_done_callback(outer_done)
    return outer


def run_coroutine_threadsafe(coro, loop):
    if not iscoroutine(coro):
        raise TypeError("A coroutine object is required")
    future = _ConcurrentFuture()
    loop.call_soon_threadsafe(_begin_chained, coro, loop, future)
    return future


def _begin_chained(coro, loop, future):
    try:
        _chain(ensure_future(coro, loop=loop), future)
    except BaseException as error:
        if future.set_running_or_notify_cancel():
            future.set_exception(error)
        raise


def _chain(task, future):
    future.set_running_or_notify_cancel()

    def settle(task):
        if task.cancelled():
            future.set_exception(CancelledError())
        elif task.exception() is not None:
            future.set_exception(task.exception())
        else:
            future.set_result(task.result())

    task.add_done_callback(settle)


# —— time limits ——


class Timeout:
    def __init__(self, when):
        self._state = "created"
        self._handle = None
        self._task = None
        self._cancelling = 0
        self._when = when

    def when(self):
        return self._when

    def reschedule(self, when):
        if self._state != "active":
            if self._state == "created":
                raise RuntimeError("Timeout has not been entered")
            raise RuntimeError(f"Cannot change state of {self._state} Timeout")
        self._when = when
        if self._handle is not None:
            self._handle.cancel()
        if when is None:
            self._handle = None
        else:
            loop = get_running_loop()
            if when <= loop.time():
                self._handle = loop.call_soon(self._on_timeout)
            else:
                self._handle = loop.call_at(when, self._on_timeout)

    def expired(self):
        return self._state in ("expiring", "expired")

    def __repr__(self):
        shown = self._state
        if self._state == "active":
            shown += f" when={round(self._when, 3)}" if self._when is not None else " when=None"
        return f"<Timeout [{self._state}]{shown[len(self._state):]}>"

    async def __aenter__(self):
        if self._state != "created":
            raise RuntimeError("Timeout has already been entered")
        task = _current_task()
        if task is None:
            raise RuntimeError("Timeout should be used inside a task")
        self._state = "active"
        self._task = task
        self._cancelling = task.cancelling()
        self.reschedule(self._when)
        return self

    async def __aexit__(self, exc_type, exc_val, exc_tb):
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
        if self._state == "expiring":
            self._state = "expired"
            if self._task.uncancel() <= self._cancelling and exc_type is not None:
                if issubclass(exc_type, CancelledError):
                    raise TimeoutError from exc_val
        elif self._state == "active":
            self._state = "finished"

    def _on_timeout(self):
        self._task.cancel()
        self._state = "expiring"
        self._handle = None


def timeout(delay):
    return Timeout(get_running_loop().time() + delay if delay is not None else None)


_timeout = timeout


def timeout_at(when):
    return Timeout(when)


# —— groups of tasks ——


class TaskGroup:
    def __init__(self):
        self._entered = False
        self._exiting = False
        self._aborting = False
        self._loop = None
        self._parent = None
        self._cancels_parent = False
        self._tasks = None
        self._telling = 0
        self._errors = []
        self._base_error = None
        self._completed = None

    def __repr__(self):
        info = [""]
        if self._telling:
            info.append(f"tasks={self._telling}")
        if self._errors:
            info.append(f"errors={len(self._errors)}")
        if self._aborting:
            info.append("cancelling")
        elif self._entered:
            info.append("entered")
        return f"<TaskGroup{' '.join(info)}>"

    async def __aenter__(self):
        if self._entered:
            raise RuntimeError(f"TaskGroup {self!r} has already been entered")
        self._loop = get_running_loop()
        self._parent = _current_task()
        if self._parent is None:
            raise RuntimeError(f"TaskGroup {self!r} cannot determine the parent task")
        self._entered = True
        return self

    async def __aexit__(self, exc_type, exc, exc_tb):
        self._exiting = True
        if exc_type is not None and _is_base_error(exc) and self._base_error is None:
            self._base_error = exc
        cancellation = exc if exc_type is not None and issubclass(exc_type, CancelledError) else None
        if exc_type is not None and not self._aborting:
            self._abort()
        while self._telling:
            if self._completed is None:
                self._completed = self._loop.create_future()
                _name_future(self._completed, "task group")
            try:
                await self._completed
            except CancelledError as error:
                if not self._aborting:
                    cancellation = error
                    self._abort()
            self._completed = None
        if self._base_error is not None:
            raise self._base_error
        if self._cancels_parent and self._parent.uncancel() == 0:
            cancellation = None
        if cancellation is not None and not self._errors:
            raise cancellation
        if exc_type is not None and not issubclass(exc_type, CancelledError):
            self._errors.append(exc)
        if self._errors:
            if self._parent.cancelling():
                self._parent.uncancel()
                self._parent.cancel()
            raise BaseExceptionGroup("unhandled errors in a TaskGroup", self._errors) from None

    def create_task(self, coro, *, name=None, context=None):
        if not self._entered:
            coro.close()
            raise RuntimeError(f"TaskGroup {self!r} has not been entered")
        if self._exiting and not self._telling:
            coro.close()
            raise RuntimeError(f"TaskGroup {self!r} is finished")
        if self._aborting:
            coro.close()
            raise RuntimeError(f"TaskGroup {self!r} is shutting down")
        task = _new_task(self._loop, coro, name, context)
        self._tasks = _Chain(task, self._tasks)
        self._telling += 1
        task.add_done_callback(self._one_done)
        return task

    def _abort(self):
        self._aborting = True
        for task in _oldest_first(self._tasks):
            if not task.done():
                task.cancel()

    def _one_done(self, task):
        self._telling -= 1
        if self._telling == 0:
            self._tasks = None
            if self._completed is not None and not self._completed.done():
                self._completed.set_result(True)
        if task.cancelled():
            return
        exception = task.exception()
        if exception is None:
            return
        self._errors.append(exception)
        if _is_base_error(exception) and self._base_error is None:
            self._base_error = exception
        if self._parent.done():
            self._loop.call_exception_handler({
                "message": f"Task {task!r} has errored out but its parent task {self._parent} is already completed",
                "exception": exception,
                "task": task,
            })
            return
        if not self._aborting and not self._cancels_parent:
            self._abort()
            self._cancels_parent = True
            self._parent.cancel()


class _Chain:
    def __init__(self, item, before):
        self.item = item
        self.before = before
    def __iter__(self):
        at = self
        while at is not None:
            yield at.item
            at = at.before


def _oldest_first(chain):
    return () if chain is None else reversed(list(chain))


def _is_base_error(exc):
    return isinstance(exc, (SystemExit, KeyboardInterrupt))


# —— waiting rooms ——


class _Bound:
    _loop = None

    def _get_loop(self):
        loop = get_running_loop()
        if self._loop is not loop:
            if self._loop is not None:
                raise RuntimeError(f"{self!r} is bound to a different event loop")
            self._loop = loop
        return loop

    def _shown(self, extra):
        waiters = _row_len(self._waiters)
        if waiters:
            extra += f", waiters:{waiters}"
        return f"<{type(self).__module__}.{type(self).__qualname__} object at {hex(id(self))} [{extra}]>"

    def _wait(self):
        return _wait_in(self._get_loop(), self._waiters, self._trace_kind)


class _Locks(_Bound):
    async def __aenter__(self):
        await self.acquire()

    async def __aexit__(self, exc_type, exc, exc_tb):
        self.release()


class Lock(_Locks):
    __module__ = "asyncio.locks"
    _trace_kind = "lock"

    def __init__(self):
        self._waiters = _row()
        self._locked = False

    def __repr__(self):
        return self._shown("locked" if self._locked else "unlocked")

    def locked(self):
        return self._locked

    async def acquire(self):
        if not self._locked and _all_cancelled(self._waiters):
            self._locked = True
            _tell("acquire", self, 1)
            return True
        future = self._wait()
        _tell("acquire-wait", self, None)
        try:
            try:
                await future
            finally:
                _row_remove(self._waiters, future)
        except CancelledError:
            _tell("acquire-timeout", self, None)
            if not self._locked:
                self._wake_up_first()
            raise
        self._locked = True
        _tell("acquire", self, 1)
        return True

    def release(self):
        if not self._locked:
            raise RuntimeError("Lock is not acquired.")
        self._locked = False
        _tell("release", self, 0)
        self._wake_up_first()

    def _wake_up_first(self):
        _wake_first(self._waiters)


class Event(_Bound):
    __module__ = "asyncio.locks"
    _trace_kind = "event-flag"

    def __init__(self):
        self._waiters = _row()
        self._value = False

    def __repr__(self):
        return self._shown("set" if self._value else "unset")

    def is_set(self):
        return self._value

    def set(self):
        if not self._value:
            self._value = True
            _tell("set", self, None)
            _wake_all(self._waiters)

    def clear(self):
        self._value = False
        _tell("clear", self, None)

    async def wait(self):
        if self._value:
            return True
        future = self._wait()
        _tell("wait", self, None)
        try:
            await future
            _tell("woken", self, None)
            return True
        finally:
            _row_remove(self._waiters, future)


class Condition(_Locks):
    __module__ = "asyncio.locks"
    _trace_kind = "condition"

    def __init__(self, lock=None):
        self._lock = Lock() if lock is None else lock
        self._waiters = _row()

    def __repr__(self):
        return self._shown("locked" if self.locked() else "unlocked")

    def locked(self):
        return self._lock.locked()

    def acquire(self):
        return self._lock.acquire()

    def release(self):
        self._lock.release()

    async def wait(self):
        if not self.locked():
            raise RuntimeError("cannot wait on un-acquired lock")
        future = self._get_loop().create_future()
        _name_future(future, "condition")
        _tell("wait", self, None)
        self.release()
        try:
            try:
                _row_append(self._waiters, future)
                try:
                    await future
                    _tell("woken", self, None)
                    return True
                finally:
                    _row_remove(self._waiters, future)
            finally:
                error = None
                while True:
                    try:
                        await self.acquire()
                        break
                    except CancelledError as exc:
                        error = exc
                if error is not None:
                    raise error
        except BaseException:
            self._notify(1)
            raise

    async def wait_for(self, predicate):
        result = predicate()
        while not result:
            await self.wait()
            result = predicate()
        return result

    def notify(self, n=1):
        if not self.locked():
            raise RuntimeError("cannot notify on un-acquired lock")
        self._notify(n)

    def _notify(self, n):
        _tell("notify", self, n)
        count = 0
        for future in _row_items(self._waiters):
            if count >= n:
                break
            if not future.done():
                count += 1
                future.set_result(False)

    def notify_all(self):
        self.notify(_row_len(self._waiters))


class Semaphore(_Locks):
    __module__ = "asyncio.locks"
    _trace_kind = "semaphore"

    def __init__(self, value=1):
        if value < 0:
            raise ValueError("Semaphore initial value must be >= 0")
        self._waiters = _row()
        self._value = value

    def __repr__(self):
        return self._shown("locked" if self.locked() else f"unlocked, value:{self._value}")

    def locked(self):
        return self._value == 0 or not _all_cancelled(self._waiters)

    async def acquire(self):
        if not self.locked():
            self._value -= 1
            _tell("acquire", self, self._value)
            return True
        future = self._wait()
        _tell("acquire-wait", self, None)
        try:
            try:
                await future
            finally:
                _row_remove(self._waiters, future)
        except CancelledError:
            _tell("acquire-timeout", self, None)
            if future.done() and not future.cancelled():
                self._value += 1
            raise
        finally:
            while self._value > 0:
                if not self._wake_up_next():
                    break
        _tell("acquire", self, self._value)
        return True

    def release(self):
        self._value += 1
        _tell("release", self, self._value)
        self._wake_up_next()

    def _wake_up_next(self):
        self._value -= 1
        if _wake_one(self._waiters):
            return True
        self._value += 1
        return False


class BoundedSemaphore(Semaphore):
    def __init__(self, value=1):
        self._bound_value = value
        Semaphore.__init__(self, value)

    def release(self):
        if self._value >= self._bound_value:
            raise ValueError("BoundedSemaphore released too many times")
        Semaphore.release(self)


class Barrier(_Bound):
    __module__ = "asyncio.locks"

    def __init__(self, parties):
        if parties < 1:
            raise ValueError("parties must be > 0")
        self._cond = Condition()
        self._parties = parties
        self._state = "filling"
        self._count = 0

    def __repr__(self):
        info = self._state
        if not self.broken:
            info += f", waiters:{self.n_waiting}/{self.parties}"
        return f"<asyncio.locks.Barrier object at {hex(id(self))} [{info}]>"

    async def __aenter__(self):
        return await self.wait()

    async def __aexit__(self, exc_type, exc, exc_tb):
        pass

    async def wait(self):
        async with self._cond:
            await self._block()
            try:
                index = self._count
                self._count += 1
                if index + 1 == self._parties:
                    self._state = "draining"
                    self._cond.notify_all()
                else:
                    await self._cond.wait_for(lambda: self._state != "filling")
                    if self._state == "broken" or self._state == "resetting":
                        raise BrokenBarrierError("Abort or reset of barrier")
                return index
            finally:
                self._count -= 1
                self._exit()

    async def _block(self):
        await self._cond.wait_for(lambda: self._state not in ("draining", "resetting"))
        if self._state == "broken":
            raise BrokenBarrierError("Barrier aborted")

    def _exit(self):
        if self._count == 0:
            if self._state in ("resetting", "draining"):
                self._state = "filling"
            self._cond.notify_all()

    async def reset(self):
        async with self._cond:
            if self._count > 0:
                if self._state != "resetting":
                    self._state = "resetting"
            else:
                self._state = "filling"
            self._cond.notify_all()

    async def abort(self):
        async with self._cond:
            self._state = "broken"
            self._cond.notify_all()

    @property
    def parties(self):
        return self._parties

    @property
    def n_waiting(self):
        return self._count if self._state == "filling" else 0

    @property
    def broken(self):
        return self._state == "broken"


# —— queues ——


class Queue(_Bound):
    __module__ = "asyncio.queues"
    _trace_kind = "queue"

    def __init__(self, maxsize=0):
        self._maxsize = maxsize
        self._getters = _row()
        self._putters = _row()
        self._unfinished = 0
        self._finished = Event()
        self._finished._value = True
        self._is_shutdown = False
        self._row = _row()

    def __repr__(self):
        return f"<{type(self).__name__} at {hex(id(self))} {self._format()}>"

    def _format(self):
        result = f"maxsize={self._maxsize!r}"
        if _row_len(self._row):
            result += f" _queue={list(_row_items(self._row))!r}"
        if _row_len(self._getters):
            result += f" _getters[{_row_len(self._getters)}]"
        if _row_len(self._putters):
            result += f" _putters[{_row_len(self._putters)}]"
        if self._unfinished:
            result += f" tasks={self._unfinished}"
        return result

    _waited_for = "queue"
    _is_told = True

    def _tell(self, op):
        if self._is_told:
            _tell(op, self, None)

    def _get(self):
        return _row_popleft(self._row)

    def _put(self, item):
        _row_append(self._row, item)

    def qsize(self):
        return _row_len(self._row)

    @property
    def maxsize(self):
        return self._maxsize

    def empty(self):
        return not _row_len(self._row)

    def full(self):
        return 0 < self._maxsize <= _row_len(self._row)

    async def put(self, item):
        while self.full():
            if self._is_shutdown:
                raise QueueShutDown
            putter = _wait_in(self._get_loop(), self._putters, "queue")
            self._tell("put-wait")
            try:
                await putter
            except:
                putter.cancel()
                try:
                    _row_remove(self._putters, putter)
                except ValueError:
                    pass
                if not self.full() and not putter.cancelled():
                    _wake_next(self._putters)
                raise
        return self.put_nowait(item)

    def put_nowait(self, item):
        if self._is_shutdown:
            raise QueueShutDown
        if self.full():
            raise QueueFull
        if self._is_told:
            _tell("put", self, item)
        self._put(item)
        self._unfinished += 1
        self._finished._value = False
        _wake_next(self._getters)

    async def get(self):
        while self.empty():
            if self._is_shutdown and self.empty():
                raise QueueShutDown
            getter = _wait_in(self._get_loop(), self._getters, self._waited_for)
            self._tell("get-wait")
            try:
                await getter
            except:
                getter.cancel()
                try:
                    _row_remove(self._getters, getter)
                except ValueError:
                    pass
                if not self.empty() and not getter.cancelled():
                    _wake_next(self._getters)
                raise
        return self.get_nowait()

    def get_nowait(self):
        if self.empty():
            if self._is_shutdown:
                raise QueueShutDown
            raise QueueEmpty
        item = self._get()
        if self._is_told:
            _tell("get", self, item)
        _wake_next(self._putters)
        return item

    def task_done(self):
        if self._unfinished <= 0:
            raise ValueError("task_done() called too many times")
        self._unfinished -= 1
        self._tell("task-done")
        if self._unfinished == 0:
            self._finished.set()

    async def join(self):
        if self._unfinished > 0:
            self._tell("join-wait")
            await self._finished.wait()
            self._tell("join")

    def shutdown(self, immediate=False):
        self._is_shutdown = True
        self._tell("shutdown")
        if immediate:
            while not self.empty():
                self._get()
                if self._unfinished > 0:
                    self._unfinished -= 1
            if self._unfinished == 0:
                self._finished.set()
        while _row_len(self._getters):
            _wake_next(self._getters)
        while _row_len(self._putters):
            _wake_next(self._putters)


class _QuietQueue(Queue):
    _waited_for = "as_completed"
    _is_told = False


class LifoQueue(Queue):
    _trace_kind = "lifo-queue"

    def _put(self, item):
        _row_insert(self._row, 0, item)


class PriorityQueue(Queue):
    _trace_kind = "priority-queue"

    def _put(self, item):
        index = 0
        for other in _row_items(self._row):
            if item < other:
                break
            index += 1
        _row_insert(self._row, index, item)


# —— threads ——


async def to_thread(func, /, *args, **kwargs):
    loop = get_running_loop()
    context = _copy_context()

    def call():
        return context.run(func, *args, **kwargs)

    call.__name__ = getattr(func, "__name__", "call")
    return await loop.run_in_executor(None, call)


def _run_in_executor(loop, executor, func, *args):
    if loop.is_closed():
        raise RuntimeError("Event loop is closed")
    if executor is None:
        executor = _kept(loop, _EXECUTOR)
        if executor is _SHUT_DOWN:
            raise RuntimeError("Executor shutdown has been called")
        if executor is None:
            executor = _ThreadPoolExecutor(thread_name_prefix="asyncio")
            _keep(loop, _EXECUTOR, executor)
    return wrap_future(executor.submit(func, *args), loop=loop)


def _set_default_executor(loop, executor):
    _keep(loop, _EXECUTOR, executor)


def wrap_future(future, *, loop=None):
    if isfuture(future):
        return future
    if loop is None:
        loop = get_event_loop()
    wrapped = loop.create_future()
    _name_future(wrapped, "thread")

    def tell(source):
        if not loop.is_closed():
            loop.call_soon_threadsafe(_copy_outcome, source, wrapped)

    def cancel_source(wrapped):
        if wrapped.cancelled():
            future.cancel()

    wrapped.add_done_callback(cancel_source)
    future.add_done_callback(tell)
    return wrapped


def _copy_outcome(source, wrapped):
    if wrapped.done():
        return
    if source.cancelled():
        wrapped.cancel()
        return
    exception = source.exception()
    if exception is None:
        wrapped.set_result(source.result())
    else:
        wrapped.set_exception(exception)


async def _shutdown_default_executor(loop, timeout=None):
    _shut_down_executor(loop)


def _shut_down_executor(loop):
    executor = _kept(loop, _EXECUTOR)
    _keep(loop, _EXECUTOR, _SHUT_DOWN)
    if executor is not None and executor is not _SHUT_DOWN:
        executor.shutdown(wait=True)


async def _shutdown_asyncgens(loop):
    closing = _asyncgens(loop)
    results = await gather(*[generator.aclose() for generator in closing], return_exceptions=True)
    for generator, result in zip(closing, results):
        if isinstance(result, Exception):
            loop.call_exception_handler({
                "message": f"an error occurred during closing of asynchronous generator {generator!r}",
                "exception": result,
                "asyncgen": generator,
            })
