# Built-in functions that call back into a listing: iterators, user-defined comparison, hash and text.
# Names with an underscore belong to the natives, which come here when only Python code can say.


def _list_of(iterable):
    return [item for item in iterable]


def _extend(target, iterable):
    target.extend([item for item in iterable])
    return target


def _extend_right(target, iterable):
    target.extend(iterable)
    return target


def _joined(left, right):
    result = left.copy()
    result.extend(right)
    return result


def _repeated(queue, times):
    result = queue.copy()
    items = list(result)
    if times < 1:
        result.clear()
    for _ in range(times - 1):
        result.extend(items)
    return result


def _set_slice(target, key, iterable):
    target[key] = [item for item in iterable]


def _unpack(iterable, before, after):
    if after < 0:
        items = []
        iterator = iter(iterable)
        for _ in range(before):
            try:
                items.append(next(iterator))
            except StopIteration:
                raise ValueError(f"not enough values to unpack (expected {before}, got {len(items)})") from None
        for _ in iterator:
            raise ValueError(f"too many values to unpack (expected {before})")
        return tuple(items)
    items = [item for item in iterable]
    if len(items) < before + after:
        raise ValueError(f"not enough values to unpack (expected at least {before + after}, got {len(items)})")
    last = len(items) - after
    return tuple(items[:before] + [items[before:last]] + items[last:])


def _iterate_by_index(sequence):
    index = 0
    while True:
        try:
            item = sequence[index]
        except IndexError:
            return
        yield item
        index += 1


def _reversed(sequence):
    for index in range(len(sequence) - 1, -1, -1):
        yield sequence[index]


def _call_until(function, sentinel):
    while True:
        value = function()
        if value == sentinel:
            return
        yield value


def _next_or(iterator, default):
    try:
        return iterator.__next__()
    except StopIteration:
        return default


def enumerate(iterable, start=0):
    return _enumerate(iter(iterable), start)


def _enumerate(iterator, count):
    for item in iterator:
        yield count, item
        count += 1


def zip(*iterables, strict=False):
    return _zip(tuple([iter(iterable) for iterable in iterables]), strict)


def _zip(iterators, strict):
    if not iterators:
        return
    while True:
        items = []
        for iterator in iterators:
            try:
                items.append(next(iterator))
            except StopIteration:
                if strict:
                    _check_equal_lengths(iterators, len(items))
                return
        yield tuple(items)


def _check_equal_lengths(iterators, ended):
    if ended:
        plural = " " if ended == 1 else "s 1-"
        raise ValueError(f"zip() argument {ended + 1} is shorter than argument{plural}{ended}")
    for number in range(1, len(iterators)):
        for _ in iterators[number]:
            plural = " " if number == 1 else "s 1-"
            raise ValueError(f"zip() argument {number + 1} is longer than argument{plural}{number}")


def map(*arguments):
    if len(arguments) < 2:
        raise TypeError("map() must have at least two arguments.")
    function, *iterables = arguments
    if len(iterables) == 1:
        return _map(function, iter(iterables[0]))
    return _map_many(function, tuple([iter(iterable) for iterable in iterables]))


def _map(function, iterator):
    for item in iterator:
        yield function(item)


def _map_many(function, iterators):
    for items in _zip(iterators, False):
        yield function(*items)


def _await_coroutine(coroutine):
    return (yield from coroutine)


async def _anext_or(awaited, default):
    try:
        return await awaited
    except StopAsyncIteration:
        return default


def filter(*arguments):
    if len(arguments) != 2:
        raise TypeError(f"filter expected 2 arguments, got {len(arguments)}")
    return _filter(arguments[0], iter(arguments[1]))


def _filter(function, iterator):
    for item in iterator:
        if item if function is None else function(item):
            yield item


def _any(iterable):
    for item in iterable:
        if item:
            return True
    return False


def _all(iterable):
    for item in iterable:
        if not item:
            return False
    return True


def _sum(items, total):
    for item in items:
        total = total + item
    return total


def _extreme(items, operator, key):
    best = items[0]
    best_key = best if key is None else key(best)
    first = True
    for item in items:
        if first:
            first = False
            continue
        item_key = item if key is None else key(item)
        if item_key < best_key if operator == 0 else item_key > best_key:
            best = item
            best_key = item_key
    return best


def _sorted_by(items, key, reverse):
    keys = items if key is None else [key(item) for item in items]
    return _pick(items, _order_of(keys, reverse))


def _list_sort(target, key, reverse):
    seen = _peek(target)
    _replace_sorted(target, seen, _sorted_by(seen, key, reverse))


def _merge_order(keys, reverse):
    order = list(range(len(keys)))
    if reverse:
        order.reverse()
    order = _merge_sort(order, keys)
    if reverse:
        order.reverse()
    return order


def _merge_sort(order, keys):
    if len(order) < 2:
        return order
    middle = len(order) // 2
    left = _merge_sort(order[:middle], keys)
    right = _merge_sort(order[middle:], keys)
    merged = []
    i = j = 0
    while i < len(left) and j < len(right):
        if keys[right[j]] < keys[left[i]]:
            merged.append(right[j])
            j += 1
        else:
            merged.append(left[i])
            i += 1
    return merged + left[i:] + right[j:]


def _order(operator, left, right):
    if operator == 0:
        return left < right
    if operator == 1:
        return left <= right
    if operator == 4:
        return left > right
    return left >= right


def _compare(operator, left, right):
    if operator == 2:
        return _equal(left, right)
    if operator == 3:
        return not _equal(left, right)
    if isinstance(left, (set, frozenset)):
        smaller, larger = (left, right) if operator < 2 else (right, left)
        if operator == 0 or operator == 4:
            if len(smaller) >= len(larger):
                return False
        return _all_in(smaller, larger)
    items = _items_of(left)
    others = _items_of(right)
    for item, other in zip(items, others):
        if not (item is other or item == other):
            return _order(operator, item, other)
    return _order(operator, len(items), len(others))


def _items_of(sequence):
    return sequence if isinstance(sequence, tuple) else _peek(sequence)


def _equal(left, right):
    if isinstance(left, dict):
        if len(left) != len(right):
            return False
        for key, value in left.items():
            if key not in right:
                return False
            other = right[key]
            if not (value is other or value == other):
                return False
        return True
    if isinstance(left, (set, frozenset)):
        return len(left) == len(right) and _all_in(left, right)
    if not isinstance(left, (list, tuple)):
        return left is right
    items = _items_of(left)
    others = _items_of(right)
    if len(items) != len(others):
        return False
    for item, other in zip(items, others):
        if not (item is other or item == other):
            return False
    return True


def _all_in(members, container):
    for member in members:
        if member not in container:
            return False
    return True


def _not_equal(left, right):
    return not left == right


def _contains(container, item):
    if isinstance(container, (dict, set, frozenset)):
        for known in _candidates(container, hash(item)):
            if known is item or known == item:
                return True
        return False
    for each in _peek(container) if isinstance(container, list) else container:
        if each is item or each == item:
            return True
    return False


def _index(target, item, start=0, stop=None):
    items = _peek(target)
    for place in range(len(items))[start:stop]:
        if items[place] is item or items[place] == item:
            return place
    raise ValueError("list.index(x): x not in list")


def _count(target, item):
    count = 0
    for each in _peek(target):
        if each is item or each == item:
            count += 1
    return count


def _list_remove(target, item):
    while True:
        items = _peek(target)
        for place in range(len(items)):
            if items[place] is item or items[place] == item:
                break
        else:
            raise ValueError("list.remove(x): x not in list")
        if _remove_seen(target, place, items[place]):
            return


def _known(table, key_hash, key):
    for known in _candidates(table, key_hash):
        if known is key or known == key:
            return known
    return key


def _hash(value):
    if isinstance(value, tuple):
        return _hash_of_tuple([hash(item) for item in value])
    return hash(value)


def _dict_subscript(table, key):
    key_hash = hash(key)
    return _get_hashed(table, key_hash, _known(table, key_hash, key))


def _dict_get(table, key, default=None):
    try:
        return _dict_subscript(table, key)
    except KeyError:
        return default


def _dict_store(table, key, value):
    key_hash = hash(key)
    _set_hashed(table, key_hash, _known(table, key_hash, key), value)


def _dict_delete(table, key):
    key_hash = hash(key)
    _take_hashed(table, key_hash, _known(table, key_hash, key))


def _dict_pop(table, key, *default):
    key_hash = hash(key)
    try:
        return _take_hashed(table, key_hash, _known(table, key_hash, key))
    except KeyError:
        if default:
            return default[0]
        raise


def _dict_setdefault(table, key, default=None):
    key_hash = hash(key)
    return _setdefault_hashed(table, key_hash, _known(table, key_hash, key), default)


def _dict_of(*pairs):
    table = {}
    for place in range(0, len(pairs), 2):
        table[pairs[place]] = pairs[place + 1]
    return table


def _dict_from(source, named):
    table = {}
    if hasattr(source, "keys"):
        for key in source.keys():
            table[key] = source[key]
    else:
        table.update([item for item in source])
    for name, value in named:
        table[name] = value
    return table


def _dict_update(table, source):
    for key in source.keys():
        table[key] = source[key]


def _updated(table, source):
    table.update(source)
    return table


def _is_disjoint(view, other):
    for item in other:
        if item in view:
            return False
    return True


def _set_of(*members):
    result = set()
    for member in members:
        _set_add(result, member)
    return result


def _frozenset_of(*members):
    result = _empty_frozenset()
    for member in members:
        _set_add(result, member)
    return result


def _set_add(target, member):
    key_hash = hash(member)
    _add_hashed(target, key_hash, _known(target, key_hash, member))


def _set_update(target, members):
    for member in members:
        _set_add(target, member)


def _set_discard(target, member):
    key_hash = hash(member)
    _remove_hashed(target, key_hash, _known(target, key_hash, member))


def _set_remove(target, member):
    key_hash = hash(member)
    if not _remove_hashed(target, key_hash, _known(target, key_hash, member)):
        raise KeyError(member)


def _repr_items(kind, items):
    if kind == "dict":
        pairs = [f"{items[i]!r}: {items[i + 1]!r}" for i in range(0, len(items), 2)]
        return "{" + ", ".join(pairs) + "}"
    text = ", ".join([repr(item) for item in items])
    if kind == "list":
        return "[" + text + "]"
    if kind == "set":
        return "{" + text + "}"
    if kind == "deque":
        return "deque([" + text + "])"
    return kind + "({" + text + "})"


def _repr(value):
    if isinstance(value, tuple):
        if len(value) == 1:
            return f"({value[0]!r},)"
        return "(" + ", ".join([repr(item) for item in value]) + ")"
    if isinstance(value, BaseException):
        return type(value).__name__ + "(" + ", ".join([repr(item) for item in value.args]) + ")"
    name = type(value).__name__
    if name == "method":
        return f"<bound method {value.__qualname__} of {value.__self__!r}>"
    if name.startswith("dict_"):
        return name + "([" + ", ".join([repr(item) for item in value]) + "])"
    return f"<{name} object>"


def _str(value):
    if isinstance(value, BaseException):
        arguments = value.args
        if len(arguments) == 1:
            return repr(arguments[0]) if isinstance(value, KeyError) else str(arguments[0])
        return repr(arguments) if arguments else ""
    return _repr(value)


def _print(values, sep, end):
    _print_text(sep.join([str(value) for value in values]) + end)


def _warn(text):
    _print_text(text)


def _percent(text, values):
    wanted = _wants(text)
    if wanted and wanted[0][0] is not None:
        converted = {}
        for key, letter in wanted:
            converted[key] = _convert(values[key], letter)
        return _as_text(text) % converted
    given = values if isinstance(values, tuple) else (values,)
    converted = []
    for place in range(len(given)):
        letter = wanted[place][1] if place < len(wanted) else "d"
        converted.append(_convert(given[place], letter))
    return _as_text(text) % tuple(converted)


def _convert(value, letter):
    if letter == "s":
        return str(value)
    if letter == "r":
        return repr(value)
    if letter == "a":
        return ascii(value)
    if letter in "dixXo":
        return int(value) if hasattr(value, "__int__") else value
    if letter in "eEfFgG":
        return float(value) if hasattr(value, "__float__") else value
    return value


def _format(pieces, arguments, named):
    parts = []
    for literal, field in pieces:
        parts.append(literal)
        if field is not None:
            first, path, conversion, spec = field
            if isinstance(first, str):
                value = named[first]
            elif first < len(arguments):
                value = arguments[first]
            else:
                raise IndexError(f"Replacement index {first} out of range for positional args tuple")
            for is_attribute, part in path:
                value = getattr(value, part) if is_attribute else value[part]
            if conversion is not None:
                value = _convert(value, conversion)
            parts.append(format(value, _format(spec, arguments, named)))
    return "".join(parts)


def _getattr_or(owner, name, default):
    try:
        return getattr(owner, name)
    except AttributeError:
        return default


def _hasattr(owner, name):
    try:
        getattr(owner, name)
    except AttributeError:
        return False
    return True


def _finish_class(made, named, asks_bases):
    for place in range(0, len(named), 2):
        named[place + 1].__set_name__(made, named[place])
    if asks_bases:
        super(made, made).__init_subclass__()
    return made


# —— groups of exceptions: CPython's `Objects/exceptions.c` ——


def _matcher(condition):
    if isinstance(condition, type):
        if issubclass(condition, BaseException):
            return lambda exception: isinstance(exception, condition)
    elif isinstance(condition, tuple):
        if all(isinstance(one, type) and issubclass(one, BaseException) for one in condition):
            return lambda exception: isinstance(exception, condition)
    elif callable(condition):
        return condition
    raise TypeError("expected an exception type, a tuple of exception types, or a callable (other than a class)")


def _split_group(group, condition):
    return _split(group, _matcher(condition))


def _subgroup(group, condition):
    return _split(group, _matcher(condition))[0]


def _derive_group(group, exceptions):
    return BaseExceptionGroup(group.message, exceptions)


def _split(exception, matches):
    if matches(exception):
        return exception, None
    if not isinstance(exception, BaseExceptionGroup):
        return None, exception
    matching = []
    rest = []
    for one in exception.exceptions:
        match, other = _split(one, matches)
        if match is not None:
            matching.append(match)
        if other is not None:
            rest.append(other)
    return _part(exception, matching), _part(exception, rest)


def _part(group, exceptions):
    if not exceptions:
        return None
    part = group.derive(exceptions)
    if not isinstance(part, BaseExceptionGroup):
        raise TypeError("derive must return an instance of BaseExceptionGroup")
    _copy_metadata(group, part)
    for note in getattr(group, "__notes__", ()):
        part.add_note(note)
    return part


def _match_group(exception, wanted):
    for one in wanted if isinstance(wanted, tuple) else (wanted,):
        if not isinstance(one, type) or not issubclass(one, BaseException):
            raise TypeError("catching classes that do not inherit from BaseException is not allowed")
        if issubclass(one, BaseExceptionGroup):
            raise TypeError("catching ExceptionGroup with except* is not allowed. Use except instead.")
    if exception is None:
        return None, None
    if isinstance(exception, wanted):
        if isinstance(exception, BaseExceptionGroup):
            return exception, None
        return BaseExceptionGroup("", (exception,)), None
    if isinstance(exception, BaseExceptionGroup):
        return _split(exception, lambda one: isinstance(one, wanted))
    return None, exception


def _raised_by_star(whole, left):
    if not isinstance(whole, BaseExceptionGroup):
        return left[0] if len(left) == 1 else next((one for one in left if one is not None), None)
    raised = []
    kept = []
    for one in left:
        if one is not None:
            (kept if _has_same_metadata(one, whole) else raised).append(one)
    leaves = []
    for one in kept:
        _add_leaves(one, leaves)
    projected = _split(whole, lambda one: any(one is leaf for leaf in leaves))[0] if leaves else None
    if not raised:
        return projected
    if projected is not None:
        raised.append(projected)
    return raised[0] if len(raised) == 1 else BaseExceptionGroup("", raised)


def _add_leaves(exception, leaves):
    if isinstance(exception, BaseExceptionGroup):
        for one in exception.exceptions:
            _add_leaves(one, leaves)
    else:
        leaves.append(exception)
