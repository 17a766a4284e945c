"""Writes rows.txt: what mpmath says of every function row. Run it in this folder: python3 rows.py (mpmath 1.3).

Lines, separated by spaces:
    value NAME ARGUMENTS VALUE DERIVATIVES     arguments are floats, exactly; numbers have 40 digits; `-` where there is none
    bounds NAME of|slope LOWER UPPER           `[x` reached, `(x` not reached, `~x` reached but irrational, `inf` none
    moves NAME increasing|decreasing|valley|neither

Derivatives are difference quotients at 1700 digits, not formulas. Bounds are claims of this file; each is checked here
against dense samples, and its sharpness at the point that reaches or approaches it.
"""
import math, random
from mpmath import mp, mpf, inf, pi, sqrt, exp, expm1, log, log1p, tanh, erf, erfc, findroot, nstr, floor, cos

mp.dps = 1700
LAMBDA = mpf("1.0507009873554804934193349852946")
ALPHA = mpf("1.6732632423543772848170429916717")
sigma = lambda z: 1 / (1 + exp(-z)) if z > 0 else exp(z) / (1 + exp(z))
softplus = lambda z: z + log1p(exp(-z)) if z > 0 else log1p(exp(z))
sign = lambda z: mpf((z > 0) - (z < 0))
everywhere = lambda z: True
positive = lambda z: z > 0
inside = lambda z: abs(z) < 1

# name: (function, where the derivative exists, where the function exists)
ROWS = {
    "-": (lambda z: -z, everywhere, everywhere),
    "exp": (exp, everywhere, everywhere),
    "ln": (log, positive, positive),
    "log10": (lambda z: log(z) / log(mpf(10)), positive, positive),
    "log2": (lambda z: log(z) / log(mpf(2)), positive, positive),
    "sqrt": (sqrt, positive, lambda z: z >= 0),
    "abs": (abs, lambda z: z != 0, everywhere),
    "sign": (sign, lambda z: z != 0, everywhere),
    "step": (lambda z: mpf(z > 0), lambda z: z != 0, everywhere),
    "sin": (mp.sin, everywhere, everywhere),
    "cos": (mp.cos, everywhere, everywhere),
    "tan": (mp.tan, everywhere, everywhere),
    "asin": (mp.asin, inside, lambda z: abs(z) <= 1),
    "acos": (mp.acos, inside, lambda z: abs(z) <= 1),
    "atan": (mp.atan, everywhere, everywhere),
    "sinh": (mp.sinh, everywhere, everywhere),
    "cosh": (mp.cosh, everywhere, everywhere),
    "tanh": (tanh, everywhere, everywhere),
    "asinh": (mp.asinh, everywhere, everywhere),
    "acosh": (mp.acosh, lambda z: z > 1, lambda z: z >= 1),
    "atanh": (mp.atanh, inside, inside),
    # Away from 0 the derivative is taken of erfc, which does not run into a 1.
    "erf": (lambda z: erf(z), everywhere, everywhere),
    "sigmoid": (sigma, everywhere, everywhere),
    "relu": (lambda z: max(z, mpf(0)), lambda z: z != 0, everywhere),
    "leaky_relu": (lambda z: z if z > 0 else z / 100, lambda z: z != 0, everywhere),
    "elu": (lambda z: z if z > 0 else expm1(z), everywhere, everywhere),
    "selu": (lambda z: LAMBDA * z if z > 0 else LAMBDA * ALPHA * expm1(z), lambda z: z != 0, everywhere),
    "softplus": (softplus, everywhere, everywhere),
    "softsign": (lambda z: z / (1 + abs(z)), everywhere, everywhere),
    "gelu": (lambda z: z * erfc(-z / sqrt(mpf(2))) / 2, everywhere, everywhere),
    "gelu_tanh": (lambda z: z * sigma(2 * sqrt(2 / pi) * (z + mpf("0.044715") * z**3)), everywhere, everywhere),
    "silu": (lambda z: z * sigma(z), everywhere, everywhere),
    "mish": (lambda z: z * tanh(softplus(z)), everywhere, everywhere),
    "hardtanh": (lambda z: max(mpf(-1), min(mpf(1), z)), lambda z: abs(z) != 1, everywhere),
    "hard_sigmoid": (lambda z: max(mpf(0), min(mpf(1), (z + 3) / 6)), lambda z: abs(z) != 3, everywhere),
}
MANY = {
    "+": sum, "*": lambda a: a[0] * a[1] * a[2], "/": lambda a: a[0] / a[1], "^": lambda a: a[0] ** a[1],
    "min": min, "max": max,
}
ALGEBRAIC = {"-", "ln", "log10", "log2", "sqrt", "abs", "sign", "step", "sin", "cos", "tan", "atan", "asinh", "acosh", "relu",
             "leaky_relu", "softsign", "hardtanh", "hard_sigmoid"}


def slope(name, x):
    f = ROWS[name][0]
    if name == "erf" and abs(x) > 20:
        f = (lambda z: -erfc(z)) if x > 0 else (lambda z: erfc(-z))
    h = min(abs(x), mpf(1)) * mpf(10) ** -120 if x else mpf(10) ** -120
    if x == 0 and name in ("elu", "softsign", "softplus"):
        return (f(h) - f(-h)) / (2 * h)
    return (f(x + h) - f(x - h)) / (2 * h)


def digits(y):
    return nstr(mpf(y), 40)


def points(name):
    grid = [0.1, 1, 5, 20, 100, 700, 1e-8, 1e-300]
    grid += [0.5, 2, 3, 10, 30.5, 37.6, 38.4, 360, 372.5, 708.5, 712, 744, 1.25, 0.75, 0.3, 50, 1e-3, 1 / 3]
    if name in ALGEBRAIC:
        grid += [1e5, 1e10, 1e160, 1e300, 1e-160]
    zeros = {"silu": 1.2784645427610737, "mish": 1.1924312145154952, "gelu": 0.7517915246935645, "gelu_tanh": 0.7524614220710163}
    for x in [zeros.get(name), *([math.pi, 100 * math.pi, math.pi / 2, 1e22] if name in ("sin", "cos", "tan") else [])]:
        if x:
            grid += [x, math.nextafter(x, 9e99), x * (1 + 1e-9), x * 1.01]
    for kink in (1.0, 3.0):
        grid += [math.nextafter(kink, 0), math.nextafter(kink, 9)]
    grid += [5e-324]
    # Decimal digits of few places keep the file readable.
    seed = random.Random(name)
    grid += [round(seed.uniform(0, 10), 3) for _ in range(10)] + [round(10 ** seed.uniform(-6, 2.8), 9) for _ in range(10)]
    grid = [float(x) for x in dict.fromkeys(grid)]
    return [0.0] + [s * x for x in grid for s in (1, -1)]


def write_values(out):
    for name, (f, smooth, domain) in ROWS.items():
        for x in points(name):
            z = mpf(x)
            if not domain(z):
                continue
            d = slope(name, z) if smooth(z) else None
            # Beyond any exponent that matters the digits are zeros.
            out.write(f"value {name} {x!r} {digits(f(z))} {'-' if d is None else digits(d)}\n")
    seed = random.Random(1)
    pairs = [(1.5, 2.0), (-3.0, 7.0), (2.0, -3.0), (0.1, 0.2), (1e300, 1e-8), (-1e300, 1e-300), (5.0, 5.5)]
    pairs += [(round(seed.uniform(-9, 9), 3), round(seed.uniform(-9, 9), 3)) for _ in range(12)]
    for name, f in MANY.items():
        cases = [p + (round(seed.uniform(-9, 9), 3),) for p in pairs] if name in "+*" else pairs
        if name == "^":
            cases = [(abs(a), b if abs(b) < 50 else 0.5) for a, b in pairs] + [(-2.0, 3.0), (-1.5, -4.0), (1.0000000001, 1e9)]
        for case in cases:
            at = [mpf(x) for x in case]
            ds = []
            for i in range(len(at)):
                h = abs(at[i]) * mpf(10) ** -120
                if name == "^" and i == 1 and at[0] < 0:
                    ds.append("-")
                    continue
                high, low = list(at), list(at)
                high[i] += h
                low[i] -= h
                ds.append(digits((f(high) - f(low)) / (2 * h)))
            out.write(f"value {name} {','.join(map(repr, case))} {digits(f(at))} {','.join(ds)}\n")


# Bounds: an end is None, ("(", value, a point near which it is approached) or ("[", value, a point where it is reached).
reached = lambda v, at: ("[", mpf(v), mpf(at))
nears = lambda v, at: ("(", mpf(v), mpf(at))


def extreme(g, near):
    """A turning point of g, and its value: reached, and irrational."""
    with mp.workdps(60):
        f = lambda x: mp.diff(g, x)
        at = findroot(f, near)
    return ("~", g(at), at)


def slope_of(name):
    def g(z):
        with mp.workdps(400):
            f = ROWS[name][0]
            h = mpf(10) ** -100 * (min(abs(z), 1) if z else 1)
            return (f(z + h) - f(z - h)) / (2 * h)
    return g


BIG = 10**4
BOUNDS = {
    # name: (lower, upper, lower of the slope, upper of the slope, how it moves)
    "-": (None, None, reached(-1, 3), reached(-1, 3), "decreasing"),
    "exp": (nears(0, -50), None, nears(0, -50), None, "increasing"),
    "ln": (None, None, nears(0, BIG), None, "increasing"),
    "log10": (None, None, nears(0, BIG), None, "increasing"),
    "log2": (None, None, nears(0, BIG), None, "increasing"),
    "sqrt": (reached(0, 0), None, nears(0, 10**8), None, "increasing"),
    "abs": (reached(0, 0), None, reached(-1, -3), reached(1, 3), "valley"),
    "sign": (reached(-1, -3), reached(1, 3), reached(0, 3), reached(0, 3), "increasing"),
    "step": (reached(0, -3), reached(1, 3), reached(0, 3), reached(0, 3), "increasing"),
    "sin": (reached(-1, -pi / 2), reached(1, pi / 2), reached(-1, pi), reached(1, 0), "neither"),
    "cos": (reached(-1, pi), reached(1, 0), reached(-1, pi / 2), reached(1, -pi / 2), "neither"),
    "tan": (None, None, reached(1, 0), None, "neither"),
    "asin": (("~", -pi / 2, mpf(-1)), ("~", pi / 2, mpf(1)), reached(1, 0), None, "increasing"),
    "acos": (reached(0, 1), ("~", pi, mpf(-1)), None, reached(-1, 0), "decreasing"),
    "atan": (("~", -pi / 2, mpf(-BIG)), ("~", pi / 2, mpf(BIG)), nears(0, BIG), reached(1, 0), "increasing"),
    "sinh": (None, None, reached(1, 0), None, "increasing"),
    "cosh": (reached(1, 0), None, None, None, "valley"),
    "tanh": (nears(-1, -20), nears(1, 20), nears(0, 20), reached(1, 0), "increasing"),
    "asinh": (None, None, nears(0, BIG), reached(1, 0), "increasing"),
    "acosh": (reached(0, 1), None, nears(0, BIG), None, "increasing"),
    "atanh": (None, None, reached(1, 0), None, "increasing"),
    "erf": (nears(-1, -20), nears(1, 20), nears(0, 20), ("~", 2 / sqrt(pi), mpf(0)), "increasing"),
    "sigmoid": (nears(0, -20), nears(1, 20), nears(0, 20), reached(mpf(1) / 4, 0), "increasing"),
    "relu": (reached(0, -1), None, reached(0, -1), reached(1, 1), "increasing"),
    "leaky_relu": (None, None, reached(mpf(1) / 100, -1), reached(1, 1), "increasing"),
    "elu": (nears(-1, -50), None, nears(0, -50), reached(1, 1), "increasing"),
    "selu": (("~", -LAMBDA * ALPHA, mpf(-50)), None, nears(0, -50), ("~", LAMBDA * ALPHA, mpf("-1e-30")), "increasing"),
    "softplus": (nears(0, -20), None, nears(0, -20), nears(1, 20), "increasing"),
    "softsign": (nears(-1, -BIG), nears(1, BIG), nears(0, BIG), reached(1, 0), "increasing"),
    "gelu": (extreme(ROWS["gelu"][0], -0.75), None, extreme(slope_of("gelu"), -1.4), extreme(slope_of("gelu"), 1.4), "valley"),
    "gelu_tanh": (extreme(ROWS["gelu_tanh"][0], -0.75), None, extreme(slope_of("gelu_tanh"), -1.4), extreme(slope_of("gelu_tanh"), 1.4), "valley"),
    "silu": (extreme(ROWS["silu"][0], -1.28), None, extreme(slope_of("silu"), -2.4), extreme(slope_of("silu"), 2.4), "valley"),
    "mish": (extreme(ROWS["mish"][0], -1.19), None, extreme(slope_of("mish"), -2.3), extreme(slope_of("mish"), 1.5), "valley"),
    "hardtanh": (reached(-1, -2), reached(1, 2), reached(0, 2), reached(1, 0), "increasing"),
    "hard_sigmoid": (reached(0, -4), reached(1, 4), reached(0, 4), reached(mpf(1) / 6, 0), "increasing"),
}


def check_end(name, g, end, side):
    """The end is reached, or approached, where it says."""
    if end is None:
        return
    kind, value, at = end
    gap = abs(g(at) - value)
    assert gap < mpf("1e-3") * max(1, abs(value)), (name, side, nstr(gap, 5))
    if kind == "[":
        assert gap < mpf(10) ** -30, (name, side, nstr(gap, 5))


def check_bounds():
    with mp.workdps(400):
        for name, (low, high, slope_low, slope_high, moves) in BOUNDS.items():
            f, smooth, domain = ROWS[name]
            g = slope_of(name)
            sample = [mpf(i) / 16 for i in range(-600, 601)] + [s * mpf(2) ** e for e in range(-40, 9) for s in (1, -1)]
            sample = sorted({x for x in sample if domain(x)})
            values = [f(x) for x in sample]
            for which, g, xs, (a, b) in (("of", f, sample, (low, high)), ("slope", g, [x for x in sample if smooth(x)], (slope_low, slope_high))):
                ys = values if which == "of" else [g(x) for x in xs]
                tiny = mpf(10) ** -35  # beyond 10 an end that is only approached is hidden by rounding
                for x, y in zip(xs, ys):
                    assert a is None or y > a[1] or ((a[0] != "(" or abs(x) > 10) and y >= a[1] - tiny), (name, which, nstr(x, 10), nstr(y, 10))
                    assert b is None or y < b[1] or ((b[0] != "(" or abs(x) > 10) and y <= b[1] + tiny), (name, which, nstr(x, 10), nstr(y, 10))
                check_end(name, g, a, which)
                check_end(name, g, b, which)
                # Where no bound is stated there is none.
                ends = {"ln": mpf("1e-300"), "log10": mpf("1e-300"), "log2": mpf("1e-300"), "sqrt": mpf("1e-30"), "acosh": 1 + mpf("1e-30"),
                        "asin": 1 - mpf("1e-30"), "acos": 1 - mpf("1e-30"), "atanh": 1 - mpf("1e-90"), "tan": pi / 2 - mpf("1e-30")}
                far = [x for x in (mpf(10) ** 200, -mpf(10) ** 200, mpf(10) ** 5, -mpf(10) ** 5, ends.get(name, mpf(1)), -ends.get(name, mpf(1))) if domain(x) and smooth(x)]
                if name not in ALGEBRAIC:
                    far = [x for x in far if abs(x) < 10**100]
                reach = [g(x) for x in far] + ys
                assert a is not None or min(reach) < -60, (name, which, nstr(min(reach), 5))
                assert b is not None or max(reach) > 60, (name, which, nstr(max(reach), 5))
            rises = [b - a for a, b in zip(values, values[1:])]
            if moves == "increasing":
                assert all(r >= 0 for r in rises), name
            elif moves == "decreasing":
                assert all(r <= 0 for r in rises), name
            elif moves == "valley":
                turn = values.index(min(values))
                assert all(r < 0 for r in rises[:turn]) and all(r > 0 for r in rises[turn:]), name
            else:
                assert any(r > 0 for r in rises) and any(r < 0 for r in rises), name


def write_bounds(out):
    show = lambda end: "inf" if end is None else end[0] + nstr(end[1], 40)
    for name, (a, b, c, d, moves) in BOUNDS.items():
        out.write(f"bounds {name} of {show(a)} {show(b)}\nbounds {name} slope {show(c)} {show(d)}\nmoves {name} {moves}\n")


if __name__ == "__main__":
    check_bounds()
    with open("rows.txt", "w") as out:
        write_bounds(out)
        write_values(out)
