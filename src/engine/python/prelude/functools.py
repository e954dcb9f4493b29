# Python's functools: what needs no more than functions and a dict.

_NOTHING = object()
WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__")


def reduce(function, iterable, initial=_NOTHING):
    iterator = iter(iterable)
    if initial is _NOTHING:
        try:
            value = next(iterator)
        except StopIteration:
            raise TypeError("reduce() of empty iterable with no initial value") from None
    else:
        value = initial
    for item in iterator:
        value = function(value, item)
    return value


class partial:
    def __init__(self, func, /, *args, **keywords):
        if not callable(func):
            raise TypeError("the first argument must be callable")
        self.func = func
        self.args = args
        self.keywords = keywords

    def __call__(self, /, *args, **keywords):
        return self.func(*self.args, *args, **{**self.keywords, **keywords})

    def __repr__(self):
        parts = [repr(self.func)]
        parts.extend([repr(arg) for arg in self.args])
        parts.extend([f"{name}={value!r}" for name, value in self.keywords.items()])
        return "functools.partial(" + ", ".join(parts) + ")"


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=()):
    def decorate(wrapper):
        return update_wrapper(wrapper, wrapped)
    return decorate


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=()):
    wrapper.__name__ = wrapped.__name__
    wrapper.__qualname__ = wrapped.__qualname__
    wrapper.__doc__ = wrapped.__doc__
    wrapper.__wrapped__ = wrapped
    return wrapper


class CacheInfo:
    def __init__(self, hits, misses, maxsize, currsize):
        self.hits = hits
        self.misses = misses
        self.maxsize = maxsize
        self.currsize = currsize

    def __repr__(self):
        return f"CacheInfo(hits={self.hits}, misses={self.misses}, maxsize={self.maxsize}, currsize={self.currsize})"


class _Cached:
    def __init__(self, function, maxsize, typed):
        self.__wrapped__ = function
        self.__name__ = function.__name__
        self.__doc__ = function.__doc__
        self._maxsize = maxsize
        self._typed = typed
        self._results = {}
        self._hits = 0
        self._misses = 0

    def __call__(self, *args, **keywords):
        key = (args, tuple(keywords.items())) if keywords else args
        if self._typed:
            key = (key, tuple([type(arg).__name__ for arg in args]))
        found = self._results.pop(key, _NOTHING)
        if found is _NOTHING:
            self._misses += 1
            found = self.__wrapped__(*args, **keywords)
            if self._maxsize is not None and len(self._results) >= self._maxsize:
                for oldest in self._results:
                    break
                else:
                    return found
                del self._results[oldest]
        else:
            self._hits += 1
        self._results[key] = found
        return found

    def __get__(self, instance, owner=None):
        return self if instance is None else partial(self, instance)

    def cache_info(self):
        return CacheInfo(self._hits, self._misses, self._maxsize, len(self._results))

    def cache_clear(self):
        self._results.clear()
        self._hits = 0
        self._misses = 0


def lru_cache(maxsize=128, typed=False):
    if callable(maxsize):
        return _Cached(maxsize, 128, False)
    def decorate(function):
        return _Cached(function, maxsize, typed)
    return decorate


def cache(function, /):
    return _Cached(function, None, False)


def cmp_to_key(mycmp):
    class K:
        def __init__(self, obj):
            self.obj = obj

        def __lt__(self, other):
            return mycmp(self.obj, other.obj) < 0

        def __gt__(self, other):
            return mycmp(self.obj, other.obj) > 0

        def __eq__(self, other):
            return mycmp(self.obj, other.obj) == 0

        def __le__(self, other):
            return mycmp(self.obj, other.obj) <= 0

        def __ge__(self, other):
            return mycmp(self.obj, other.obj) >= 0
    return K


def total_ordering(cls):
    if hasattr(cls, "__lt__"):
        cls.__gt__ = lambda self, other: not (self < other or self == other)
        cls.__le__ = lambda self, other: self < other or self == other
        cls.__ge__ = lambda self, other: not self < other
    elif hasattr(cls, "__gt__"):
        cls.__lt__ = lambda self, other: not (self > other or self == other)
        cls.__ge__ = lambda self, other: self > other or self == other
        cls.__le__ = lambda self, other: not self > other
    elif hasattr(cls, "__le__"):
        cls.__ge__ = lambda self, other: not self <= other or self == other
        cls.__lt__ = lambda self, other: self <= other and not self == other
        cls.__gt__ = lambda self, other: not self <= other
    else:
        cls.__le__ = lambda self, other: not self >= other or self == other
        cls.__gt__ = lambda self, other: self >= other and not self == other
        cls.__lt__ = lambda self, other: not self >= other
    return cls


class cached_property:
    def __init__(self, func):
        self._func = func
        self._name = None

    def __set_name__(self, owner, name):
        self._name = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        value = self._func(instance)
        setattr(instance, self._name, value)
        return value


class singledispatch:
    def __init__(self, func):
        self._func = func
        self._kinds = []

    def register(self, cls, func=None):
        if func is not None:
            self._kinds.insert(0, (cls, func))
            return func
        if not isinstance(cls, type):
            raise TypeError("annotations are not looked at here: write the class, as in @f.register(int)")
        def decorate(function):
            self._kinds.insert(0, (cls, function))
            return function
        return decorate

    def __call__(self, first, *args, **keywords):
        for kind in type(first).__mro__:
            for cls, func in self._kinds:
                if cls is kind:
                    return func(first, *args, **keywords)
        return self._func(first, *args, **keywords)
