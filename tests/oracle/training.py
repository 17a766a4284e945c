"""Trainings in plain Python: what every worked training must come to. Writes training.txt.

Doubles and f16 by struct, no library; the gradients are worked out by hand here. Each line: a worksheet of tests/worked,
the run, the quantity, after how many steps, and its value rounded to some digits.
"""

import math
import struct
from pathlib import Path

LINES = []


def say(sheet, run, quantity, steps, value, digits=10):
    LINES.append(f"{sheet} {run} {quantity} {steps} {value:.{digits - 1}e}")


def sigmoid(z):
    return 1 / (1 + math.exp(-z))


# Matt Mazur's network: 2-2-2, sigmoid, E = Σ (t - o)²/2.
I1, I2, T1, T2, RATE = 0.05, 0.10, 0.01, 0.99, 0.5


def forward(w, b):
    h1 = sigmoid(w[0] * I1 + w[1] * I2 + b[0])
    h2 = sigmoid(w[2] * I1 + w[3] * I2 + b[0])
    o1 = sigmoid(w[4] * h1 + w[5] * h2 + b[1])
    o2 = sigmoid(w[6] * h1 + w[7] * h2 + b[1])
    return h1, h2, o1, o2


def error(w, b):
    _, _, o1, o2 = forward(w, b)
    return 0.5 * (T1 - o1) ** 2 + 0.5 * (T2 - o2) ** 2


def output_gradients(w, b):
    h1, h2, o1, o2 = forward(w, b)
    d1 = -(T1 - o1) * o1 * (1 - o1)
    d2 = -(T2 - o2) * o2 * (1 - o2)
    return d1, d2, [d1 * h1, d1 * h2, d2 * h1, d2 * h2]


def hidden_gradients(w, b, d1, d2, h1, h2):
    e1 = (d1 * w[4] + d2 * w[6]) * h1 * (1 - h1)
    e2 = (d1 * w[5] + d2 * w[7]) * h2 * (1 - h2)
    return [e1 * I1, e1 * I2, e2 * I1, e2 * I2]


def gradients(w, b):
    d1, d2, out = output_gradients(w, b)
    h1, h2, _, _ = forward(w, b)
    return hidden_gradients(w, b, d1, d2, h1, h2) + out


def mazur():
    start, b = [0.15, 0.20, 0.25, 0.30, 0.40, 0.45, 0.50, 0.55], [0.35, 0.60]

    def simultaneous(w):
        return [x - RATE * g for x, g in zip(w, gradients(w, b))]

    def sequential(w):
        # One forward pass; the hidden layer's gradients see the new weights of the output layer.
        h1, h2, _, _ = forward(w, b)
        d1, d2, out = output_gradients(w, b)
        w = w[:4] + [x - RATE * g for x, g in zip(w[4:], out)]
        hidden = hidden_gradients(w, b, d1, d2, h1, h2)
        return [x - RATE * g for x, g in zip(w[:4], hidden)] + w[4:]

    for run, step in [("at_once", simultaneous), ("in_turn", sequential)]:
        w = start[:]
        for count in range(1, 10001):
            w = step(w)
            if count in (1, 10, 100, 1000, 10000):
                _, _, o1, o2 = forward(w, b)
                say("training-mazur", run, "E", count, error(w, b))
                say("training-mazur", run, "out_o1", count, o1)
                say("training-mazur", run, "out_o2", count, o2)
                say("training-mazur", run, "w5", count, w[4])


# Momentum, Adam (as torch.optim.SGD and torch.optim.Adam document them) and clips, on a narrow valley:
# L = (a - 1)²/2 + 25·(b + a)²/2.
def valley(a, b):
    return (a - 1) ** 2 / 2 + 25 * (b + a) ** 2 / 2


def valley_gradient(a, b):
    return [(a - 1) + 25 * (b + a), 25 * (b + a)]


def rules():
    def descent(rate):
        return lambda w, g, s, t: ([x - rate * y for x, y in zip(w, g)], s)

    def momentum(rate, m):
        def step(w, g, s, t):
            v = [m * x + y for x, y in zip(s or [0, 0], g)]
            return [x - rate * y for x, y in zip(w, v)], v

        return step

    def nesterov(rate, m):
        # torch.optim.SGD(nesterov=True): buf = m·buf + g; step along g + m·buf.
        def step(w, g, s, t):
            v = [m * x + y for x, y in zip(s or [0, 0], g)]
            return [x - rate * (y + m * z) for x, y, z in zip(w, g, v)], v

        return step

    def adam(rate, b1=0.9, b2=0.999, eps=1e-8):
        def step(w, g, s, t):
            m, v = s or ([0, 0], [0, 0])
            m = [b1 * x + (1 - b1) * y for x, y in zip(m, g)]
            v = [b2 * x + (1 - b2) * y * y for x, y in zip(v, g)]
            new = [
                x - rate * (p / (1 - b1**t)) / (math.sqrt(q / (1 - b2**t)) + eps) for x, p, q in zip(w, m, v)
            ]
            return new, (m, v)

        return step

    def clipped(rule, limit):
        return lambda w, g, s, t: rule(w, [max(-limit, min(limit, x)) for x in g], s, t)

    def clipped_norm(rule, limit):
        def step(w, g, s, t):
            scale = max(1, math.sqrt(sum(x * x for x in g)) / limit)
            return rule(w, [x / scale for x in g], s, t)

        return step

    for run, rule in [
        ("plain", descent(0.03)),
        ("heavy", momentum(0.01, 0.9)),
        ("averaged", adam(0.1)),
        ("quicker", adam(0.1, b1=0.5, b2=0.9)),
        ("kept", clipped(descent(0.03), 1)),
        ("scaled", clipped_norm(momentum(0.01, 0.9), 1)),
        ("ahead", nesterov(0.01, 0.9)),
    ]:
        w, s = [-2.0, 3.0], None
        for t in range(1, 101):
            w, s = rule(w, valley_gradient(*w), s, t)
            if t in (1, 2, 10, 100):
                say("training-rules", run, "a", t, w[0], 8)
                say("training-rules", run, "b", t, w[1], 8)
                say("training-rules", run, "L", t, valley(*w), 6)


def half(x):
    """The nearest f16; struct rounds to nearest even."""
    return struct.unpack("<e", struct.pack("<e", x))[0]


def frozen():
    # L = (w·x - y)², every operation rounded to f16: ∂L/∂w = 2·(w·x - y) · x.
    w, x, y, rate = half(1), half(2), half(5), half(0.01)
    for count in range(1, 1001):
        gap = half(half(w * x) - y)
        gradient = half(half(2 * gap) * x)
        w = half(w - half(rate * gradient))
        if count in (1, 10, 56, 57, 1000):
            say("training-frozen", "in_half", "w", count, w, 12)
    w = 1.0
    for count in range(1, 1001):
        w -= 0.01 * 2 * (w * 2 - 5) * 2
        if count in (10, 100):
            say("training-frozen", "in_double", "w", count, w)


def diverging():
    # L = w⁴/4 from w = 3 with rate 0.3: |w| grows cubically.
    w = 3.0
    for count in range(1, 6):
        w -= 0.3 * w**3
        say("training-diverging", "too_fast", "w", count, w)


mazur()
rules()
frozen()
diverging()
path = Path(__file__).with_suffix(".txt")
path.write_text("# Written by training.py. Do not edit.\n" + "\n".join(LINES) + "\n")
