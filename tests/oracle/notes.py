"""The truth of the lines of tests/notes/*.tsv, worked out with sympy from the Python beside each: python3 tests/oracle/notes.py"""

import pathlib
import sys

import sympy as sp

NAMES = "a b c d x y z w h t o n".split()
SYMBOLS = {name: sp.Symbol(name, real=True) for name in NAMES}


def sig(z):
    return 1 / (1 + sp.exp(-sp.sympify(z)))


def dsig(z):
    return sig(z) * (1 - sig(z))


def near(value, printed, unit):
    return bool(abs(sp.N(value - printed, 60)) <= unit / 2)


def cut(value, printed, unit):
    return bool(0 < sp.N(value - printed, 60) < unit)


def same(left, right):
    scope = {**SYMBOLS, **TOOLS}
    left, right = eval(left, scope), eval(right, scope)
    for shift in range(1, 6):
        point = {own: sp.Rational(7 * shift + 3 * place, 11) for place, own in enumerate(SYMBOLS.values())}
        point[SYMBOLS["a"]] = sp.Rational(shift, 7)
        if abs(sp.N((sp.sympify(left) - right).subs(point), 50)) > sp.Rational(1, 10**30):
            return False
    return True


TOOLS = {
    "R": sp.Rational, "sig": sig, "dsig": dsig, "near": near, "cut": cut, "same": same, "exp": sp.exp,
    "log": sp.log, "log10": lambda value: sp.N(sp.log(value) / sp.log(10)), "sqrt": sp.sqrt, "sin": sp.sin,
    "cos": sp.cos, "tanh": sp.tanh, "cosh": sp.cosh, "pi": sp.pi, "diff": sp.diff, "range": range, "sum": sum,
    "max": max, "abs": abs, "atan": sp.atan, "sp": sp,
}

wrong = 0
for path in sorted((pathlib.Path(__file__).parent.parent / "notes").glob("*.tsv")):
    for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if row.startswith("#"):
            continue
        truth, latex, _, check = row.split("\t")
        if truth not in ("true", "false"):
            continue
        if bool(eval(check, dict(TOOLS))) != (truth == "true"):
            wrong += 1
            print(f"{path}:{number}: {latex} is not {truth}")
print(f"{wrong} wrong")
sys.exit(wrong > 0)
