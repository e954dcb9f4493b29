# Python's greenlet over the machine's stacks of calls: explicit switches, and nothing that switches by itself.


class error(Exception):
    pass


class GreenletExit(BaseException):
    pass


class greenlet:
    def __init__(self, run=None, parent=None):
        if run is not None:
            self.run = run
        if parent is not None and not isinstance(parent, greenlet):
            raise TypeError(f"GreenletChecker: Expected any type of greenlet, not {type(parent).__name__}")
        self.parent = getcurrent() if parent is None else parent
        _register(self, self.parent, self._shown_name())

    def _shown_name(self):
        return getattr(getattr(self, "run", None), "__name__", "greenlet")

    def switch(self, *args, **kwargs):
        target = self
        while target.dead:
            target = target.parent
        if not _has_begun(target) and not hasattr(target, "run"):
            raise AttributeError("run")
        return _switch(target, getattr(target, "run", None), args, kwargs)

    def throw(self, kind=GreenletExit, value=None):
        exception = kind if isinstance(kind, BaseException) else (kind() if value is None else kind(value))
        if self.dead or not _has_begun(self):
            return self._end_at_once(exception)
        return _throw(self, exception)

    def _end_at_once(self, exception):
        _end(self)
        here = self.parent is getcurrent()
        if isinstance(exception, GreenletExit):
            return exception if here else self.parent.switch(exception)
        if here:
            raise exception
        return self.parent.throw(exception)

    @property
    def dead(self):
        return _is_dead(self)

    def __bool__(self):
        return _has_begun(self) and not _is_dead(self)


class _FirstGreenlet(greenlet):
    def __init__(self):
        self.parent = None
        _register(self, None, "main")


_first = _FirstGreenlet()
