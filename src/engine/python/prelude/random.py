# What of `random` is written in Python. Natives of the module: random, getrandbits, and for the prelude _seed(int) and _reseed().
from math import log as _log, exp as _exp, sqrt as _sqrt, cos as _cos, sin as _sin, pi as _pi

_gauss_next = None


def seed(a=None, version=2):
    global _gauss_next
    _gauss_next = None
    if a is None:
        _reseed()
    elif isinstance(a, int):
        _seed(int(a))
    elif isinstance(a, (str, float)):
        raise ValueError('only an int is a seed here: random.seed(42)')
    else:
        raise TypeError('The only supported seed types are: None,\nint, float, str, bytes, and bytearray.')


def _below(n):
    bits = n.bit_length()
    r = getrandbits(bits)
    while r >= n:
        r = getrandbits(bits)
    return r


def randrange(start, stop=None, step=1):
    if stop is None:
        if start > 0:
            return _below(start)
        raise ValueError('empty range for randrange()')
    width = stop - start
    if step == 1:
        if width > 0:
            return start + _below(width)
        raise ValueError(f'empty range in randrange({start}, {stop})')
    if step > 0:
        n = (width + step - 1) // step
    elif step < 0:
        n = (width + step + 1) // step
    else:
        raise ValueError('zero step for randrange()')
    if n <= 0:
        raise ValueError(f'empty range in randrange({start}, {stop}, {step})')
    return start + step * _below(n)


def randint(a, b):
    return randrange(a, b + 1)


def choice(seq):
    if not len(seq):
        raise IndexError('Cannot choose from an empty sequence')
    return seq[_below(len(seq))]


def shuffle(x):
    for i in reversed(range(1, len(x))):
        j = _below(i + 1)
        x[i], x[j] = x[j], x[i]


def sample(population, k):
    n = len(population)
    if not 0 <= k <= n:
        raise ValueError('Sample larger than population or is negative')
    result = [None] * k
    setsize = 21
    if k > 5:
        power = 1
        while power < k * 3:
            power *= 4
        setsize += power
    if n <= setsize:
        pool = list(population)
        for i in range(k):
            j = _below(n - i)
            result[i] = pool[j]
            pool[j] = pool[n - i - 1]
    else:
        selected = set()
        for i in range(k):
            j = _below(n)
            while j in selected:
                j = _below(n)
            selected.add(j)
            result[i] = population[j]
    return result


def uniform(a, b):
    return a + (b - a) * random()


def choices(population, weights=None, *, cum_weights=None, k=1):
    n = len(population)
    if cum_weights is None:
        if weights is None:
            return [population[int(random() * n)] for _ in range(k)]
        cum_weights = []
        total = 0
        for weight in weights:
            total += weight
            cum_weights.append(total)
    total = cum_weights[-1] + 0.0
    result = []
    for _ in range(k):
        x = random() * total
        low, high = 0, n - 1
        while low < high:
            middle = (low + high) // 2
            if x < cum_weights[middle]:
                high = middle
            else:
                low = middle + 1
        result.append(population[low])
    return result


def expovariate(lambd=1.0):
    return -_log(1.0 - random()) / lambd


def gauss(mu=0.0, sigma=1.0):
    global _gauss_next
    z = _gauss_next
    _gauss_next = None
    if z is None:
        angle = random() * 2 * _pi
        distance = _sqrt(-2.0 * _log(1.0 - random()))
        z = _cos(angle) * distance
        _gauss_next = _sin(angle) * distance
    return mu + z * sigma
