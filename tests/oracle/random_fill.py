"""The numbers that `given W[i,j] ~ normal(0, 1) seed 7` draws, by the specification in the book.

Writes tests/oracle/random_fill.txt: seed, distribution, member, and the number as a fraction.
Everything is exact: integers modulo 2^64 and fractions; only the last step rounds, to the nearest double.
"""

from fractions import Fraction
from math import sqrt
from pathlib import Path

MASK = (1 << 64) - 1
STEP = 0x9E3779B97F4A7C15


def mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def fnv1a(text):
    h = 0xCBF29CE484222325
    for byte in text.encode():
        h = ((h ^ byte) * 0x100000001B3) & MASK
    return h


class Stream:
    def __init__(self, seed, name):
        self.state = mix((seed + STEP) & MASK) ^ fnv1a(name)

    def next(self):
        self.state = (self.state + STEP) & MASK
        return mix(self.state)

    def unit(self):
        return Fraction(self.next() >> 11, 1 << 53)


def run_is_even(stream, start, chance):
    """The parity of a falling run of uniform numbers below `start`, each going on with a probability."""
    last, even = start, True
    while True:
        u = stream.unit()
        if u >= last or (chance is not None and stream.unit() >= chance):
            return even
        last, even = u, not even


def standard_normal(stream):
    half = Fraction(1, 2)
    while True:
        k = 0
        while run_is_even(stream, half, None):
            k += 1
        if not all(run_is_even(stream, half, None) for _ in range(k * (k - 1))):
            continue
        x = stream.unit()
        if not all(run_is_even(stream, x, (2 * k + x) / (2 * k + 2)) for _ in range(k + 1)):
            continue
        return -(k + x) if stream.next() >> 63 else k + x


def draw(kind, parameters, seed, name):
    stream = Stream(seed, name)
    if kind == "uniform":
        low, high = parameters
        exact = low + (high - low) * stream.unit()
    else:
        mean, deviation = parameters
        exact = mean + deviation * standard_normal(stream)
    return Fraction(float(exact))


def by_fans(kind, inputs, outputs):
    """sqrt of a quotient, both correctly rounded as IEEE 754 says."""
    both = inputs + outputs
    spread = {
        "xavier_normal": sqrt(2.0 / both),
        "xavier_uniform": sqrt(6.0 / both),
        "he_normal": sqrt(2.0 / inputs),
        "he_uniform": sqrt(6.0 / inputs),
    }[kind]
    spread = Fraction(spread)
    return ("uniform", (-spread, spread)) if kind.endswith("uniform") else ("normal", (Fraction(0), spread))


lines = []
for seed in (0, 1, 7, 2**64 - 1):
    for name in ("w[1]", "w[2]", "b[-3]", "W[1,2]", "W[2,1]", "W^{(2)}[1,3]", "alpha"):
        for written, kind, parameters in (
            ("normal(0, 1)", "normal", (Fraction(0), Fraction(1))),
            ("normal(1/3, 0.1)", "normal", (Fraction(1, 3), Fraction(1, 10))),
            ("uniform(-1, 1/7)", "uniform", (Fraction(-1), Fraction(1, 7))),
            ("xavier_normal(3, 4)", *by_fans("xavier_normal", 3, 4)),
            ("xavier(3, 4)", *by_fans("xavier_uniform", 3, 4)),
            ("he(5)", *by_fans("he_normal", 5, 1)),
            ("he_uniform(5)", *by_fans("he_uniform", 5, 1)),
        ):
            lines.append(f"{seed}\t{written}\t{name}\t{draw(kind, parameters, seed, name)}\n")
Path(__file__).with_name("random_fill.txt").write_text("".join(lines))
