#!/usr/bin/env python3
"""Tables of the OCP 8-bit formats: values by ml_dtypes, rounding by fractions (pip install numpy ml_dtypes).

    python3 tests/oracle/float8.py > tests/oracle/float8.txt

Lines: `value FORMAT BITS DOUBLE`, what a pattern stands for, and `round FORMAT DOUBLE BITS`, what a double is rounded to;
patterns in hexadecimal. NaN is written as the quiet one with a plus sign.
"""
import struct
from fractions import Fraction

import ml_dtypes
import numpy as np

TYPES = {"e4m3": ml_dtypes.float8_e4m3fn, "e5m2": ml_dtypes.float8_e5m2}
NAN = 0x7FF8000000000000
# What the pattern after the largest number would stand for, and what a number nearest to it becomes: NaN, infinity.
BEYOND = {"e4m3": (Fraction(480), 0x7F), "e5m2": (Fraction(65536), 0x7C)}


def double_bits(value):
    return NAN if value != value else struct.unpack("<Q", struct.pack("<d", value))[0]


def round_bits(name, positive, value):
    """The pattern of the nearest number, by comparing fractions: ml_dtypes itself rounds doubles twice, by way of f32."""
    sign = 0x80 if str(value).startswith("-") else 0
    if value != value:
        return 0x7F if name == "e4m3" else 0x7E
    beyond, special = BEYOND[name]
    if abs(value) == float("inf"):
        bits = special
    else:
        size = Fraction(abs(value))
        ladder = positive + [(beyond, special)]
        near = min(abs(number - size) for number, _ in ladder)
        nearest = [(place, bits) for place, (number, bits) in enumerate(ladder) if abs(number - size) == near]
        # The place in the ladder is the pattern, so that the even one of two has an even place.
        bits = special if size > beyond else [bits for place, bits in nearest if len(nearest) == 1 or place % 2 == 0][0]
    return bits if name == "e4m3" and bits == 0x7F else bits | sign


print(f"# By tests/oracle/float8.py with ml_dtypes {ml_dtypes.__version__}.")
for name, dtype in TYPES.items():
    values = np.arange(256, dtype=np.uint8).view(dtype).astype(np.float64)
    for bits, value in enumerate(values):
        print(f"value {name} {bits:02x} {double_bits(float(value)):016x}")
    positive = [(Fraction(float(value)), bits) for bits, value in enumerate(values[:128]) if np.isfinite(value)]
    assert [number for number, _ in positive] == sorted(number for number, _ in positive)
    finite = sorted(set(float(value) for value in values if np.isfinite(value)))
    wanted = [0.0, -0.0, float("inf"), float("-inf"), float("nan"), 1e300, -1e300, 5e-324, 464.0, 480.0, 61440.0, 65536.0]
    for low, high in zip(finite, finite[1:]):
        tie = (low + high) / 2
        # The tie, its neighbours among the doubles, and what lies between it and the numbers held.
        wanted += [tie, float(np.nextafter(tie, low)), float(np.nextafter(tie, high)), (low + tie) / 2, (tie + high) / 2]
    for factor in (1.0001, 1.03, 1.07, 1.2, 3.0):
        wanted += [finite[-1] * factor, finite[0] * factor]
    generator = np.random.default_rng(1)
    wanted += list(generator.normal(size=400) * np.exp2(generator.uniform(-12, 17, size=400)))
    for value in wanted:
        print(f"round {name} {double_bits(float(value)):016x} {round_bits(name, positive, float(value)):02x}")
