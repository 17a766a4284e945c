"""The truth of the lines of tests/notes/*.tsv, worked out with sympy from the Python beside each: python3 tests/oracle/notes.py"""

import pathlib
import sys

import numpy as np
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


def Phi(x):
    return (1 + sp.erf(sp.sympify(x) / sp.sqrt(2))) / 2


def limit(formula, name, to, side="+"):
    scope = {**SYMBOLS, **TOOLS, "n": sp.Symbol("n", positive=True)}
    target = {"oo": sp.oo, "-oo": -sp.oo}.get(to, sp.sympify(to))
    return sp.simplify(sp.limit(sp.sympify(eval(formula, scope)), scope[name], target, side))


def series(term, start):
    n = sp.Symbol("n", integer=True)
    return sp.nsimplify(sp.summation(eval(term, {**TOOLS, "n": n}), (n, start, sp.oo)))


DRAW = np.random.default_rng(7)
ARRAYS = {name: DRAW.normal(size=(3, 3)) for name in "ABC"} | {name: DRAW.normal(size=3) for name in "xyz"}
# Its determinant is positive.
ARRAYS["S"] = ARRAYS["A"] @ ARRAYS["A"].T + np.eye(3)


def numbers(formula, **other):
    scope = {"np": np, "norm": np.linalg.norm, "sqrt": np.sqrt, **ARRAYS, **other}
    return np.asarray(eval(formula, scope), dtype=float)


def mat(left, right):
    left, right = numbers(left), numbers(right)
    return left.shape == right.shape and bool(np.allclose(left, right, atol=1e-9))


def by(name, formula, right):
    """Whether the gradient of a formula by an array, from differences, is what is said."""
    start, step = ARRAYS[name], 1e-6
    slopes = np.zeros_like(start)
    for place in np.ndindex(start.shape):
        ends = []
        for sign in (1, -1):
            moved = start.copy()
            moved[place] += sign * step
            ends.append(numbers(formula, **{name: moved}))
        slopes[place] = (ends[0] - ends[1]) / (2 * step)
    return bool(np.allclose(slopes, numbers(right), atol=1e-5))


def jac(name, formula, right):
    """Whether the Jacobian of a vector by a vector, from differences, is what is said: an entry of the vector in each row."""
    start, step, columns = ARRAYS[name], 1e-6, []
    for place in range(len(start)):
        ends = []
        for sign in (1, -1):
            moved = start.copy()
            moved[place] += sign * step
            ends.append(numbers(formula, **{name: moved}))
        columns.append((ends[0] - ends[1]) / (2 * step))
    return bool(np.allclose(np.stack(columns, axis=1), numbers(right), atol=1e-5))


TOOLS = {
    "R": sp.Rational, "sig": sig, "dsig": dsig, "near": near, "cut": cut, "same": same, "exp": sp.exp,
    "log": sp.log, "log10": lambda value: sp.N(sp.log(value) / sp.log(10)), "sqrt": sp.sqrt, "sin": sp.sin,
    "cos": sp.cos, "tanh": sp.tanh, "cosh": sp.cosh, "pi": sp.pi, "diff": sp.diff, "range": range, "sum": sum,
    "max": max, "abs": abs, "atan": sp.atan, "sp": sp, "np": np, "Phi": Phi,
    "limit": limit, "series": series, "X": SYMBOLS["x"], "mat": mat, "vec": mat, "by": by, "jac": jac,
    "grad": lambda formula, right: by("x", formula, right), "mgrad": lambda formula, right: by("A", formula, right),
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
