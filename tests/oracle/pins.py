#!/usr/bin/env python3
"""Stated derivatives and printed bounds, held against what is computed here without chainrule.

    python3 pins.py write PROGRAM            checks what stands below and writes pins.txt
    python3 pins.py try COUNT SEED PROGRAM   runs COUNT random worksheets of each kind through the `chainrule` program
                                             and lists those on which the two differ

Stated derivatives. A chain of layers z = w*a + b, a = f(z) with free biases: the slope of each activation may be anything
in the range of f', independently of all others. So the numbers that a derivative along the chain can have are the product
of those ranges and of the weights, an interval with open and closed ends, worked out with Python's fractions. A stated
number inside is possible and one outside is not. A line of pins.txt:

    possible | worksheet, its lines joined by "; "
    impossible | worksheet

Bounds. Random networks over leaves with and without ranges. Derivatives are carried forward as dual numbers of mpmath, by
the derivatives of textbooks, at random points and at ends of ranges; every bound printed for a whole derivative, and every
enclosure over ranges, must hold there. A line of pins.txt gives the point, and what the derivative and a leaf-only bound
come to:

    bound | worksheet | derivative | LEAST GREATEST     numbers that it reaches within the ranges, rounded towards 0
"""
import json
import pathlib
import random
import re
import subprocess
import sys
from fractions import Fraction as F

import mpmath
from mpmath import mpf

mpmath.mp.dps = 40

# The range of the slope: lower end, whether reached, upper end, whether reached.
SLOPES = {
    "sigmoid": (F(0), False, F(1, 4), True),
    "tanh": (F(0), False, F(1), True),
    "softsign": (F(0), False, F(1), True),
    "atan": (F(0), False, F(1), True),
    "softplus": (F(0), False, F(1), False),
    "sin": (F(-1), True, F(1), True),
    "elu": (F(0), False, F(1), True),
    "leaky_relu": (F(1, 100), True, F(1), True),
}


def product(one, other):
    """The interval of the products of two independent numbers: (low, reached, high, reached); None is infinite."""
    ends = []
    for a, a_in in ((one[0], one[1]), (one[2], one[3])):
        for b, b_in in ((other[0], other[1]), (other[2], other[3])):
            if a == 0 and a_in or b == 0 and b_in:
                ends.append((F(0), True))
            elif a == 0 or b == 0:
                ends.append((F(0), False))
            else:
                ends.append((a * b, a_in and b_in))
    low, high = min(v for v, _ in ends), max(v for v, _ in ends)
    # 0 is reached where one of the two has it inside.
    has_zero = contains(one, F(0)) or contains(other, F(0))
    at = lambda end: any(closed for v, closed in ends if v == end) or end == 0 and has_zero
    return (low, at(low), high, at(high))


def contains(interval, number):
    low, low_in, high, high_in = interval
    return (low < number or low == number and low_in) and (number < high or number == high and high_in)


def shown(number):
    number = F(number)
    return str(number) if number.denominator != 1 else str(number.numerator)


def chain(rng):
    """A worksheet that states a derivative along a chain, and whether it is possible."""
    depth = rng.randint(1, 3)
    lines, given = [], []
    before, interval = "x", (F(1), True, F(1), True)
    for layer in range(1, depth + 1):
        f = rng.choice(list(SLOPES))
        lines.append(f"z{layer} = w{layer}*{before} + b{layer}")
        lines.append(f"a{layer} = {f}(z{layer})")
        kind = rng.random()
        if kind < 0.7:
            weight = F(rng.choice([-8, -3, -2, -1, 1, 2, 3, 5, 8]), rng.choice([1, 2, 4, 5]))
            given.append(f"w{layer} = {shown(weight)}")
            own = (weight, True, weight, True)
        else:
            low = F(rng.randint(-8, 6), rng.choice([1, 2]))
            high = low + F(rng.randint(1, 8), rng.choice([1, 2]))
            open_low, open_high = rng.random() < 0.3, rng.random() < 0.3
            given.append(f"w{layer} in {'(' if open_low else '['}{shown(low)}, {shown(high)}{')' if open_high else ']'}")
            own = (low, not open_low, high, not open_high)
        interval = product(product(interval, own), SLOPES[f])
        before = f"a{layer}"
    low, _, high, _ = interval
    width = high - low
    step = width / 64 if width else F(1, 8)
    at = rng.choice([low, high, (low + high) / 2, low - step, high + step, low + step, high - step, low - 10 * width - 1, F(0)])
    if at in (low, high) and not contains(interval, at):
        # chainrule rounds ranges outwards: an end that is only approached may be taken for one that is reached.
        at = (low + high) / 2
    given.append(f"d{before}/dx = {shown(at)}")
    rng.shuffle(given)
    lines += ["L = 3*" + before, "given " + ", ".join(given), "derive dL/dx"]
    return lines, contains(interval, at)


class Dual:
    """A number and its derivative."""

    def __init__(self, value, slope=0):
        self.value, self.slope = mpf(value), mpf(slope)

    def __add__(self, other):
        return Dual(self.value + other.value, self.slope + other.slope)

    def __sub__(self, other):
        return Dual(self.value - other.value, self.slope - other.slope)

    def __mul__(self, other):
        return Dual(self.value * other.value, self.slope * other.value + self.value * other.slope)


def sig(v):
    return 1 / (1 + mpmath.exp(-v)) if v > -200 else mpmath.exp(v)


TEXTBOOK = {
    "sigmoid": (sig, lambda v: sig(v) * sig(-v)),
    "tanh": (mpmath.tanh, lambda v: 1 / mpmath.cosh(v) ** 2),
    "softsign": (lambda v: v / (1 + abs(v)), lambda v: 1 / (1 + abs(v)) ** 2),
    "atan": (mpmath.atan, lambda v: 1 / (1 + v * v)),
    "softplus": (lambda v: mpmath.log1p(mpmath.exp(-abs(v))) + max(v, 0), sig),
    "sin": (mpmath.sin, mpmath.cos),
    "cos": (mpmath.cos, lambda v: -mpmath.sin(v)),
    "relu": (lambda v: max(v, mpf(0)), lambda v: mpf(v > 0)),
    "elu": (lambda v: v if v > 0 else mpmath.expm1(v), lambda v: mpf(1) if v > 0 else mpmath.exp(v)),
    "leaky_relu": (lambda v: v if v > 0 else v / 100, lambda v: mpf(1) if v > 0 else mpf(1) / 100),
    "silu": (lambda v: v * sig(v), lambda v: sig(v) * (1 + v * sig(-v))),
    "gelu": (lambda v: v * mpmath.ncdf(v), lambda v: mpmath.ncdf(v) + v * mpmath.npdf(v)),
    "erf": (mpmath.erf, lambda v: 2 / mpmath.sqrt(mpmath.pi) * mpmath.exp(-v * v)),
    "hard_sigmoid": (lambda v: min(max(v / 6 + mpf(1) / 2, mpf(0)), mpf(1)), lambda v: mpf(1) / 6 if abs(v) < 3 else mpf(0)),
}


def network(rng):
    """Definitions of a random network: name, the function or none, and terms, products of names and numbers."""
    leaves = [f"x{i}" for i in range(1, rng.randint(1, 3) + 1)] + [f"w{i}" for i in range(1, rng.randint(1, 4) + 1)]
    names, definitions = list(leaves), []
    for place in range(rng.randint(1, 6)):
        terms = []
        for _ in range(rng.randint(1, 3)):
            parts = [rng.choice(names) for _ in range(rng.choice([1, 2, 2]))]
            number = rng.choice([None, None, None, F(rng.randint(-5, 5) or 2, rng.choice([1, 2, 5]))])
            terms.append((number, parts))
        if definitions and rng.random() < 0.8:
            terms[0][1][0] = definitions[-1][0]
        name = f"q{place + 1}"
        definitions.append((name, rng.choice(list(TEXTBOOK) + [None, None]), terms))
        names.append(name)
    return leaves, definitions


def written(definitions):
    lines = []
    for name, function, terms in definitions:
        text = " + ".join("*".join(([f"({shown(n)})"] if n is not None else []) + parts) for n, parts in terms)
        lines.append(f"{name} = {function}({text})" if function else f"{name} = {text}")
    return lines


def values(definitions, point, by):
    known = {name: Dual(value, 1 if name == by else 0) for name, value in point.items()}
    for name, function, terms in definitions:
        total = Dual(0)
        for number, parts in terms:
            term = Dual(1 if number is None else mpf(number.numerator) / number.denominator)
            for part in parts:
                term = term * known[part]
            total = total + term
        if function:
            f, slope = TEXTBOOK[function]
            total = Dual(f(total.value), slope(total.value) * total.slope)
        known[name] = total
    return known


def at_kink(definitions, known):
    for _, function, terms in definitions:
        if function not in ("relu", "leaky_relu", "elu", "hard_sigmoid"):
            continue
        total = mpf(0)
        for number, parts in terms:
            term = mpf(1) if number is None else mpf(number.numerator) / number.denominator
            for part in parts:
                term *= known[part].value
            total += term
        if min(abs(total), abs(total - 3), abs(total + 3)) < mpf(10) ** -12:
            return True
    return False


def bounded(rng):
    """A worksheet over ranges, its network, and the ranges."""
    leaves, definitions = network(rng)
    ranges = {}
    for leaf in leaves:
        if rng.random() < 0.7:
            low = F(rng.randint(-6, 4), rng.choice([1, 2]))
            ranges[leaf] = (low, low + F(rng.randint(1, 8), rng.choice([1, 2, 4])))
    used = [leaf for leaf in leaves if any(leaf in parts for _, _, terms in definitions for _, parts in terms)]
    by = rng.choice(used or leaves)
    ranges = {leaf: own for leaf, own in ranges.items() if leaf in used}
    lines = written(definitions)
    if not used:
        return bounded(rng)
    if ranges:
        lines.append("given " + ", ".join(f"{leaf} in [{shown(a)}, {shown(b)}]" for leaf, (a, b) in ranges.items()))
    lines.append(f"derive d{definitions[-1][0]}/d{by}")
    return lines, leaves, definitions, ranges, by


def points(rng, leaves, ranges, count):
    for place in range(count):
        point = {}
        for leaf in leaves:
            if leaf in ranges:
                low, high = ranges[leaf]
                part = rng.choice([0, 0, 1, 1, rng.random(), rng.random()])
                value = mpf(low.numerator) / low.denominator
                value += (mpf(high.numerator) / high.denominator - value) * part
            else:
                value = mpf(rng.choice([0, 1, -1, rng.gauss(0, 1), rng.gauss(0, 1), rng.gauss(0, 30)]))
            point[leaf] = value
        yield point


def run(lines, program, *options):
    done = subprocess.run([program, "run", "-e", "\n".join(lines), *options], capture_output=True, text=True, timeout=60)
    return done


def evaluated(text, known):
    names = {name: own.value for name, own in known.items()}
    functions = {name: f for name, (f, _) in TEXTBOOK.items()}
    functions |= {"exp": mpmath.exp, "ln": mpmath.log, "sqrt": mpmath.sqrt, "sign": mpmath.sign, "pi": mpmath.pi}
    for name, (_, slope) in TEXTBOOK.items():
        text = text.replace(f"{name}'(", f"slope_{name}(")
        functions[f"slope_{name}"] = slope
    text = re.sub(r"(?<![A-Za-z_0-9.])(\d+(?:\.\d+)?(?:e-?\d+)?)", r'mpf("\1")', text.replace("^", "**"))
    return eval(text, {"__builtins__": {}, "abs": abs, "max": max, "min": min, "mpf": mpf, **functions}, names)


def check_bound(rng, worksheet, program):
    lines, leaves, definitions, ranges, by = worksheet
    done = run(lines, program, "--format", "json")
    if done.returncode != 0:
        return f"exit {done.returncode}: {done.stderr[:300]}"
    own = json.loads(done.stdout)["derivations"][0]
    bounds = own["bounds"]
    if bounds is None:
        return None
    name = f"abs({own['name']['text']})"
    whole = bounds["whole"]
    target = definitions[-1][0]
    for point in points(rng, leaves, ranges, 60):
        known = values(definitions, point, by)
        if at_kink(definitions, known):
            continue
        slope = known[target].slope
        slack = mpf(10) ** -25 * (1 + abs(slope))
        if whole is not None:
            for end, sign in ((whole.get("lower"), 1), (whole.get("upper"), -1)):
                if end is not None and sign * (slope - mpf(F(end).numerator) / F(end).denominator) < -slack:
                    return f"enclosure {whole}: {mpmath.nstr(slope, 20)} at {point}"
        for theorem in bounds["theorems"]:
            # Some bounds leave a derivative further up as it is.
            if theorem["size"]["text"] != name or re.search(r"\bd\w*[ /()+]", theorem["bound"]["text"]):
                continue
            try:
                most = evaluated(theorem["bound"]["text"], known)
            except (NameError, SyntaxError):
                return f"not read: {theorem['bound']['text']}"
            if abs(slope) > most + slack:
                return f"{name} <= {theorem['bound']['text']} = {mpmath.nstr(most, 20)}: {mpmath.nstr(slope, 20)} at {point}"
    return None


def check_pin(lines, is_possible, program):
    done = run(lines, program)
    refused = done.returncode == 2
    if refused == is_possible:
        return f"{'possible' if is_possible else 'impossible'}, exit {done.returncode}\n{done.stderr[:600]}"
    return None


def attempt(count, seed, program):
    wrong, refused = 0, 0
    for place in range(count):
        rng = random.Random(f"{seed} {place}")
        lines, is_possible = chain(rng)
        refused += not is_possible
        worksheet = bounded(rng)
        for lines, said in ((lines, check_pin(lines, is_possible, program)), (worksheet[0], check_bound(rng, worksheet, program))):
            if said:
                wrong += 1
                print("\n".join(lines), said, "", sep="\n")
    print(f"{count} of each kind, {refused} impossible, {wrong} wrong")


def write(program):
    lines = ["# Written by pins.py: stated derivatives that are possible or not, and what derivatives reach within ranges."]
    rng = random.Random(2024)
    for _ in range(160):
        sheet, is_possible = chain(rng)
        assert not (said := check_pin(sheet, is_possible, program)), (sheet, said)
        lines.append(f"{'possible' if is_possible else 'impossible'} | {'; '.join(sheet)}")
    written_bounds = 0
    while written_bounds < 120:
        worksheet = bounded(rng)
        sheet, leaves, definitions, ranges, by = worksheet
        if set(leaves) - set(ranges):
            continue
        assert not (said := check_bound(rng, worksheet, program)), (sheet, said)
        reached = []
        for point in points(rng, leaves, ranges, 60):
            known = values(definitions, point, by)
            if not at_kink(definitions, known):
                reached.append(known[definitions[-1][0]].slope)
        # A hair inside, for the digits that are cut.
        ends = [mpmath.nstr(end * (1 - mpf(10) ** -12), 15) for end in (min(reached), max(reached))]
        lines.append(f"bound | {'; '.join(sheet)} | d{definitions[-1][0]}/d{by} | {' '.join(ends)}")
        written_bounds += 1
    pathlib.Path(__file__).with_name("pins.txt").write_text("\n".join(lines) + "\n")


if sys.argv[1:2] == ["try"] and len(sys.argv) == 5:
    attempt(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
elif sys.argv[1:2] == ["write"] and len(sys.argv) == 3:
    write(sys.argv[2])
else:
    sys.exit(__doc__)
