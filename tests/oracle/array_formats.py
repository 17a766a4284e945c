#!/usr/bin/env python3
"""Forward and backward pass of a layer in number formats, by fractions: every result is rounded to the nearest number of the
format, ties to even. Nothing of chainrule is used.

    python3 array_formats.py > array_formats.txt

Each block: format, format of sums, order of sums; the values of W, b, x, y; then z, L, dL/dW and dL/dx of
    z = W*x + b,  a = relu(z),  L = sum((a - y)^2)
"""
import random
from fractions import Fraction

FORMATS = {"f32": (24, -126, 127), "bf16": (8, -126, 127), "f16": (11, -14, 15), "e5m2": (3, -14, 15)}
INF = float("inf")


def rounded(name, x):
    if isinstance(x, float):
        return x
    if x == 0:
        return Fraction(0)
    precision, low, high = FORMATS[name]
    size, exponent = abs(x), 0
    while size >= Fraction(2) ** (exponent + 1):
        exponent += 1
    while size < Fraction(2) ** exponent:
        exponent -= 1
    unit = Fraction(2) ** (max(exponent, low) - precision + 1)
    whole, rest = divmod(size, unit)
    if rest * 2 > unit or (rest * 2 == unit and whole % 2):
        whole += 1
    size = whole * unit
    if size > (2 - Fraction(2) ** (1 - precision)) * Fraction(2) ** high:
        return INF if x > 0 else -INF
    return size if x > 0 else -size


def total(terms, wide, narrow, order):
    def left(parts):
        result = parts[0]
        for own in parts[1:]:
            result = rounded(wide, result + own)
        return result

    if order == "left":
        result = left(terms)
    elif order == "pairwise":
        parts = terms
        while len(parts) > 1:
            parts = [
                rounded(wide, parts[k] + parts[k + 1]) if k + 1 < len(parts) else parts[k]
                for k in range(0, len(parts), 2)
            ]
        result = parts[0]
    else:
        size = int(order.split(":")[1])
        result = left([left(terms[k:k + size]) for k in range(0, len(terms), size)])
    return rounded(narrow, result)


def written(values):
    return " ".join(float(own).hex() for own in values)


def block(name, wide, order, rows, columns, spread, source):
    draw = lambda: Fraction(source.randint(-spread, spread), 1000)
    W = [[draw() for _ in range(columns)] for _ in range(rows)]
    b, x = [draw() for _ in range(rows)], [draw() for _ in range(columns)]
    y = [draw() for _ in range(rows)]
    print(f"{name} {wide} {order}")
    literal = lambda row: ", ".join(f"{own.numerator}/{own.denominator}" for own in row)
    print("; ".join(literal(row) for row in W))
    for vector in (b, x, y):
        print(literal(vector))
    R = lambda value: rounded(name, value)
    W = [[R(own) for own in row] for row in W]
    b, x, y = [list(map(R, vector)) for vector in (b, x, y)]
    z = []
    for row, bias in zip(W, b):
        product = total([R(w * own) for w, own in zip(row, x)], wide, name, order)
        z.append(R(product + bias))
    a = [max(own, Fraction(0)) for own in z]
    gap = [R(own - want) for own, want in zip(a, y)]
    L = total([R(own * own) for own in gap], wide, name, order)
    da = [R(2 * own) for own in gap]
    dz = [own if pre > 0 else Fraction(0) for own, pre in zip(da, z)]
    print(written(z))
    print(written([L]))
    print(written([R(own * other) for own in dz for other in x]))
    turned = [total([R(W[k][j] * dz[k]) for k in range(rows)], wide, name, order) for j in range(columns)]
    print(written(turned))
    print()


source = random.Random(14)
for name in ("f16", "bf16", "e5m2"):
    for wide in (name, "f32"):
        for order in ("left", "pairwise", "blocks:3"):
            block(name, wide, order, 5, 7, 3000, source)
            block(name, wide, order, 11, 4, 30, source)
