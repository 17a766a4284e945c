"""Hunts for false claims that get proved, and true ones that get refuted.

    python3 soundness.py try COUNT SEED PROGRAM      runs COUNT random claims through the `chainrule` program
    python3 soundness.py write PROGRAM               adds some of each kind to soundness.txt

Truth is by construction and exact:
  - piecewise linear functions of one and two names, whose largest value over a box lies at one of finitely many points,
    found with Python's fractions;
  - polynomials that are squares or sums of squares with a known zero;
  - functions that rise or fall throughout, at the ends of open and closed ranges;
  - derivatives by sympy of formulas and of small networks, and the same with a term altered, which differ at a point
    that mpmath confirms.
"""
import itertools
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile
from fractions import Fraction

import sympy
from mpmath import mp, mpf

mp.dps = 50
HERE = pathlib.Path(__file__).resolve().parent


def frac(value):
    value = Fraction(value)
    return str(value.numerator) if value.denominator == 1 else f"({value.numerator}/{value.denominator})"


class Case:
    """A worksheet with one claim. `truth` is True or False."""

    def __init__(self, kind, lines, claim, truth):
        self.kind, self.lines, self.claim, self.truth = kind, lines, claim, truth

    def sheet(self):
        return "\n".join(self.lines + [f"claim {self.claim}"]) + "\n"


def box_line(name, low, high, low_open=False, high_open=False):
    return f"given {name} in {'(' if low_open else '['}{frac(low)}, {frac(high)}{')' if high_open else ']'}"


# Piecewise linear functions: ("name", n) ("num", q) ("+", a, b) ("scale", q, a) ("max", a, b) ("min", a, b) ("abs", a) ("relu", a) …

def linear(random_, names, depth):
    if depth == 0:
        return random_.choice([("name", random_.choice(names)), ("num", Fraction(random_.randint(-6, 6), random_.choice([1, 2, 3, 7])))])
    kind = random_.randrange(10)
    a, b = linear(random_, names, depth - 1), linear(random_, names, depth - 1)
    q = Fraction(random_.choice([-3, -2, -1, 1, 2, 3, 5]), random_.choice([1, 2, 3]))
    return [("+", a, b), ("scale", q, a), ("max", a, b), ("min", a, b), ("abs", a), ("relu", a), ("hardtanh", a), ("leaky_relu", a),
            ("+", ("scale", q, a), b), ("+", a, ("scale", -1, b))][kind]


def linear_text(e):
    kind = e[0]
    if kind == "name": return e[1]
    if kind == "num": return frac(e[1])
    if kind == "+": return f"({linear_text(e[1])} + {linear_text(e[2])})"
    if kind == "scale": return f"({frac(e[1])})*({linear_text(e[2])})"
    return f"{kind}({', '.join(linear_text(part) for part in e[1:])})"


def linear_value(e, point):
    kind = e[0]
    if kind == "name": return point[e[1]]
    if kind == "num": return e[1]
    if kind == "scale": return e[1] * linear_value(e[2], point)
    parts = [linear_value(part, point) for part in e[1:]]
    if kind == "+": return sum(parts)
    if kind == "max": return max(parts)
    if kind == "min": return min(parts)
    if kind == "abs": return abs(parts[0])
    if kind == "relu": return max(parts[0], Fraction(0))
    if kind == "hardtanh": return min(max(parts[0], Fraction(-1)), Fraction(1))
    return parts[0] if parts[0] > 0 else parts[0] / 100


def breaks(e, low, high, name):
    """The points of one name at which the function may bend, by bisection of its pieces: all lie where a part is 0, 1 or -1 or two parts meet."""
    found = {low, high}

    def pieces(part):
        """Knots of a part, such that it is linear between neighbours."""
        kind = part[0]
        if kind in ("name", "num"): return {low, high}
        if kind == "scale": return pieces(part[2])
        knots = set().union(*(pieces(own) for own in part[1:]))
        if kind == "+": return knots
        levels = {"max": None, "min": None, "abs": [0], "relu": [0], "leaky_relu": [0], "hardtanh": [-1, 1]}[kind]
        more = set()
        ordered = sorted(knots)
        for left, right in itertools.pairwise(ordered):
            def gap(x, level):
                if levels is None:
                    return linear_value(part[1], {name: x}) - linear_value(part[2], {name: x})
                return linear_value(part[1], {name: x}) - level
            for level in levels or [0]:
                a, b = gap(left, level), gap(right, level)
                if a * b < 0:
                    more.add(left + (right - left) * a / (a - b))
        return knots | more
    return found | pieces(e)


def piecewise(random_):
    e = linear(random_, ["x"], random_.randint(2, 5))
    if "x" not in linear_text(e):
        return None
    low = Fraction(random_.randint(-40, 30), random_.choice([1, 2, 3, 10]))
    high = low + Fraction(random_.randint(1, 60), random_.choice([1, 2, 7]))
    knots = sorted(breaks(e, low, high, "x"))
    values = [linear_value(e, {"x": x}) for x in knots]
    largest, at = max((value, x) for value, x in zip(values, knots))
    inside = any(value == largest and low < x < high for value, x in zip(values, knots))
    low_open, high_open = random_.random() < 0.4, random_.random() < 0.4
    reached = inside or (values[0] == largest and not low_open) or (values[-1] == largest and not high_open)
    flat = [i for i, value in enumerate(values) if value == largest]
    reached = reached or any(j == i + 1 for i, j in itertools.pairwise(flat))
    lines = [box_line("x", low, high, low_open, high_open)]
    gap = Fraction(1, random_.choice([10, 10**4, 10**9, 10**15]))
    left = linear_text(e)
    return random_.choice([
        Case("piecewise", lines, f"{left} <= {frac(largest)}", True),
        Case("piecewise", lines, f"{left} < {frac(largest)}", not reached),
        Case("piecewise", lines, f"{left} <= {frac(largest - gap)}", False),
        Case("piecewise", lines, f"{left} < {frac(largest + gap)}", True),
        Case("piecewise", lines, f"{left} = {frac(largest)}", all(value == largest for value in values)),
    ])


def squares(random_):
    names = random_.choice([["x"], ["x", "y"], ["x", "y", "z"]])
    zero = {name: Fraction(random_.randint(-30, 30), random_.choice([1, 2, 3, 7, 10])) for name in names}
    if random_.random() < 0.3:
        zero = {name: value * 10**random_.choice([3, 6]) for name, value in zero.items()}
    terms = []
    for _ in range(random_.randint(1, 3)):
        parts = [f"{frac(random_.choice([1, 2, -1, 3]))}*({name} - {frac(zero[name])})" for name in names if random_.random() < 0.8]
        if not parts:
            continue
        inner = " + ".join(parts)
        kind = random_.randrange(6)
        terms.append([f"({inner})^2", f"({inner})^4", f"abs({inner})", f"(({inner})*({random_.choice(names)} + 1))^2", f"1 - cos({inner})",
                      f"sqrt(1 + ({inner})^2) - 1"][kind])
    if not terms:
        return None
    left = " + ".join(f"{random_.choice([1, 2, 5])}*({term})" for term in terms)
    if random_.random() < 0.5:
        # Written out, so that the squares are hidden.
        try:
            hidden = sympy.expand(sympy.sympify(left.replace("^", "**"), rational=True)) if "abs" not in left and "cos" not in left and "sqrt" not in left else None
        except (TypeError, ValueError):
            hidden = None
        if hidden is not None:
            left = str(hidden).replace("**", "^")
    lines = []
    for name in names:
        if random_.random() < 0.5 and name in left:
            below = Fraction(random_.randint(0, 50), random_.choice([1, 3, 10])) + (1 if random_.random() < 0.5 else 0)
            above = Fraction(random_.randint(1, 50), random_.choice([1, 3, 10]))
            lines.append(box_line(name, zero[name] - below, zero[name] + above))
    gap = frac(Fraction(1, random_.choice([1000, 10**6, 10**12])))
    return random_.choice([
        Case("squares", lines, f"{left} >= 0", True), Case("squares", lines, f"{left} > 0", False),
        Case("squares", lines, f"{left} >= {gap}", False), Case("squares", lines, f"{left} > -{gap}", True),
        Case("squares", lines, f"-({left}) <= 0", True), Case("squares", lines, f"-({left}) < 0", False),
    ])


RISING = ["exp(x)", "tanh(x)", "sigmoid(x)", "atan(x)", "x^3", "asinh(x)", "erf(x)", "softplus(x)", "softsign(x)", "elu(x)", "selu(x)", "sinh(x)", "leaky_relu(x)",
          "x + sin(x)/2", "relu(x) + x", "2*x - cos(x)", "exp(exp(x/4))", "tanh(tanh(x))", "x^5 + x", "hardtanh(x)", "relu(x)", "hard_sigmoid(x)", "-exp(-x)", "x*exp(x^2)"]
STRICT = {"hardtanh(x)", "relu(x)", "hard_sigmoid(x)"}


def ends(random_):
    f = random_.choice(RISING)
    low = Fraction(random_.randint(-12, 8), random_.choice([1, 2, 4, 7]))
    high = low + Fraction(random_.randint(1, 20), random_.choice([1, 3, 8]))
    low_open, high_open = random_.random() < 0.5, random_.random() < 0.5
    at = lambda x: re.sub(r"\bx\b", f"({frac(x)})", f)
    lines = [box_line("x", low, high, low_open, high_open)]
    strict = f not in STRICT
    tiny = Fraction(1, random_.choice([10**3, 10**8, 10**14]))
    choices = [
        (f"{f} <= {at(high)}", True), (f"{f} >= {at(low)}", True),
        (f"{f} <= {at(high - (high - low) * tiny)}", False if strict else None), (f"{f} >= {at(low + (high - low) * tiny)}", False if strict else None),
        (f"{f} < {at(high)}", high_open if strict else None if high_open else False), (f"{f} > {at(low)}", low_open if strict else None if low_open else False),
        (f"{f} in [{at(low)}, {at(high)}]", True), (f"{f} in [{at(low + (high - low) / 3)}, {at(high)}]", False if strict else None),
    ]
    claim, truth = random_.choice(choices)
    return None if truth is None else Case("ends", lines, claim, truth)


X, Y, W = sympy.symbols("x y w", real=True)
SMOOTH = [sympy.exp, sympy.sin, sympy.cos, sympy.tanh, sympy.atan, lambda u: 1 / (1 + sympy.exp(-u)), lambda u: u**2, lambda u: u**3, lambda u: 1 / (1 + u**2),
          lambda u: sympy.log(1 + sympy.exp(u)), sympy.sinh, sympy.asinh, lambda u: sympy.sqrt(1 + u**2), sympy.erf]


def written(e):
    """A sympy expression in the worksheet language."""
    text = sympy.sstr(e, full_prec=False).replace("**", "^")
    return re.sub(r"\blog\(", "ln(", text).replace("E^", "exp(1)^")


def smooth(random_, leaves, depth):
    if depth == 0:
        return random_.choice(leaves) if random_.random() < 0.8 else sympy.Rational(random_.randint(-5, 5), random_.choice([1, 2, 3]))
    a, b = smooth(random_, leaves, depth - 1), smooth(random_, leaves, depth - 1)
    kind = random_.random()
    if kind < 0.25: return a + b
    if kind < 0.5: return a * b
    if kind < 0.6: return a - 2 * b
    return random_.choice(SMOOTH)(a)


def derivative(random_):
    """∂L/∂x of a network of a few quantities, for all values of the leaves."""
    leaves = [X, Y, W]
    known, lines = list(leaves), []
    whole = {}
    for place in range(random_.randint(1, 4)):
        e = smooth(random_, known[-4:], random_.randint(1, 2))
        if not e.free_symbols:
            return None
        name = sympy.Symbol(f"q{place}", real=True)
        lines.append(f"q{place} = {written(e)}")
        whole[name] = e.subs(whole, simultaneous=True)
        known.append(name)
    last = known[-1]
    if X not in whole[last].free_symbols:
        return None
    slope = sympy.diff(whole[last], X)
    truth = random_.random() < 0.5
    if not truth:
        other = random_.choice([slope * (1 + sympy.Rational(1, 10**6)), slope + Y / 1000, sympy.diff(whole[last], random_.choice([Y, W])), -slope,
                                slope.subs(W, W + sympy.Rational(1, 1000)), slope + sympy.tanh(X) ** 2 / 10**5])
        differ = False
        for _ in range(8):
            point = {leaf: sympy.Rational(random_.randint(-20, 20), 9) for leaf in leaves}
            try:
                gap = mpf(str(sympy.N((slope - other).subs(point), 40)))
            except (ValueError, TypeError):
                continue
            differ = differ or abs(gap) > mpf(10) ** -25
        if not differ:
            return None
        slope = other
    text = written(slope)
    if len(text) > 900 or any(word in text for word in ("Derivative", "zoo", "nan", "oo", "Piecewise", "sign(")):
        return None
    return Case("derivative", lines, f"d{last}/dx = {text}", truth)


KINDS = [piecewise, piecewise, squares, ends, derivative]


def random_case(random_):
    while True:
        try:
            case = random_.choice(KINDS)(random_)
        except (OverflowError, RecursionError):
            continue
        if case is not None:
            return case


def judged(program, cases):
    """The judgements of many cases, in one run."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, case in enumerate(cases):
            path = pathlib.Path(folder) / f"claim{number}.chain"
            path.write_text(case.sheet())
            files.append(path)
        run = subprocess.run([program, "run", *files, "--format", "json"], capture_output=True, text=True)
        at, found = 0, []
        reader = json.JSONDecoder()
        while at < len(run.stdout.rstrip()):
            report, at = reader.raw_decode(run.stdout, at)
            at += len(run.stdout[at:]) - len(run.stdout[at:].lstrip())
            found.append(report["claims"][0]["judgement"])
        if len(found) == len(cases):
            return found
    if len(cases) == 1:
        print(f"--- an error\n{cases[0].sheet()}{run.stderr}", flush=True)
        return ["error"]
    return [own for case in cases for own in judged(program, [case])]


def attempt(count, seed, program):
    random_ = random.Random(seed)
    tally = {}
    for start in range(0, count, 50):
        cases = [random_case(random_) for _ in range(min(50, count - start))]
        for case, judgement in zip(cases, judged(program, cases)):
            key = (case.kind, case.truth, judgement)
            tally[key] = tally.get(key, 0) + 1
            if (case.truth, judgement) in ((False, "proved"), (True, "refuted")):
                print(f"--- {case.truth}, but {judgement} ({case.kind})\n{case.sheet()}", flush=True)
    for key, number in sorted(tally.items(), key=str):
        print(*key, number)


def write(program):
    random_ = random.Random(8)
    entries = []
    for kind in dict.fromkeys(KINDS):
        wanted = 30
        while wanted:
            case = kind(random_)
            if case is None or len(case.sheet()) > 400:
                continue
            [judgement] = judged(program, [case])
            if judgement == "error":
                continue
            word = "not proved" if not case.truth else "proved" if judgement == "proved" else "not refuted"
            entries.append(f"{word}\n{case.sheet()}")
            wanted -= 1
    (HERE / "soundness.txt").write_text("# Written by soundness.py. Do not edit.\n" + "---\n".join(entries))


if __name__ == "__main__":
    if sys.argv[1:2] == ["try"] and len(sys.argv) == 5:
        attempt(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
    elif sys.argv[1:2] == ["write"] and len(sys.argv) == 3:
        write(sys.argv[2])
    else:
        sys.exit(__doc__)
