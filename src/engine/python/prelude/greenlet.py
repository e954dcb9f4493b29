# Python's greenlet over the machine's stacks of calls: explicit switches, and nothing that switches by itself.


class error(Exception):
    pass


class GreenletExit(BaseException):
    pass


class greenlet:
    def __init__(self, run=None, parent=None):
        if run is not None:
            self.run = run
        self.parent = getcurrent() if parent is None else parent
        _register(self, self.parent, self._shown_name())

    def _shown_name(self):
        return getattr(getattr(self, "run", None), "__name__", "greenlet")

    def switch(self, *args, **kwargs):
        target = self
        while target.dead:
            target = target.parent
        return _switch(target, getattr(target, "run", None), args, kwargs)

    def throw(self, kind=GreenletExit, value=None):
        exception = kind if isinstance(kind, BaseException) else (kind() if value is None else kind(value))
        if self.dead or not _has_begun(self):
            raise exception
        return _throw(self, exception)

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
