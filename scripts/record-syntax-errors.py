"""Records what CPython says to each text of syntax-errors.txt, with the place: python3.13 scripts/record-syntax-errors.py.

Texts are separated by lines of three dashes; a text without an error is recorded as null.
"""
import json
import pathlib
import platform
import warnings

FOLDER = pathlib.Path(__file__).parent.parent / "src/engine/python/compiler"


def said_to(text):
    try:
        compile(text, "listing.py", "exec")
    except SyntaxError as error:
        kind = type(error).__name__
        message = error.msg if kind == "SyntaxError" else f"{kind}: {error.msg}"
        return f"{error.lineno}:{error.offset} {message}"
    return None


warnings.simplefilter("ignore")
texts = (FOLDER / "syntax-errors.txt").read_text("utf-8").removesuffix("\n").split("\n---\n")
recorded = {"python": platform.python_version(), "said": {text: said_to(text) for text in texts}}
(FOLDER / "syntax-errors.recorded.json").write_text(json.dumps(recorded, indent=1, ensure_ascii=False) + "\n", "utf-8")
