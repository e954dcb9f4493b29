# Python's random over the Mersenne Twister that is native. What is drawn, and in which order, is as in CPython's Lib/random.py.

from math import log as _log, exp as _exp, sqrt as _sqrt, pi as _pi, cos as _cos, sin as _sin, ceil as _ceil

_streams = _make_streams()


class Random:
    def __init__(self, x=None):
        self._stream = _make_stream(x)
        self._gauss_next = None

    def seed(self, a=None, version=2):
        _seed(self._stream, a)
        self._gauss_next = None

    def random(self):
        return _fraction(self._stream)

    def getrandbits(self, k):
        return _bits(self._stream, k)

    def uniform(self, a, b):
        return _uniform(self._stream, a, b)

    def randrange(self, start, stop=None, step=1):
        return _randrange(self._stream, start, stop, step)

    def randint(self, a, b):
        return _randrange(self._stream, a, b + 1, 1)

    def choice(self, seq):
        return _choice(self._stream, seq)

    def shuffle(self, x):
        _shuffle(self._stream, x)

    def sample(self, population, k, *, counts=None):
        return _sample(self._stream, population, k)

    def choices(self, population, weights=None, *, cum_weights=None, k=1):
        return _choices(self._stream, population, weights, cum_weights, k)

    def triangular(self, low=0.0, high=1.0, mode=None):
        return _triangular(self._stream, low, high, mode)

    def expovariate(self, lambd=1.0):
        return -_log(1.0 - _fraction(self._stream)) / lambd

    def normalvariate(self, mu=0.0, sigma=1.0):
        return _normal(self._stream, mu, sigma)

    def gauss(self, mu=0.0, sigma=1.0):
        z = self._gauss_next
        self._gauss_next = None
        if z is None:
            angle = _fraction(self._stream) * 2 * _pi
            radius = _sqrt(-2.0 * _log(1.0 - _fraction(self._stream)))
            z = _cos(angle) * radius
            self._gauss_next = _sin(angle) * radius
        return mu + z * sigma


def seed(a=None, version=2):
    _seed(_streams, a)


def random():
    return _fraction(_streams)


def getrandbits(k):
    return _bits(_streams, k)


def uniform(a, b):
    return _uniform(_streams, a, b)


def randrange(start, stop=None, step=1):
    return _randrange(_streams, start, stop, step)


def randint(a, b):
    return _randrange(_streams, a, b + 1, 1)


def choice(seq):
    return _choice(_streams, seq)


def shuffle(x):
    _shuffle(_streams, x)


def sample(population, k, *, counts=None):
    return _sample(_streams, population, k)


def choices(population, weights=None, *, cum_weights=None, k=1):
    return _choices(_streams, population, weights, cum_weights, k)


def triangular(low=0.0, high=1.0, mode=None):
    return _triangular(_streams, low, high, mode)


def expovariate(lambd=1.0):
    return -_log(1.0 - _fraction(_streams)) / lambd


def normalvariate(mu=0.0, sigma=1.0):
    return _normal(_streams, mu, sigma)


def gauss(mu=0.0, sigma=1.0):
    angle = _fraction(_streams) * 2 * _pi
    radius = _sqrt(-2.0 * _log(1.0 - _fraction(_streams)))
    return mu + _cos(angle) * radius * sigma


def _randrange(stream, start, stop, step):
    if not isinstance(start, int) or not isinstance(step, int):
        raise TypeError(f"'{type(start).__name__}' object cannot be interpreted as an integer")
    if stop is None:
        if step != 1:
            raise TypeError("Missing a non-None stop argument")
        if start > 0:
            return _below(stream, start)
        raise ValueError("empty range for randrange()")
    width = stop - start
    if step == 1:
        if width > 0:
            return start + _below(stream, width)
        raise ValueError(f"empty range in randrange({start}, {stop})")
    if step > 0:
        n = (width + step - 1) // step
    elif step < 0:
        n = (width + step + 1) // step
    else:
        raise ValueError("zero step for randrange()")
    if n <= 0:
        raise ValueError(f"empty range in randrange({start}, {stop}, {step})")
    return start + step * _below(stream, n)


def _choice(stream, seq):
    size = len(seq)
    if not size:
        raise IndexError("Cannot choose from an empty sequence")
    return seq[_below(stream, size)]


def _shuffle(stream, x):
    for i in range(len(x) - 1, 0, -1):
        j = _below(stream, i + 1)
        x[i], x[j] = x[j], x[i]


def _sample(stream, population, k):
    if isinstance(population, (set, dict)):
        raise TypeError("Population must be a sequence.  For dicts or sets, use sorted(d).")
    n = len(population)
    if not 0 <= k <= n:
        raise ValueError("Sample larger than population or is negative")
    result = [None] * k
    setsize = 21
    if k > 5:
        setsize += 4 ** _ceil(_log(k * 3, 4))
    if n <= setsize:
        pool = list(population)
        for i in range(k):
            j = _below(stream, n - i)
            result[i] = pool[j]
            pool[j] = pool[n - i - 1]
    else:
        selected = set()
        for i in range(k):
            j = _below(stream, n)
            while j in selected:
                j = _below(stream, n)
            selected.add(j)
            result[i] = population[j]
    return result


def _choices(stream, population, weights, cum_weights, k):
    n = len(population)
    if cum_weights is None:
        if weights is None:
            return [population[int(_fraction(stream) * n)] for _ in range(k)]
        cum_weights = []
        total = 0
        for weight in weights:
            total += weight
            cum_weights.append(total)
    elif weights is not None:
        raise TypeError("Cannot specify both weights and cumulative weights")
    if len(cum_weights) != n:
        raise ValueError("The number of weights does not match the population")
    total = cum_weights[-1] + 0.0
    if total <= 0.0:
        raise ValueError("Total of weights must be greater than zero")
    return [population[_place(cum_weights, _fraction(stream) * total, n - 1)] for _ in range(k)]


def _place(cum_weights, x, high):
    low = 0
    while low < high:
        middle = (low + high) // 2
        if x < cum_weights[middle]:
            high = middle
        else:
            low = middle + 1
    return low


def _triangular(stream, low, high, mode):
    u = _fraction(stream)
    if high == low:
        return low
    c = 0.5 if mode is None else (mode - low) / (high - low)
    if u > c:
        u = 1.0 - u
        c = 1.0 - c
        low, high = high, low
    return low + (high - low) * _sqrt(u * c)


_NV_MAGIC = 4 * _exp(-0.5) / _sqrt(2.0)


def _normal(stream, mu, sigma):
    while True:
        u1 = _fraction(stream)
        u2 = 1.0 - _fraction(stream)
        z = _NV_MAGIC * (u1 - 0.5) / u2
        if z * z / 4.0 <= -_log(u2):
            return mu + z * sigma
