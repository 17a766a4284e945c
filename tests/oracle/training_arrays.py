#!/usr/bin/env python3
"""The training of tests/worked/training-arrays.chain, by the matrix formulas of textbooks in mpmath with 40 digits.

    python3 training_arrays.py     prints the claims that stand at the end of the worksheet
"""
from mpmath import exp, log, matrix, mp, mpf, tanh

mp.dps = 40
X = matrix([[0, 0], [0, 1], [1, 0], [1, 1]])
y = matrix([0, 1, 1, 0])
W = matrix([[1, -1, mpf("0.5")], [-1, 1, mpf("0.5")]])
b = matrix([mpf("0.1"), mpf("0.2"), mpf("-0.3")])
v = matrix([mpf("0.5"), mpf("0.4"), mpf("-0.6")])
c = mpf(0)
RATE, CASES = mpf("0.5"), 4


def forward():
    Z = X * W
    A = matrix(CASES, 3)
    for n in range(CASES):
        for k in range(3):
            A[n, k] = tanh(Z[n, k] + b[k])
    p = matrix([1 / (1 + exp(-((A[n, :] * v)[0] + c))) for n in range(CASES)])
    loss = -sum(y[n] * log(p[n]) + (1 - y[n]) * log(1 - p[n]) for n in range(CASES)) / CASES
    return A, p, loss


def claim(step):
    _, p, loss = forward()
    steps = "1 step" if step == 1 else f"{step} steps"
    for name, value in (("L", loss), ("p[2]", p[1]), ("W[1,3]", W[0, 2]), ("v[3]", v[2]), ("c", c)):
        print(f"claim {name} after {steps} ~= {mp.nstr(value, 9, strip_zeros=False)}")


for step in range(1, 1001):
    A, p, loss = forward()
    d = (p - y) / CASES
    # (d·vᵀ) ⊙ (1 − A²)
    D = matrix(CASES, 3)
    for n in range(CASES):
        for k in range(3):
            D[n, k] = d[n] * v[k] * (1 - A[n, k] ** 2)
    gradient_v, gradient_c = A.T * d, sum(d[n] for n in range(CASES))
    gradient_W, gradient_b = X.T * D, matrix([sum(D[n, k] for n in range(CASES)) for k in range(3)])
    W, b, v, c = W - RATE * gradient_W, b - RATE * gradient_b, v - RATE * gradient_v, c - RATE * gradient_c
    if step in (1, 10, 1000):
        claim(step)
