# What a listing may ask of sys.

argv = ["listing.py"]
maxsize = 9223372036854775807
platform = "interleave"
version = "3.13.0 (Interleave)"
byteorder = "little"
_interval = _switch_interval()


class _VersionInfo:
    major = 3
    minor = 13
    micro = 0
    releaselevel = "final"
    serial = 0

    def __getitem__(self, index):
        return (3, 13, 0, "final", 0)[index]

    def __iter__(self):
        return iter((3, 13, 0, "final", 0))

    def __ge__(self, other):
        return (3, 13, 0, "final", 0) >= other

    def __gt__(self, other):
        return (3, 13, 0, "final", 0) > other

    def __le__(self, other):
        return (3, 13, 0, "final", 0) <= other

    def __lt__(self, other):
        return (3, 13, 0, "final", 0) < other

    def __eq__(self, other):
        return (3, 13, 0, "final", 0) == other

    def __repr__(self):
        return "sys.version_info(major=3, minor=13, micro=0, releaselevel='final', serial=0)"


class _Stream:
    def __init__(self, name):
        self.name = name

    def write(self, text):
        if text:
            _print_text(text)
        return len(text)

    def flush(self):
        pass

    def isatty(self):
        return False


version_info = _VersionInfo()
stdout = _Stream("<stdout>")
stderr = _Stream("<stderr>")


def exit(status=None):
    raise SystemExit() if status is None else SystemExit(status)


def getswitchinterval():
    return _interval


def setswitchinterval(interval):
    global _interval
    if interval <= 0:
        raise ValueError("switch interval must be strictly positive")
    _interval = float(interval)


def getrecursionlimit():
    return 1000
