"""Writes evaluators.txt: formulas with what every evaluator must find. Run it in this folder: python3 evaluators.py (mpmath 1.3).

Lines, parts separated by ` | `:
    FORMULA | X Y | VALUE | EXACT | ERROR | SMALLEST LARGEST | SLOPE-X SLOPE-Y

X and Y have three binary digits, as all constants in the formula: every number format holds them. VALUE and the slopes have
30 digits; the slopes are difference quotients at 120 digits. EXACT is the fraction where the formula has only sums, products,
quotients and whole powers, else `-`. ERROR is a running error analysis (Higham, Accuracy and Stability of Numerical
Algorithms, 2002, section 3.3): arithmetic whose every operation is off by at most u times its result, and every function by
at most 4 u times, is off by at most ERROR times u in the end, to first order in u. SMALLEST and LARGEST bound the sizes of
all nonzero numbers that are met.
"""
import random
from fractions import Fraction
from mpmath import mp, mpf, nstr, exp, log, sqrt, tanh, sin, cos, atan, log1p

mp.dps = 120
random.seed(7)
CONSTANTS = ["1/4", "1/2", "3/4", "1", "3/2", "2", "3", "4", "6"]
POINTS = CONSTANTS + ["-" + c for c in CONSTANTS]
FUNCTIONS = {
    "exp": (exp, exp), "tanh": (tanh, lambda z: 1 - tanh(z) ** 2), "sin": (sin, cos), "cos": (cos, lambda z: -sin(z)),
    "atan": (atan, lambda z: 1 / (1 + z * z)), "sigmoid": (lambda z: 1 / (1 + exp(-z)), lambda z: exp(-z) / (1 + exp(-z)) ** 2),
    "softplus": (lambda z: log1p(exp(z)), lambda z: 1 / (1 + exp(-z))),
    "ln": (log, lambda z: 1 / z), "sqrt": (sqrt, lambda z: 1 / (2 * sqrt(z))),
}


class Bad(Exception):
    pass


class Run:
    """One evaluation: (value, error, exact), where numbers are of `kind`."""

    def __init__(self, x, y):
        self.at = {"x": x, "y": y}
        self.sizes = []

    def met(self, value, error, exact):
        if abs(value) > 1e6:
            raise Bad
        if value != 0:
            self.sizes.append(abs(value))
        return value, error, exact

    def of(self, tree):
        kind = tree[0]
        if kind == "name":
            own = self.at[tree[1]]
            return self.met(mpf(own.numerator) / own.denominator if isinstance(own, Fraction) else own, mpf(0), own)
        if kind == "number":
            own = Fraction(tree[1])
            return self.met(mpf(own.numerator) / own.denominator, mpf(0), own)
        parts = [self.of(part) for part in tree[2]]
        exact = None
        rational = all(isinstance(part[2], Fraction) for part in parts)
        if kind == "+":
            (a, ea, xa), (b, eb, xb) = parts
            return self.met(a + b, ea + eb + abs(a + b), xa + xb if rational else None)
        if kind == "-":
            # A difference is the sum with the negative.
            (a, ea, xa), (b, eb, xb) = parts
            return self.met(a - b, ea + eb + abs(a - b), xa - xb if rational else None)
        if kind == "*":
            (a, ea, xa), (b, eb, xb) = parts
            return self.met(a * b, abs(a) * eb + abs(b) * ea + abs(a * b), xa * xb if rational else None)
        if kind == "/":
            (a, ea, xa), (b, eb, xb) = parts
            if b == 0:
                raise Bad
            return self.met(a / b, ea / abs(b) + abs(a) * eb / b**2 + abs(a / b), xa / xb if rational else None)
        if kind == "^":
            (a, ea, xa), n = parts[0], tree[1]
            if a == 0:
                raise Bad
            return self.met(a**n, abs(n * a ** (n - 1)) * ea + 4 * abs(a**n), xa**n if rational else None)
        (a, ea, _), (f, slope) = parts[0], FUNCTIONS[kind]
        if kind in ("ln", "sqrt") and a <= 0:
            raise Bad
        return self.met(f(a), abs(slope(a)) * ea + 4 * abs(f(a)), exact)


def tree(depth):
    if depth == 0 or random.random() < 0.1:
        return ("name", random.choice("xy")) if random.random() < 0.7 else ("number", random.choice(CONSTANTS))
    if random.random() < 0.35:
        return (random.choice(list(FUNCTIONS)), None, [tree(depth - 1)])
    kind = random.choice(["+", "-", "*", "/", "^", "+", "*"])
    if kind == "^":
        return ("^", random.choice([2, 3]), [tree(depth - 1)])
    return (kind, None, [tree(depth - 1), tree(depth - 1)])


def written(own):
    kind = own[0]
    if kind == "name":
        return own[1]
    if kind == "number":
        return own[1] if "/" not in own[1] else f"({own[1]})"
    parts = [written(part) for part in own[2]]
    if kind in "+-*/":
        return f"({parts[0]} {kind} {parts[1]})"
    if kind == "^":
        return f"({parts[0]})^{own[1]}"
    return f"{kind}({parts[0]})"


def size(own):
    return 1 if own[0] in ("name", "number") else 1 + sum(size(part) for part in own[2])


lines, seen = [], set()
while len(lines) < 400:
    own = tree(random.choice([1, 1, 2, 3, 4]))
    text = written(own)
    if size(own) < 2 or "x" not in text.replace("exp", "") or text in seen:
        continue
    x, y = Fraction(random.choice(POINTS)), Fraction(random.choice(POINTS))
    try:
        run = Run(x, y)
        value, error, exact = run.of(own)
        h = mpf(10) ** -45
        fx, fy = mpf(x.numerator) / x.denominator, mpf(y.numerator) / y.denominator
        slopes = []
        for dx, dy in ((h, 0), (0, h)):
            up, down = Run(fx + dx, fy + dy).of(own)[0], Run(fx - dx, fy - dy).of(own)[0]
            slopes.append((up - down) / (2 * h))
    except (Bad, ZeroDivisionError, OverflowError):
        continue
    if value == 0 or error > 40 * abs(value) or min(run.sizes) < mpf(2) ** -24:
        continue
    if any(slope != 0 and abs(slope) < mpf(10) ** -20 for slope in slopes):
        slopes = [mpf(0) if abs(slope) < mpf(10) ** -40 else slope for slope in slopes]
    seen.add(text)
    lines.append(" | ".join([
        text, f"{x} {y}", nstr(value, 30), str(exact) if isinstance(exact, Fraction) else "-", nstr(error, 8),
        f"{nstr(min(run.sizes), 8)} {nstr(max(run.sizes), 8)}", " ".join(nstr(slope, 30) for slope in slopes),
    ]))
with open("evaluators.txt", "w") as out:
    out.write("# Written by evaluators.py. Do not edit.\n" + "\n".join(lines) + "\n")
