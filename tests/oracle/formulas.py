#!/usr/bin/env python3
"""Writes formulas.txt: random formulas and networks with their gradients, computed without chainrule.

Gradients come from mpmath's numerical differentiation of the forward pass at 60 digits, so that no rule of
differentiation is shared with the engine; those of rational networks from dual numbers over Python's fractions.

    pip install mpmath
    python3 formulas.py > formulas.txt                                # the golden file
    python3 formulas.py --formulas 5000 --networks 500 --seed 2       # a larger set, for a run by hand

A block is one worksheet; blocks are separated by lines of three dashes. All claims must hold.
"""

import argparse
import random
import sys
from fractions import Fraction

import mpmath
from mpmath import mp, mpf

mp.dps = 60
DIGITS = 25

# Distance kept from kinks and poles, and the largest number met on the way.
GAP = mpf("0.01")
LARGEST = mpf(10) ** 5


class Rejected(Exception):
    """A point where a formula is not defined, not smooth or badly conditioned."""


def away(value, *points):
    for point in points:
        if abs(value - point) < GAP:
            raise Rejected
    return value


def within(value, low, high):
    if (low is not None and value < low + GAP) or (high is not None and value > high - GAP):
        raise Rejected
    return value


SELU_SCALE = mpf("1.0507009873554804934193349852946")
SELU_ALPHA = mpf("1.6732632423543772848170429916717")


def sigmoid(z):
    return 1 / (1 + mp.exp(-z))


def softplus(z):
    return mp.log1p(mp.exp(z))


FUNCTIONS = {
    "exp": lambda z: mp.exp(within(z, None, 12)),
    "ln": lambda z: mp.log(within(z, 0, None)),
    "log10": lambda z: mp.log10(within(z, 0, None)),
    "log2": lambda z: mp.log(within(z, 0, None), 2),
    "sqrt": lambda z: mp.sqrt(within(z, 0, None)),
    "abs": lambda z: abs(away(z, 0)),
    "sign": lambda z: mp.sign(away(z, 0)),
    "sin": mp.sin,
    "cos": mp.cos,
    "tan": lambda z: mp.sin(z) / away(mp.cos(z), 0),
    "asin": lambda z: mp.asin(within(z, -1, 1)),
    "acos": lambda z: mp.acos(within(z, -1, 1)),
    "atan": mp.atan,
    "sinh": lambda z: mp.sinh(within(z, -12, 12)),
    "cosh": lambda z: mp.cosh(within(z, -12, 12)),
    "tanh": mp.tanh,
    "asinh": mp.asinh,
    "acosh": lambda z: mp.acosh(within(z, 1, None)),
    "atanh": lambda z: mp.atanh(within(z, -1, 1)),
    "erf": mp.erf,
    "sigmoid": sigmoid,
    "relu": lambda z: max(away(z, 0), mpf(0)),
    "leaky_relu": lambda z: z if away(z, 0) > 0 else z / 100,
    "elu": lambda z: z if away(z, 0) > 0 else mp.expm1(z),
    "selu": lambda z: SELU_SCALE * (z if away(z, 0) > 0 else SELU_ALPHA * mp.expm1(z)),
    "softplus": softplus,
    "softsign": lambda z: z / (1 + abs(away(z, 0))),
    "gelu": lambda z: z * mp.ncdf(z),
    "gelu_tanh": lambda z: z / 2 * (1 + mp.tanh(mp.sqrt(2 / mp.pi) * (z + mpf("0.044715") * z**3))),
    "silu": lambda z: z * sigmoid(z),
    "mish": lambda z: z * mp.tanh(softplus(z)),
    "hardtanh": lambda z: min(max(away(z, -1, 1), mpf(-1)), mpf(1)),
    "hard_sigmoid": lambda z: min(max(away(z, -3, 3) / 6 + mpf(1) / 2, mpf(0)), mpf(1)),
    "step": lambda z: mpf(1) if away(z, 0) > 0 else mpf(0),
}
PAIRS = {"min": min, "max": max}
# What a layer of a network may be.
ACTIVATIONS = [
    "sigmoid", "tanh", "relu", "leaky_relu", "elu", "selu", "softplus", "softsign", "gelu", "gelu_tanh", "silu",
    "mish", "hardtanh", "hard_sigmoid", "sin", "atan", "erf",
]
# Not smooth enough for a second numerical derivative to be worth claiming.
POSITIVE = ["ln", "log10", "log2", "sqrt"]


# Expressions: ("number", Fraction) · ("name", text) · ("pi",) · (operator or function name, arguments…)

def number(random_, positive=False):
    value = Fraction(random_.randint(1, 30), random_.choice([1, 2, 4, 5, 8, 10, 3, 7]))
    return ("number", value if positive or random_.random() < 0.7 else -value)


def formula(random_, names, depth):
    """A random formula over the names, at most so deep."""
    if depth == 0 or random_.random() < 0.08:
        kind = random_.random()
        if kind < 0.75:
            return ("name", random_.choice(names))
        return ("pi",) if kind < 0.78 else number(random_)

    def inner():
        return formula(random_, names, depth - 1)

    def positive():
        """Something above zero: 1/2 + u^2."""
        return ("+", number(random_, positive=True), ("^", inner(), ("number", Fraction(2))))

    kind = random_.random()
    if kind < 0.16:
        return ("+",) + tuple(inner() for _ in range(random_.randint(2, 3)))
    if kind < 0.22:
        return ("-", inner(), inner())
    if kind < 0.36:
        return ("*",) + tuple(inner() for _ in range(random_.randint(2, 3)))
    if kind < 0.44:
        return ("/", inner(), inner() if random_.random() < 0.4 else positive())
    if kind < 0.48:
        return ("neg", inner())
    if kind < 0.54:
        return ("^", inner(), ("number", Fraction(random_.choice([2, 3, -1, -2, 4]))))
    if kind < 0.57:
        exponent = Fraction(random_.choice([1, -1, 3, 5]), random_.choice([2, 3]))
        return ("^", positive(), ("number", exponent))
    if kind < 0.59:
        return ("^", number(random_, positive=True), inner())
    if kind < 0.61:
        return ("^", positive(), inner())
    if kind < 0.65:
        return (random_.choice(list(PAIRS)), inner(), inner())
    name = random_.choice(list(FUNCTIONS))
    if name in POSITIVE and random_.random() < 0.7:
        return (name, positive())
    if name == "acosh":
        return (name, ("+", ("number", Fraction(1)), positive()))
    if name in ("asin", "acos", "atanh") and random_.random() < 0.7:
        return (name, ("/", inner(), ("number", Fraction(random_.randint(4, 9)))))
    return (name, inner())


def value(expr, env):
    kind = expr[0]
    if kind == "number":
        return mpf(expr[1].numerator) / expr[1].denominator
    if kind == "name":
        return env[expr[1]]
    if kind == "pi":
        return +mp.pi
    arguments = [value(argument, env) for argument in expr[1:]]
    if kind == "+":
        result = sum(arguments, mpf(0))
    elif kind == "-":
        result = arguments[0] - arguments[1]
    elif kind == "neg":
        result = -arguments[0]
    elif kind == "*":
        result = mpf(1)
        for argument in arguments:
            result *= argument
    elif kind == "/":
        result = arguments[0] / away(arguments[1], 0)
    elif kind == "^":
        base, exponent = arguments
        if expr[2][0] == "number" and expr[2][1].denominator == 1:
            whole = int(expr[2][1])
            result = away(base, 0) ** whole
        else:
            result = mp.power(within(base, 0, None), within(exponent, -20, 20))
    elif kind in PAIRS:
        away(arguments[0] - arguments[1], 0)
        result = PAIRS[kind](*arguments)
    elif kind in FUNCTIONS:
        result = FUNCTIONS[kind](*arguments)
    else:
        raise AssertionError(kind)
    if isinstance(result, mpmath.mpc) or not abs(result) < LARGEST:
        raise Rejected
    return result


LEVELS = {"+": 1, "-": 1, "neg": 2, "*": 3, "/": 3, "^": 5}


def text(expr, level=0):
    """The formula as worksheet text, with no more brackets than are needed."""
    kind = expr[0]
    if kind == "number":
        fraction = expr[1]
        if fraction.denominator == 1:
            plain = str(fraction.numerator)
        elif 10 % fraction.denominator == 0 or fraction.denominator in (4, 8):
            plain = decimal(fraction)
        else:
            plain = f"{fraction.numerator}/{fraction.denominator}"
        own = 2 if fraction < 0 else (3 if "/" in plain else 9)
        return f"({plain})" if own <= level else plain
    if kind == "name":
        return expr[1]
    if kind == "pi":
        return "pi"
    if kind not in LEVELS:
        return f"{kind}({', '.join(text(argument) for argument in expr[1:])})"
    own = LEVELS[kind]
    if kind == "+":
        written = " + ".join(text(argument, own) for argument in expr[1:])
    elif kind == "-":
        written = f"{text(expr[1], own - 1)} - {text(expr[2], own)}"
    elif kind == "neg":
        written = f"-{text(expr[1], own)}"
    elif kind == "*":
        written = "*".join(text(argument, own) for argument in expr[1:])
    elif kind == "/":
        written = f"{text(expr[1], own)}/{text(expr[2], own)}"
    else:
        written = f"{text(expr[1], own)}^{text(expr[2], own)}"
    return f"({written})" if own <= level else written


def decimal(fraction):
    if fraction.denominator == 1:
        return str(fraction.numerator)
    sign = "-" if fraction < 0 else ""
    whole, rest = divmod(abs(fraction.numerator), fraction.denominator)
    digits = ""
    while rest:
        digit, rest = divmod(rest * 10, fraction.denominator)
        digits += str(digit)
    return f"{sign}{whole}.{digits}"


def exact(fraction):
    return str(fraction.numerator) if fraction.denominator == 1 else f"{fraction.numerator}/{fraction.denominator}"


def about(derivative, digits=DIGITS):
    """A number at so many digits; an exact zero as that many zeros."""
    if derivative == 0:
        return "0." + "0" * digits
    # Less is claimed than was computed: the last digits of a numerical derivative are not all right.
    written = mp.nstr(derivative, digits, min_fixed=-5, max_fixed=9, strip_zeros=False)
    return written.replace("e+", "e")


def slope(function, point, order=1):
    """A numerical derivative, computed twice with different precisions that must agree."""
    with mp.workdps(60):
        first = mp.diff(function, point, order)
    with mp.workdps(90):
        second = mp.diff(function, point, order)
    if abs(first - second) > mpf(10) ** -(DIGITS + 6) * max(abs(second), mpf(10) ** -30):
        raise Rejected
    if second != 0 and not mpf(10) ** -20 < abs(second) < mpf(10) ** 12:
        raise Rejected
    return second


def point(random_):
    return Fraction(random_.choice([-1, 1]) * random_.randint(1, 24), random_.choice([1, 2, 4, 5, 8, 10, 3, 7, 9]))


def real(fraction):
    return mpf(fraction.numerator) / fraction.denominator


def names_in(expr, found):
    if expr[0] == "name":
        found.add(expr[1])
    elif expr[0] not in ("number", "pi"):
        for argument in expr[1:]:
            names_in(argument, found)
    return found


def formula_sheet(random_, place):
    """One formula with its gradient; some with a second or a mixed derivative."""
    while True:
        names = random_.sample(["x", "y", "w", "u1", "v", "beta"], random_.randint(1, 3))
        expr = formula(random_, names, random_.randint(2, 5))
        used = sorted(names_in(expr, set()))
        if not used or expr[0] == "name":
            continue
        at = {name: point(random_) for name in used}
        try:
            env = {name: real(fraction) for name, fraction in at.items()}
            f = value(expr, env)
            claims = [f"claim f ~= {about(f)}"] if f != 0 and abs(f) > mpf(10) ** -20 else []

            def along(name):
                return lambda moved: value(expr, env | {name: moved})

            for name in used:
                claims.append(f"claim df/d{name} ~= {about(slope(along(name), env[name]))}")
            if place % 4 == 0:
                name = random_.choice(used)
                claims.append(f"claim d^2f/d{name}^2 ~= {about(slope(along(name), env[name], 2), 20)}")
            if place % 4 == 1 and len(used) > 1:
                first, second = random_.sample(used, 2)
                inner = lambda a, b: value(expr, env | {first: a, second: b})
                mixed = slope(inner, (env[first], env[second]), (1, 1))
                claims.append(f"claim d^2f/d{first} d{second} ~= {about(mixed, 20)}")
                claims.append(f"claim d^2f/d{second} d{first} ~= {about(mixed, 20)}")
        except (Rejected, ZeroDivisionError, ValueError, OverflowError):
            continue
        lines = [f"f = {text(expr)}"]
        lines.append("given " + ", ".join(f"{name} = {exact(at[name])}" for name in used))
        if place % 25 == 0:
            lines.append(f"derive df/d{random_.choice(used)}")
        return "\n".join(lines + claims)


USER = [
    ("swish", ["z"], ("*", ("name", "z"), ("sigmoid", ("name", "z")))),
    ("bump", ["z"], ("exp", ("neg", ("^", ("name", "z"), ("number", Fraction(2)))))),
    ("gate", ["a", "b"], ("*", ("sigmoid", ("name", "a")), ("tanh", ("name", "b")))),
    ("norm", ["a", "b"], ("sqrt", ("+", ("number", Fraction(1)), ("^", ("name", "a"), ("number", Fraction(2))),
                                  ("^", ("name", "b"), ("number", Fraction(2)))))),
    ("first", ["a", "b"], ("name", "a")),
]


def network(random_):
    """Leaves, definitions in order, and the user's functions they use."""
    quantities, leaves, order, used = [], {}, [], set()

    def leaf(stem):
        # Shared weights: an old one comes back now and then.
        known = [name for name in leaves if name[0] == stem]
        if known and random_.random() < 0.35:
            return random_.choice(known)
        name = f"{stem}{len(leaves) + 1}"
        leaves[name] = Fraction(random_.choice([-1, 1]) * random_.randint(1, 15), 10)
        return name

    def source():
        # The last quantities more often than those far below: chains with skips.
        if not order or random_.random() < 0.25:
            return leaf("x")
        return order[-1 - min(int(random_.expovariate(0.7)), len(order) - 1)]

    for place in range(random_.randint(5, 40)):
        kind = random_.random()
        if kind < 0.40:
            terms = []
            for _ in range(random_.randint(1, 3)):
                terms.append(("*", ("name", leaf("w")), ("name", source())))
            expr = ("+",) + tuple(terms) + (("name", leaf("b")),)
            name = f"z{place}"
        elif kind < 0.70:
            expr = (random_.choice(ACTIVATIONS), ("name", source()))
            name = f"a{place}"
        elif kind < 0.85:
            own, parameters, _ = random_.choice(USER)
            used.add(own)
            expr = (own,) + tuple(("name", source()) for _ in parameters)
            name = f"h{place}"
        else:
            expr = formula(random_, [source(), source()], 2)
            name = f"q{place}"
        order.append(name)
        quantities.append((name, expr))
    last = order[-1]
    target = leaf("t")
    quantities.append(("L", ("^", ("-", ("name", last), ("name", target)), ("number", Fraction(2)))))
    return leaves, quantities, used


def user_value(expr, env):
    for name, parameters, body in USER:
        if expr[0] == name:
            return value(body, dict(zip(parameters, (env[argument[1]] for argument in expr[1:]))))
    return value(expr, env)


def forward(quantities, env, fixed=None):
    """The loss, with some quantities held at a number instead of being computed."""
    env = dict(env)
    for name, expr in quantities:
        env[name] = fixed[name] if fixed and name in fixed else user_value(expr, env)
    return env


def below(quantities, root):
    """Names on which a quantity depends."""
    found, definitions, stack = set(), dict(quantities), [root]
    while stack:
        name = stack.pop()
        if name not in found:
            found.add(name)
            if name in definitions:
                stack.extend(names_in(definitions[name], set()))
    return found


def network_sheet(random_, place):
    while True:
        leaves, quantities, used = network(random_)
        needed = below(quantities, "L")
        quantities = [(name, expr) for name, expr in quantities if name in needed]
        leaves = {name: fraction for name, fraction in leaves.items() if name in needed}
        env = {name: real(fraction) for name, fraction in leaves.items()}
        try:
            whole = forward(quantities, env)
            claims = []
            if whole["L"] > mpf(10) ** -15:
                claims.append(f"claim L ~= {about(whole['L'])}")
            asked = random_.sample(sorted(leaves), min(len(leaves), 6))
            for name in asked:
                along = lambda moved: forward(quantities, env | {name: moved})["L"]
                claims.append(f"claim dL/d{name} ~= {about(slope(along, env[name]))}")
            if sum(claim.endswith("0" * DIGITS) for claim in claims) * 2 > len(asked):
                raise Rejected
            inner = [name for name, expr in quantities if name != "L" and names_in(expr, set())]
            for name in random_.sample(inner, min(len(inner), 3)):
                along = lambda moved: forward(quantities, env, {name: moved})["L"]
                claims.append(f"claim dL/d{name} ~= {about(slope(along, whole[name]))}")
            if place % 3 == 0:
                name = random_.choice(asked)
                along = lambda moved: forward(quantities, env | {name: moved})["L"]
                claims.append(f"claim d^2L/d{name}^2 ~= {about(slope(along, env[name], 2), 20)}")
            if place % 3 == 1 and len(asked) > 1:
                first, second = random_.sample(asked, 2)
                both = lambda a, b: forward(quantities, env | {first: a, second: b})["L"]
                mixed = slope(both, (env[first], env[second]), (1, 1))
                claims.append(f"claim d^2L/d{first} d{second} ~= {about(mixed, 20)}")
        except (Rejected, ZeroDivisionError, ValueError, OverflowError):
            continue
        lines = [
            f"{name}({', '.join(parameters)}) = {text(body)}" for name, parameters, body in USER if name in used
        ]
        lines += [f"{name} = {text(expr)}" for name, expr in quantities]
        lines.append("given " + ", ".join(f"{name} = {exact(fraction)}" for name, fraction in leaves.items()))
        lines.append(f"derive dL/d{random_.choice(asked)}")
        return "\n".join(lines + claims)


class Dual:
    """A fraction and how fast it moves with one leaf."""

    def __init__(self, value, slope=Fraction(0)):
        self.value, self.slope = value, slope

    def __add__(self, other):
        return Dual(self.value + other.value, self.slope + other.slope)

    def __neg__(self):
        return Dual(-self.value, -self.slope)

    def __mul__(self, other):
        return Dual(self.value * other.value, self.slope * other.value + self.value * other.slope)

    def __truediv__(self, other):
        quotient = self.value / other.value
        return Dual(quotient, (self.slope - quotient * other.slope) / other.value)


def rational_value(expr, env):
    kind = expr[0]
    if kind == "number":
        return Dual(expr[1])
    if kind == "name":
        return env[expr[1]]
    arguments = [rational_value(argument, env) for argument in expr[1:]]
    if kind == "+":
        total = arguments[0]
        for argument in arguments[1:]:
            total = total + argument
        return total
    if kind == "-":
        return arguments[0] + -arguments[1]
    if kind == "*":
        product = arguments[0]
        for argument in arguments[1:]:
            product = product * argument
        return product
    if kind == "/":
        return arguments[0] / arguments[1]
    if kind == "^":
        power = Dual(Fraction(1))
        for _ in range(int(expr[2][1])):
            power = power * arguments[0]
        return power
    z = arguments[0]
    if z.value == 0:
        raise Rejected
    if kind == "relu":
        return z if z.value > 0 else Dual(Fraction(0))
    if kind == "leaky_relu":
        return z if z.value > 0 else z * Dual(Fraction(1, 100))
    if kind == "abs":
        return z if z.value > 0 else -z
    if kind == "softsign":
        return z / (Dual(Fraction(1)) + (z if z.value > 0 else -z))
    if kind == "hard_sigmoid":
        if abs(abs(z.value) - 3) == 0:
            raise Rejected
        if abs(z.value) < 3:
            return z * Dual(Fraction(1, 6)) + Dual(Fraction(1, 2))
        return Dual(Fraction(int(z.value > 0)))
    other = arguments[1]
    if z.value == other.value:
        raise Rejected
    smaller, larger = (z, other) if z.value < other.value else (other, z)
    return smaller if kind == "min" else larger


def rational_sheet(random_):
    """A network of rational functions: its gradient is claimed exactly."""
    while True:
        leaves = {f"w{place}": Fraction(random_.choice([-1, 1]) * random_.randint(1, 9), random_.randint(1, 5))
                  for place in range(1, random_.randint(3, 6))}
        order, quantities = list(leaves), []
        for place in range(random_.randint(3, 10)):
            pick = lambda: ("name", random_.choice(order[-4:]) if random_.random() < 0.7 else random_.choice(order))
            kind = random_.choice(["sum", "product", "square", "quotient", "relu", "leaky_relu", "abs", "softsign",
                                   "hard_sigmoid", "min", "max", "difference"])
            expr = {
                "sum": lambda: ("+", ("*", pick(), pick()), pick()),
                "difference": lambda: ("-", ("*", number(random_, True), pick()), pick()),
                "product": lambda: ("*", pick(), pick(), pick()),
                "square": lambda: ("^", ("-", pick(), pick()), ("number", Fraction(random_.choice([2, 3])))),
                "quotient": lambda: ("/", pick(), ("+", ("number", Fraction(1)),
                                                   ("^", pick(), ("number", Fraction(2))))),
                "min": lambda: ("min", pick(), pick()),
                "max": lambda: ("max", pick(), pick()),
            }.get(kind, lambda: (kind, pick()))()
            quantities.append((f"q{place}", expr))
            order.append(f"q{place}")
        last = quantities[-1][0]
        needed = below(quantities, last)
        quantities = [(name, expr) for name, expr in quantities if name in needed]
        names = [name for name in leaves if name in needed]
        if not names:
            continue

        def dual(by):
            env = {name: Dual(leaves[name], Fraction(int(name == by))) for name in names}
            for name, expr in quantities:
                env[name] = rational_value(expr, env)
            return env[last]

        try:
            claims = [f"claim {last} = {exact(dual(None).value)}"]
            slopes = {name: dual(name).slope for name in names}
        except (Rejected, ZeroDivisionError):
            continue
        if any(len(exact(fraction)) > 400 for fraction in slopes.values()) or len(claims[0]) > 400:
            continue
        claims += [f"claim d{last}/d{name} = {exact(fraction)}" for name, fraction in slopes.items()]
        lines = [f"{name} = {text(expr)}" for name, expr in quantities]
        lines.append("given " + ", ".join(f"{name} = {exact(leaves[name])}" for name in names))
        lines.append(f"derive d{last}/d{random_.choice(names)}")
        return "\n".join(lines + claims)


def far_sheet(name, argument):
    """A function's value and slope far out, where floats give 0, 1 or infinity: at 20 digits."""
    mp.dps = 3000
    try:
        # Where no kink and no end of the domain is near, without the guards against them.
        function = {"ln": mp.log, "log2": lambda z: mp.log(z, 2)}.get(name) or getattr(mp, name, FUNCTIONS[name])
        at = real(Fraction(argument))
        f, moved = function(at), mp.diff(function, at)
        lines = [f"f = {name}(x)", f"given x = {argument}", "derive df/dx"]
        lines.append(f"claim f ~= {about(f, 20)}")
        lines.append(f"claim df/dx ~= {about(moved, 20)}")
        return "\n".join(lines)
    finally:
        mp.dps = 60


FAR = [
    ("sigmoid", "-800"), ("sigmoid", "800"), ("sigmoid", "-40"), ("exp", "-1000"), ("exp", "1000"), ("tanh", "50"),
    ("tanh", "-400"), ("softplus", "1000"), ("softplus", "-1000"), ("erf", "6"), ("erf", "-20"), ("gelu", "-30"),
    ("gelu", "10"), ("gelu_tanh", "-12"), ("silu", "-500"), ("silu", "90"), ("mish", "-300"), ("mish", "60"),
    ("elu", "-200"), ("selu", "-100"), ("softsign", "1e30"), ("atan", "1e25"), ("asinh", "1e40"), ("sinh", "-700"),
    ("cosh", "800"), ("ln", "1e-300"), ("log10", "1e300"), ("log2", "1e-40"), ("sqrt", "1e-300"), ("sin", "1e22"),
    ("cos", "1e15"), ("tan", "100000"), ("acosh", "1e30"), ("atanh", "0.98"), ("sigmoid", "1e-300"),
    ("tanh", "1e-300"), ("exp", "1e-100"), ("softplus", "1e-80"), ("gelu", "1e-200"), ("sin", "1e-300"),
]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--formulas", type=int, default=400)
    parser.add_argument("--networks", type=int, default=60)
    parser.add_argument("--rational", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    random_ = random.Random(options.seed)
    print(f"# Written by formulas.py, seed {options.seed}. Do not edit.")
    sheets = (
        [lambda place=place: formula_sheet(random_, place) for place in range(options.formulas)]
        + [lambda place=place: network_sheet(random_, place) for place in range(options.networks)]
        + [lambda: rational_sheet(random_) for _ in range(options.rational)]
        + [lambda name=name, at=at: far_sheet(name, at) for name, at in FAR]
    )
    for sheet in sheets:
        print(sheet())
        print("---")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
