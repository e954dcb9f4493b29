# Python's collections: Counter, defaultdict, OrderedDict and namedtuple over dict and tuple. They are classes of their own that hold a
# dict, since built-in types cannot be derived from here; deque is native.


class _Mapping:
    def __init__(self, *args, **keywords):
        self._items = {}
        self.update(*args, **keywords)

    def update(self, *args, **keywords):
        if args:
            source = args[0]
            self._items.update(source._items if isinstance(source, _Mapping) else source)
        self._items.update(keywords)

    def __getitem__(self, key):
        if key in self._items:
            return self._items[key]
        return self.__missing__(key)

    def __missing__(self, key):
        raise KeyError(key)

    def __setitem__(self, key, value):
        self._items[key] = value

    def __delitem__(self, key):
        del self._items[key]

    def __contains__(self, key):
        return key in self._items

    def __iter__(self):
        return iter(self._items)

    def __reversed__(self):
        return reversed(self._items)

    def __len__(self):
        return len(self._items)

    def __eq__(self, other):
        return self._items == (other._items if isinstance(other, _Mapping) else other)

    def __or__(self, other):
        result = self.copy()
        result.update(other)
        return result

    def keys(self):
        return self._items.keys()

    def values(self):
        return self._items.values()

    def items(self):
        return self._items.items()

    def get(self, key, default=None):
        return self._items.get(key, default)

    def setdefault(self, key, default=None):
        return self._items.setdefault(key, default)

    def pop(self, key, *default):
        return self._items.pop(key, *default)

    def popitem(self):
        return self._items.popitem()

    def clear(self):
        self._items.clear()


class defaultdict(_Mapping):
    def __init__(self, default_factory=None, *args, **keywords):
        if default_factory is not None and not callable(default_factory):
            raise TypeError("first argument must be callable or None")
        self.default_factory = default_factory
        _Mapping.__init__(self, *args, **keywords)

    def __missing__(self, key):
        if self.default_factory is None:
            raise KeyError(key)
        value = self.default_factory()
        self._items[key] = value
        return value

    def copy(self):
        return defaultdict(self.default_factory, self._items)

    def __repr__(self):
        return f"defaultdict({self.default_factory!r}, {self._items!r})"


class OrderedDict(_Mapping):
    def move_to_end(self, key, last=True):
        value = self._items.pop(key)
        if last:
            self._items[key] = value
        else:
            rest = dict(self._items)
            self._items.clear()
            self._items[key] = value
            self._items.update(rest)

    def popitem(self, last=True):
        if not self._items:
            raise KeyError("dictionary is empty")
        if last:
            return self._items.popitem()
        for key in self._items:
            return key, self._items.pop(key)

    def copy(self):
        return OrderedDict(self._items)

    def __repr__(self):
        return f"OrderedDict({self._items!r})" if self._items else "OrderedDict()"


class Counter(_Mapping):
    def __init__(self, iterable=None, /, **keywords):
        self._items = {}
        self.update(iterable, **keywords)

    def update(self, iterable=None, /, **keywords):
        self._change(iterable, 1)
        self._change(keywords, 1)

    def subtract(self, iterable=None, /, **keywords):
        self._change(iterable, -1)
        self._change(keywords, -1)

    def _change(self, iterable, sign):
        if iterable is None:
            return
        items = self._items
        if isinstance(iterable, (dict, _Mapping)):
            for key, count in iterable.items():
                items[key] = items.get(key, 0) + sign * count
        else:
            for key in iterable:
                items[key] = items.get(key, 0) + sign

    def __missing__(self, key):
        return 0

    def __delitem__(self, key):
        self._items.pop(key, None)

    def most_common(self, n=None):
        ranked = sorted(self._items.items(), key=lambda item: item[1], reverse=True)
        return ranked if n is None else ranked[:n]

    def elements(self):
        for key, count in self._items.items():
            for _ in range(count):
                yield key

    def total(self):
        return sum(self._items.values())

    def copy(self):
        return Counter(self._items)

    def _combined(self, other, combine):
        result = Counter()
        for key in list(self._items) + [key for key in other if key not in self._items]:
            count = combine(self[key], other[key])
            if count > 0:
                result[key] = count
        return result

    def __add__(self, other):
        return self._combined(other, lambda a, b: a + b)

    def __sub__(self, other):
        return self._combined(other, lambda a, b: a - b)

    def __and__(self, other):
        return self._combined(other, min)

    def __or__(self, other):
        return self._combined(other, max)

    def __pos__(self):
        return self + Counter()

    def __neg__(self):
        return Counter() - self

    def __le__(self, other):
        return all(self[key] <= other[key] for key in list(self) + list(other))

    def __ge__(self, other):
        return other <= self

    def __lt__(self, other):
        return self <= other and self != other

    def __gt__(self, other):
        return other < self

    def __repr__(self):
        if not self._items:
            return "Counter()"
        pairs = [f"{key!r}: {count!r}" for key, count in self.most_common()]
        return "Counter({" + ", ".join(pairs) + "})"


class ChainMap(_Mapping):
    def __init__(self, *maps):
        self.maps = list(maps) or [{}]

    @property
    def _items(self):
        merged = {}
        for each in reversed(self.maps):
            for key in each:
                merged[key] = each[key]
        return merged

    def __setitem__(self, key, value):
        self.maps[0][key] = value

    def __delitem__(self, key):
        try:
            del self.maps[0][key]
        except KeyError:
            raise KeyError(f"Key not found in the first mapping: {key!r}") from None

    def update(self, *args, **keywords):
        self.maps[0].update(*args, **keywords)

    def setdefault(self, key, default=None):
        if key not in self:
            self[key] = default
        return self[key]

    def pop(self, key, *default):
        return self.maps[0].pop(key, *default)

    def popitem(self):
        return self.maps[0].popitem()

    def clear(self):
        self.maps[0].clear()

    def copy(self):
        return ChainMap(dict(self.maps[0]), *self.maps[1:])

    def new_child(self, m=None):
        return ChainMap({} if m is None else m, *self.maps)

    @property
    def parents(self):
        return ChainMap(*self.maps[1:])

    def __repr__(self):
        return "ChainMap(" + ", ".join([repr(each) for each in self.maps]) + ")"


class _Record:
    _fields = ()

    def __init__(self, *args, **keywords):
        fields = self._fields
        values = list(args)
        if len(values) > len(fields):
            raise TypeError(f"{type(self).__name__}.__new__() takes {len(fields) + 1} positional arguments but {len(values) + 1} were given")
        for field in fields[len(values):]:
            if field in keywords:
                values.append(keywords.pop(field))
            elif field in self._field_defaults:
                values.append(self._field_defaults[field])
            else:
                raise TypeError(f"{type(self).__name__}.__new__() missing 1 required positional argument: '{field}'")
        for name in keywords:
            raise TypeError(f"{type(self).__name__}.__new__() got an unexpected keyword argument '{name}'")
        object.__setattr__(self, "_values", tuple(values))

    def __getattr__(self, name):
        fields = type(self)._fields
        if name in fields:
            return self._values[fields.index(name)]
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")

    def __setattr__(self, name, value):
        raise AttributeError("can't set attribute")

    def __getitem__(self, index):
        return self._values[index]

    def __iter__(self):
        return iter(self._values)

    def __len__(self):
        return len(self._values)

    def __contains__(self, item):
        return item in self._values

    def __eq__(self, other):
        return self._values == (other._values if isinstance(other, _Record) else other)

    def __hash__(self):
        return hash(self._values)

    def __lt__(self, other):
        return self._values < (other._values if isinstance(other, _Record) else other)

    def __le__(self, other):
        return self._values <= (other._values if isinstance(other, _Record) else other)

    def __gt__(self, other):
        return self._values > (other._values if isinstance(other, _Record) else other)

    def __ge__(self, other):
        return self._values >= (other._values if isinstance(other, _Record) else other)

    def __add__(self, other):
        return self._values + tuple(other)

    def __repr__(self):
        parts = [f"{name}={value!r}" for name, value in zip(self._fields, self._values)]
        return type(self).__name__ + "(" + ", ".join(parts) + ")"

    def _asdict(self):
        return dict(zip(self._fields, self._values))

    def _replace(self, **keywords):
        values = self._asdict()
        for name, value in keywords.items():
            if name not in values:
                raise TypeError(f"Got unexpected field names: {[name]!r}")
            values[name] = value
        return type(self)(**values)

    def index(self, item):
        return self._values.index(item)

    def count(self, item):
        return self._values.count(item)


_KEYWORDS = (
    "False None True and as assert async await break class continue def del elif else except finally for from global if import in is"
    " lambda nonlocal not or pass raise return try while with yield"
).split()


def namedtuple(typename, field_names, *, rename=False, defaults=None, module=None):
    if isinstance(field_names, str):
        field_names = field_names.replace(",", " ").split()
    fields = tuple(field_names)
    seen = set()
    for name in (typename, *fields):
        if not name.isidentifier():
            raise ValueError(f"Type names and field names must be valid identifiers: {name!r}")
        if name in _KEYWORDS:
            raise ValueError(f"Type names and field names cannot be a keyword: {name!r}")
    for name in fields:
        if name.startswith("_"):
            raise ValueError(f"Field names cannot start with an underscore: {name!r}")
        if name in seen:
            raise ValueError(f"Encountered duplicate field name: {name!r}")
        seen.add(name)
    defaults = () if defaults is None else tuple(defaults)
    return _make_class(typename, _Record, {
        "_fields": fields,
        "_field_defaults": dict(zip(fields[len(fields) - len(defaults):], defaults)),
        "_make": classmethod(_make_record),
        "__module__": "__main__",
    })


def _make_record(cls, iterable):
    return cls(*iterable)
