"""Records what CPython's dis shows for instructions.listing.py: python3.13 scripts/record-instructions.py.

One row an instruction, "line name argument", by qualified name of the function; jumps are given by the number of their target.
"""
import dis
import json
import pathlib
import platform
import types

FOLDER = pathlib.Path(__file__).parent.parent / "src/engine/python/compiler"


def rows(code):
    found = list(dis.get_instructions(code))
    numbers = {each.offset: i for i, each in enumerate(found)}
    for each in found:
        argument = each.argrepr
        if each.opcode in dis.hasjrel:
            argument = f"to {numbers[each.argval]}"
        elif argument.startswith("<code object"):
            argument = "<code object>"
        elif not argument and each.arg is not None:
            argument = str(each.arg)
        yield f"{each.positions.lineno or 0} {each.opname} {argument}".rstrip()


def codes(code):
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from codes(constant)


source = (FOLDER / "instructions.listing.py").read_text("utf-8")
functions = {code.co_qualname: list(rows(code)) for code in codes(compile(source, "listing.py", "exec"))}
recorded = {"python": platform.python_version(), "functions": functions}
(FOLDER / "instructions.recorded.json").write_text(json.dumps(recorded, indent=1) + "\n", "utf-8")
