"""Writes corpus/language/random-generators.txt: random programs of generators, each with the seed that made it.

    python3 scripts/make-generator-programs.py [PROGRAMS] [SEED]

Every program defines three generators out of yield, send, try/except/finally, return, loops and `yield from` one another, and drives
them by next, send, throw and close. `scripts/record-corpus.mjs` then records what CPython prints.
"""
import pathlib
import random
import sys

TARGET = pathlib.Path(__file__).parent.parent / "corpus/language/random-generators.txt"
ERRORS = ("ValueError", "KeyError", "GeneratorExit")


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lines = []
        self.number = 0

    def say(self, depth, text):
        self.lines.append("    " * depth + text)

    def next_number(self):
        self.number += 1
        return self.number

    def statement(self, depth, level, inner):
        kind = self.random.choice(("yield", "yield", "send", "print", "from", "try", "try", "for", "if", "return", "raise"))
        if level > 2 and kind in ("try", "for", "if"):
            kind = "yield"
        n = self.next_number()
        if kind == "yield":
            self.say(depth, f"yield {n}")
        elif kind == "send":
            self.say(depth, f"got = yield {n}")
            self.say(depth, f"print('got', {n}, got)")
        elif kind == "print":
            self.say(depth, f"print('at', {n})")
        elif kind == "from":
            target = f"{inner}()" if inner and self.random.random() < 0.7 else self.random.choice((f"[{n}, {n + 1}]", f"range({n % 3})"))
            self.say(depth, f"print('from', {n}, (yield from {target}))")
        elif kind == "for":
            self.say(depth, f"for i in range({self.random.randint(1, 2)}):")
            self.block(depth + 1, level + 1, inner)
        elif kind == "if":
            self.say(depth, f"if {self.random.choice(('True', 'got is None', 'got == 5'))}:")
            self.block(depth + 1, level + 1, inner)
        elif kind == "return":
            self.say(depth, f"return {n}")
        elif kind == "raise":
            self.say(depth, f"raise {self.random.choice(ERRORS[:2])}({n})" if self.random.random() < 0.5 else f"got = {n}")
        else:
            self.try_statement(depth, level, inner, n)

    def try_statement(self, depth, level, inner, n):
        self.say(depth, "try:")
        self.block(depth + 1, level + 1, inner)
        caught = self.random.random() < 0.7
        if caught:
            self.say(depth, f"except {self.random.choice(ERRORS)} as error:")
            self.say(depth + 1, f"print('caught', {n}, repr(error), repr(error.__context__))")
            if self.random.random() < 0.5:
                self.block(depth + 1, level + 1, inner)
            elif self.random.random() < 0.5:
                self.say(depth + 1, "raise")
        if not caught or self.random.random() < 0.5:
            self.say(depth, "finally:")
            self.say(depth + 1, f"print('finally', {n})")
            if self.random.random() < 0.3:
                self.say(depth + 1, f"yield {n + 1000}")

    def block(self, depth, level, inner):
        for _ in range(self.random.randint(1, 3)):
            self.statement(depth, level, inner)

    def drive(self):
        self.say(0, "def drive(name, act):")
        self.say(1, "try:")
        self.say(2, "print(name, 'gives', act())")
        self.say(1, "except BaseException as error:")
        self.say(2, "print(name, 'raises', repr(error), repr(error.__cause__), repr(error.__context__))")
        for _ in range(2):
            self.say(0, "g = third()")
            for _ in range(self.random.randint(4, 9)):
                act = self.random.choice(("next", "next", "next", "send", "send", "throw", "throw", "close"))
                if act == "next":
                    self.say(0, "drive('next', lambda: next(g))")
                elif act == "send":
                    self.say(0, f"drive('send', lambda: g.send({self.random.choice(('None', '5', '7'))}))")
                elif act == "throw":
                    self.say(0, f"drive('throw', lambda: g.throw({self.random.choice(ERRORS[:2] + ('StopIteration', 'OSError'))}({self.next_number()})))")
                else:
                    self.say(0, "drive('close', lambda: g.close())")
            # To its end, since an abandoned one is closed at another time here.
            self.say(0, "for _ in range(4):")
            self.say(1, "drive('close', lambda: g.close())")

    def program(self):
        inner = None
        for name in ("first", "second", "third"):
            self.say(0, f"def {name}():")
            self.say(1, "got = None")
            self.say(1, f"yield '{name}'")
            self.block(1, 0, inner)
            inner = name
        self.drive()
        return "\n".join(self.lines)


count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
first = int(sys.argv[2]) if len(sys.argv) > 2 else 1
programs = [f"=== seed {seed}\n{Maker(seed).program()}\n" for seed in range(first, first + count)]
TARGET.write_text("".join(programs), "utf-8")
print(f"{count} programs from seed {first} on", file=sys.stderr)
