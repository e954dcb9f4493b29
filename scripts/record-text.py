#!/usr/bin/env python3
"""Records what CPython answers for strings, numbers and formats, for src/engine/python/text/recorded.test.ts.

    python3 scripts/record-text.py          writes src/engine/python/text/text.recorded.json

Each case is [function, arguments, outcome]; the outcome is ["is", value] or ["raises", type, message]. Cases are fixed
tables and random ones from a fixed seed, so a second run writes the same file. Where CPython 3.13 words a message
otherwise than the Python that records, NEWER says so with its source, and the file counts those cases.
"""
import json
import math
import platform
import random
import sys
from pathlib import Path

TARGET = Path(__file__).parent.parent / "src/engine/python/text/text.recorded.json"
SEED = 20
rng = random.Random(SEED)

# (function, message here) -> (message of 3.13, where it stands, type)
CHR = ("chr() arg not in range(0x110000)", "Python/bltinmodule.c of 3.13, builtin_chr: a ValueError for every int", "ValueError")
NEWER = {
    ("chrInt", "Python int too large to convert to C int"): CHR,
    ("chrInt", "signed integer is greater than maximum"): CHR,
    ("chrInt", "signed integer is less than minimum"): CHR,
    ("modFloat", "float modulo"): ("float modulo by zero", "Objects/floatobject.c of 3.13, float_rem", "ZeroDivisionError"),
}


def encode(value):
    """JSON for a value: ints and floats are tagged, for JSON knows one kind of number only."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return {"int": str(value) if abs(value) < 10**4000 else hex(value)}
    if isinstance(value, float):
        return {"float": repr(value)}
    return [encode(item) for item in value]


cases = []
newer = 0


def record(name, args, call):
    global newer
    try:
        outcome = ["is", encode(call(*args))]
    except Exception as error:
        message = str(error.args[0]) if len(error.args) == 1 else str(error)
        kind = type(error).__name__
        if (name, message) in NEWER:
            message, _, kind = NEWER[name, message]
            newer += 1
        outcome = ["raises", kind, message]
    cases.append([name, encode(args), outcome])


INTS = [0, 1, -1, 2, -2, 3, -3, 7, -7, 10, 255, -256, 1000, 2**30, -(2**30), 2**31, -(2**31), 2**31 - 1, 2**32, 2**52 + 1,
        2**53 - 1, 2**53, 2**53 + 1, -(2**53) + 1, -(2**53), 2**61 - 1, -(2**61) + 1, 2**63, 2**64 - 1, 10**20, -(10**20) + 3, 3**50]
FLOATS = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1.5, 2.5, -2.5, 0.1, 0.2, 0.3, 1 / 3, 2 / 3, 1e-4, 9.999e-5, 1e-5, 1e15, 1e16, 123456789.123,
          9999999999999998.0, 1e17, 1e21, 1.7976931348623157e308, 5e-324, 2.2250738585072014e-308, 0.125, 0.375, 2.675, 1.005, 1e22, 1e23,
          123456.0, 1234567.0, 999999.5, 9.5, 99.95, 0.05, 2.0**53, 2.0**63, 3.14159265358979, float("inf"), float("-inf"), float("nan")]
STRINGS = ["", "a", "abc", "Hello, World", "  two  words ", "a,b,,c", "\ta\tb\n", "line\none\r\ntwo\rthree\x0bfour\u2028five", "ÄÖÜ straße",
           "ΑΣ ΣΑΣ", "ǆ ǅ Ǆ", "ﬁne ŉ", "你好，世界", "三十", "😀a😀b", "x😀", "\U0001d518\U0001d52b", "it's", 'say "hi"', "it's \"both\"",
           "back\\slash", "tab\tnul\0bell\x07\x7f\x85\xa0\xad", "\u200b\ufeff\ue000\U000e0001", "1234", "-12", "+7", "٣٤", "²³", "Ⅷ½", "_id", "1id",
           "def", "naïve", "a\u0301", "ÀB", "aB cD", "Title Case Text", "title's case", "MiXeD 3d", "\x1c\x1d", "aaa", "ababab", "İstanbul", "ß", "ı", "Ⴀა"]
BLANK_STRINGS = [" 12 ", "\n12\t", "0x1f", "0b101", "0o17", "-0x1F", "1_000", "1__0", "_1", "1_", "0_1", "007", "", " ", "-", "+-1", "z", "10z", "1e5",
                 "1.5", " 1.5 ", "1.", ".5", ".", "1e", "1e+5", "1_0.0_1", "1_.0", "inf", "-Infinity", "NaN", "+nan", "infinit", "1,5", "٣", "０１２", "12\0",
                 "9007199254740993", "123456789012345678901234567890", "0x", "0x_1", "0b2", "1e400", "-1e400", "4.9e-324", "1e-400", "0.1e1_0"]


def some_int():
    return rng.choice(INTS) if rng.random() < 0.3 else rng.randint(-1, 1) * rng.getrandbits(rng.choice([3, 8, 31, 53, 54, 64, 130]))


def some_float():
    kind = rng.random()
    if kind < 0.2:
        return rng.choice(FLOATS)
    if kind < 0.6:
        return round(rng.uniform(-1000, 1000), rng.randint(0, 6))
    return math.ldexp(rng.uniform(-1, 1), rng.randint(-80, 90))


def some_text(alphabet="ab c,😀é'Σ", longest=9):
    return "".join(rng.choice(alphabet) for _ in range(rng.randint(0, longest)))


def record_ints():
    two = {
        "addInt": lambda a, b: a + b, "subInt": lambda a, b: a - b, "mulInt": lambda a, b: a * b, "floorDivInt": lambda a, b: a // b,
        "modInt": lambda a, b: a % b, "divmodInt": divmod, "trueDivInt": lambda a, b: a / b, "andInt": lambda a, b: a & b,
        "orInt": lambda a, b: a | b, "xorInt": lambda a, b: a ^ b, "gcdInt": math.gcd,
    }
    for name, call in two.items():
        for _ in range(60):
            record(name, (some_int(), some_int()), call)
        record(name, (5, 0), call)
        record(name, (-(2**70), 0), call)
        record(name, (2**53 - 1, 1), call)
        record(name, (0, -5), call)
    record("trueDivInt", (10**400, 3), lambda a, b: a / b)
    record("trueDivInt", (3, 10**320), lambda a, b: a / b)
    for _ in range(50):
        base, power = some_int(), rng.randint(0, 40)
        record("powInt", (base, power), lambda a, b: a**b)
        record("powModInt", (some_int(), rng.randint(-5, 2**20), rng.choice([1, 7, -7, 97, 2**61 - 1, 0])), pow)
        record("lshiftInt", (some_int(), rng.randint(-1, 90)), lambda a, b: a << b)
        record("rshiftInt", (some_int(), rng.randint(-1, 90)), lambda a, b: a >> b)
        record("roundInt", (some_int(), rng.randint(-8, 1)), round)
    one = {
        "negInt": lambda a: -a, "absInt": abs, "invertInt": lambda a: ~a, "bitLength": lambda a: a.bit_length(),
        "bitCount": lambda a: a.bit_count(), "binInt": bin, "octInt": oct, "hexInt": hex, "reprInt": repr, "intToFloat": float,
        "pythonHashInt": hash,
    }
    for name, call in one.items():
        for a in INTS + [some_int() for _ in range(20)]:
            record(name, (a,), call)
    record("intToFloat", (10**400,), float)
    record("reprInt", (10**4299,), repr)
    record("reprInt", (-(10**4300),), repr)
    for n in [0, 65, 0x10FFFF, 0x110000, -1, 2**31, -(2**40), 0x4E2D, 2**80]:
        record("chrInt", (n,), chr)


def record_floats():
    one = {
        "reprFloat": repr, "floatToInt": int, "floorFloat": math.floor, "ceilFloat": math.ceil, "roundHalfEven": round,
        "integerRatio": lambda x: x.as_integer_ratio(),
    }
    for name, call in one.items():
        for x in FLOATS + [some_float() for _ in range(60)]:
            record(name, (x,), call)
    for x in [x for x in FLOATS if x == x] + [some_float() for _ in range(40)]:
        if x == x:
            record("pythonHashFloat", (x,), hash)
    two = {
        "divFloat": lambda a, b: a / b, "floorDivFloat": lambda a, b: a // b, "modFloat": lambda a, b: a % b, "divmodFloat": divmod,
    }
    for name, call in two.items():
        for _ in range(120):
            record(name, (some_float(), some_float()), call)
        for b in (0.0, -0.0, float("inf"), float("-inf")):
            record(name, (5.5, b), call)
            record(name, (-5.5, b), call)
    exact = [0.0, -0.0, 1.0, -1.0, 2.0, -2.0, 0.5, -0.5, 3.0, 10.0, float("inf"), float("-inf"), float("nan")]
    for a in exact:
        for b in exact + [1000.0, 5000.0, -5000.0]:
            if a < 0 and b % 1 and abs(b) < 1e9:
                continue  # a complex result: refused here
            record("powFloat", (a, b), lambda a, b: a**b)
    for x in FLOATS + [some_float() for _ in range(100)]:
        record("roundFloat", (x, rng.randint(-3, 8)), round)
    for x in (2.675, 1.005, 0.5, 1.5, 0.125, 1234.5678, 5e15, 1e300, 1.7976931348623157e308):
        for digits in (0, 1, 2, 3, -1, -2, -308, -400, 400, 17):
            record("roundFloat", (x, digits), round)
    for _ in range(60):
        a = some_int()
        b = float(a) if rng.random() < 0.5 and abs(a) < 2**900 else some_float()
        record("compareIntFloat", (a, b), lambda a, b: float("nan") if b != b else float((a > b) - (a < b)))


def record_strings():
    one = {
        "reprString": repr, "asciiString": ascii, "codePointLength": len, "codePoints": list, "strUpper": str.upper,
        "strLower": str.lower, "strTitle": str.title, "strCapitalize": str.capitalize, "strSwapcase": str.swapcase, "strCasefold": str.casefold,
        "strIsdigit": str.isdigit, "strIsdecimal": str.isdecimal, "strIsnumeric": str.isnumeric, "strIsalpha": str.isalpha,
        "strIsalnum": str.isalnum, "strIsspace": str.isspace, "strIsupper": str.isupper, "strIslower": str.islower, "strIstitle": str.istitle,
        "strIsidentifier": str.isidentifier, "strIsprintable": str.isprintable, "strIsascii": str.isascii, "ordString": ord,
    }
    for name, call in one.items():
        for s in STRINGS + [some_text() for _ in range(15)]:
            record(name, (s,), call)
    for s in STRINGS:
        for keep in (False, True):
            record("strSplitlines", (s, keep), str.splitlines)
        for chars in (None, "a", " ab", "😀", ""):
            for name, call in (("strStrip", str.strip), ("strLstrip", str.lstrip), ("strRstrip", str.rstrip)):
                record(name, (s, chars), call)
        for width in (0, 6, 7, 12):
            for name, call in (("strCenter", str.center), ("strLjust", str.ljust), ("strRjust", str.rjust)):
                record(name, (s, width, rng.choice(" *😀")), call)
            record("strZfill", (s, width), str.zfill)
        record("strExpandtabs", (s, rng.choice([8, 4, 1, 0, -1])), str.expandtabs)
        record("strCenter", (s, 5, "ab"), str.center)
    for _ in range(120):
        s, sep = some_text(longest=14), rng.choice([None, " ", ",", "a", "ab", "😀", "", "zz"])
        limit = rng.choice([-1, -1, 0, 1, 2, 5])
        record("strSplit", (s, sep, limit), str.split)
        record("strRsplit", (s, sep, limit), str.rsplit)
        if sep is not None:
            record("strPartition", (s, sep), str.partition)
            record("strRpartition", (s, sep), str.rpartition)
            record("strReplace", (s, sep, rng.choice(["", "-", "xyz"]), limit), str.replace)
            record("strRemoveprefix", (s, sep), str.removeprefix)
            record("strRemovesuffix", (s, sep), str.removesuffix)
    for _ in range(120):
        s, sub = some_text("ab😀", 10), some_text("ab😀", 2)
        start, end = (rng.choice([None, None, *range(-6, 13)]) for _ in range(2))
        for name, call in (
            ("strFind", str.find), ("strRfind", str.rfind), ("strIndex", str.index), ("strRindex", str.rindex), ("strCount", str.count),
            ("strStartswith", str.startswith), ("strEndswith", str.endswith),
        ):
            record(name, (s, sub, start, end), call)
        step = rng.choice([None, 1, 2, -1, -2, 0, 3])
        record("sliceString", (s, start, end, step), lambda s, a, b, c: s[a:b:c])
        record("indexString", (s, rng.randint(-8, 8)), lambda s, i: s[i])
    for length in (0, 1, 5):
        for start in (None, -7, -2, 0, 3, 9):
            for stop in (None, -7, -1, 2, 9):
                for step in (None, 1, 2, -1, -3):
                    record("sliceIndices", (length, start, stop, step), lambda n, a, b, c: slice(a, b, c).indices(n))
    for _ in range(150):
        a, b = some_text("ab\uffff\ue000😀é", 4), some_text("ab\uffff\ue000😀é", 4)
        record("compareStrings", (a, b), lambda a, b: (a > b) - (a < b))
    for s, times in (("ab", 3), ("ab", 0), ("ab", -2), ("", 10**20), ("😀", 2)):
        record("repeatString", (s, times), lambda s, n: s * n)


def record_reading():
    for text in BLANK_STRINGS + STRINGS[:12]:
        record("parseFloat", (text,), float)
        for base in (10, 0, 2, 8, 16, 36):
            record("parseInt", (text, base), int)
    record("parseInt", ("1", 1), int)
    record("parseInt", ("1", 37), int)
    record("parseInt", ("1" * 4301, 10), int)
    record("parseInt", ("f" * 50, 16), int)
    record("parseInt", ("z" * 20, 36), int)
    for _ in range(60):
        record("parseFloat", (repr(some_float()),), float)
        record("parseFloat", (f"{some_int()}e{rng.randint(-330, 320)}",), float)


SPECS = ["", "d", "5", "<5", ">5", "^5", "=5", "05", "+", " ", "-", "+d", "x", "X", "#x", "#X", "b", "#b", "o", "#o", "c", "n", ",", "_", ",d", "_x", "_b", "#_b",
         "010,", "08,", "012_x", "#020_x", "*^12", "x<8", "😀>6", "f", ".2f", ".0f", "#.0f", "8.3f", "08.3f", "+.1f", " .1f", ",.2f", "_.1f", "020,.2f",
         "+020,.2f", "e", ".3e", ".0e", "#.0e", "E", "g", ".3g", "#g", "G", ".10g", "#.3g", "n", "%", ".1%", "10.1%", ".3", ".0", ".1", ".17", "10.4", "z.0f", "z",
         "#", "s", "5s", "5.2s", ".1s", "abc", "10.", ".", ",,", ",_", "_,", ",x", ",n", "_n", ",s", ",c", "+c", "#c", "=s", "=05", "99999999999999999999",
         ".99999999999999999999f", "\x01", "é", "%%", "+ d", ".3d", ".2x", "5c", "^5c", "05c", "zd", "zs", "é<6", "{<6", "}>6", "=+5", "0=6", "<06", "=10,", "0>10,",
         ".2147483648f"]


def record_formats():
    values = ["", "abc", "héllo 😀", 0, 1, -1, 7, 97, 255, -1234567, 1234567890123, 10**25, 0x1F600, True, False, 0.0, -0.0, 1.0, -1.5, 0.1, 1234.5, 1234567.891,
              1e-7, 1e16, 1.5e300, -0.04, 99.5, 0.00012345, float("inf"), float("-inf"), float("nan"), 123456789.0, 100000.0, 1e6]
    for spec in SPECS:
        for value in values:
            record("formatSpec", (value, spec), format)
    for _ in range(500):
        spec = "".join([
            rng.choice(["", "", "<", ">", "^", "=", "*<", "0>", "😀^"]), rng.choice(["", "", "+", " ", "-"]), rng.choice(["", "", "", "#"]),
            rng.choice(["", "", "0"]), rng.choice(["", "", "6", "13", "21"]), rng.choice(["", "", ",", "_"]),
            rng.choice(["", "", ".0", ".1", ".4", ".12"]), rng.choice(["", "", *"bcdoxXneEfFgG%s"]),
        ])
        value = rng.choice([some_int(), some_float(), some_float(), some_text()])
        record("formatSpec", (value, spec), format)
    record("formatSpec", (10**400, "f"), format)


PERCENTS = ["%d", "%i", "%u", "%5d|", "%-5d|", "%05d", "%+d", "% d", "%x", "%X", "%#x", "%#X", "%o", "%#o", "%.3d", "%8.3d|", "%08.3d", "%#010x", "%-#10x|", "%+x", "%c", "%5c|",
            "%s", "%5s|", "%-5s|", "%.2s", "%5.1s|", "%r", "%.3r", "%a", "%f", "%.2f", "%8.2f|", "%-8.2f|", "%08.2f", "%+.1f", "% .1f", "%.0f", "%#.0f", "%e", "%.2e", "%E",
            "%g", "%.3g", "%#g", "%G", "%F", "%y", "%", "ab%", "%ld", "%lld", "%5%", "%é", "%.d", "%.f", "%05s|", "%+s", "%-05d|", "% +d", "%.99999999999d",
            "%(a", "%(a)s"]


def record_percents():
    values = ["", "abc", "é😀", 0, 1, -3, 97, 255, 10**20, 1114112, True, 1.9, -0.5, 2.5, 1e300, 1234567.0, float("nan"), float("inf"), None]
    for spec in PERCENTS:
        for value in values:
            record("percent", (spec, [value]), lambda f, args: f % tuple(args))
    for spec, args in (
        ("%s %s", [1]), ("%s", [1, 2]), ("abc", []), ("abc", [1]), ("%%", []), ("100%% %d", [5]), ("%*d|", [5, 1]), ("%*d|", [-5, 1]), ("%-*d|", [5, 1]),
        ("%.*f", [2, 3.14159]), ("%.*f", [-2, 3.14159]), ("%*d", ["a", 1]), ("%*d", [1.0, 1]), ("%*.*f|", [9, 2, 2.5]), ("%d %s %r", [1, "a", "b"]),
        ("%5%", [1]), ("%d%%", [3]),
    ):
        record("percent", (spec, args), lambda f, args: f % tuple(args))
    for spec, value in (("%s", 1), ("%d items", 3), ("%s %s", 1), ("abc", 1), ("%(a)s", 1), ("%(a)s", "x"), ("%%", 1), ("%s", "x"), ("%s and %%", "x")):
        record("percentOne", (spec, value), lambda f, v: f % v)
    for spec in ("%(a)s", "%(a)d %(b)5.1f|", "%(c)s", "%(a)s %s", "%(a)s %%", "%()s", "none", "%s", "%(a)*d", "%(a(b))s", "%(b)s%(b)s", "%s %s", "%s %(a)s"):
        record("percentMap", (spec,), lambda f: f % {"a": 1, "b": 2.5, "": 9, "a(b)": 7})


FORMATS = ["", "plain", "{}", "{} {}", "{0} {1} {0}", "{a}", "{a} {b!r}", "{!r}", "{!s:>5}", "{!a}", "{:>6}", "{:{}}", "{:{w}}", "{0:{1}}", "{:.{p}f}", "{{}}", "{{{}}}",
           "}", "{", "{0", "{0!", "{0!r", "{0!rx}", "{0!z}", "{0!é}", "{:{:{}}}", "{} {0}", "{0} {}", "{5}", "{missing}", "{0:x{", "a}b", "{{", "}}", "{0[", "{0[1}", 
           "{0.}", "{0[]}", "{{{0}}}", "{!}", "{0!r:10}|", "{a!s}", "{:}", "{0:}", "{a:>{w}}|", "{w:0>{w}d}", "{{0}}", "{ 0}", "{-1}", "{a b}", "{:d}", "{1:d}", "{1:5.2f}", "{0!r:{w}}|",
           "{a{b}}", "{99999999999999999999}", "{:{0}}", "{0:{}}", "x{}y{}z", "{}{}{}{}"]


def record_str_formats():
    for text in FORMATS:
        record("strFormat", (text,), lambda f: f.format("x", 7, 2.5, a="α", b="it's", w=6, p=2))


record_ints()
record_floats()
record_strings()
record_reading()
record_formats()
record_percents()
record_str_formats()
TARGET.write_text(
    json.dumps({"python": platform.python_version(), "seed": SEED, "newer": newer, "cases": len(cases)})[:-1]
    + ', "rows": [\n' + ",\n".join(json.dumps(case, ensure_ascii=True) for case in cases) + "\n]}\n"
)
print(f"{len(cases)} cases from CPython {platform.python_version()}, {newer} worded as 3.13 → {TARGET}", file=sys.stderr)
