# Python's contextvars over the machine's present context: each task begins with a copy of its maker's.

_MISSING = object()


class ContextVar:
    def __init__(self, name, *, default=_MISSING):
        if not isinstance(name, str):
            raise TypeError("context variable name must be a str")
        self.name = name
        self._default = default

    def __repr__(self):
        default = "" if self._default is _MISSING else f" default={self._default!r}"
        return f"<ContextVar name={self.name!r}{default} at {hex(id(self))}>"

    def get(self, *default):
        if _has(self):
            return _get(self)
        if default:
            return default[0]
        if self._default is not _MISSING:
            return self._default
        raise LookupError(self)

    def set(self, value):
        token = Token(self, _get(self) if _has(self) else Token.MISSING)
        _set(self, value)
        return token

    def reset(self, token):
        if token._used:
            raise RuntimeError(f"{token!r} has already been used once")
        if token.var is not self:
            raise ValueError(f"{token!r} was created by a different ContextVar")
        token._used = True
        if token.old_value is Token.MISSING:
            _unset(self)
        else:
            _set(self, token.old_value)


class Token:
    MISSING = _MISSING

    def __init__(self, var, old_value):
        self.var = var
        self.old_value = old_value
        self._used = False


class Context:
    def __init__(self):
        self._box = _make_box(())

    def run(self, callable, *args, **kwargs):
        outside = _enter(self._box)
        if outside is None:
            raise RuntimeError(f"cannot enter context: {self!r} is already entered")
        try:
            return callable(*args, **kwargs)
        finally:
            _leave(self._box, outside)

    def copy(self):
        return _made(_held(self._box))

    def _find(self, var):
        for name, value in _held(self._box):
            if name is var:
                return (value,)
        return ()

    def get(self, var, default=None):
        found = self._find(var)
        return found[0] if found else default

    def __getitem__(self, var):
        found = self._find(var)
        if not found:
            raise KeyError(var)
        return found[0]

    def __contains__(self, var):
        return bool(self._find(var))

    def __iter__(self):
        return iter(self.keys())

    def __len__(self):
        return len(_held(self._box))

    def keys(self):
        return [name for name, value in _held(self._box)]

    def values(self):
        return [value for name, value in _held(self._box)]

    def items(self):
        return list(_held(self._box))


def _made(held):
    made = Context()
    made._box = _make_box(held)
    return made


def copy_context():
    return _made(_pairs())
