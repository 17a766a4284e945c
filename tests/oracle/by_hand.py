"""Writes by_hand.txt: what a hand writes down for two worked worksheets, line by line.

The lines are spelled out here one by one, with Python's own decimal rounding; nothing of the engine is used. Sigmoids are
taken to 60 digits before they are rounded. A line of the file: worksheet, rounding, what is worked out, what is written down.

    python3 tests/oracle/by_hand.py          # from the root of the repository
"""
import decimal
import pathlib
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal as D

decimal.getcontext().prec = 60
MODES = {"half-even": ROUND_HALF_EVEN, "half-up": ROUND_HALF_UP}


def sigmoid(z):
    return 1 / (1 + (-z).exp())


class Hand:
    def __init__(self, out, sheet, rounding):
        self.out, self.sheet, self.rounding = out, sheet, rounding
        digits, ties = rounding.split(":")
        self.count, self.kind, self.ties = int(digits[:-2]), digits[-2:], MODES[ties]

    def round(self, x):
        """To decimal places, or to significant figures."""
        if x == 0:
            return x
        place = -self.count if self.kind == "dp" else x.adjusted() + 1 - self.count
        rounded = x.quantize(D(1).scaleb(place), rounding=self.ties)
        return rounded

    def line(self, name, value, stated=False):
        """Works a line out and writes it down; what is stated is copied."""
        written = value if stated else self.round(value)
        self.out.write(f"{self.sheet} {self.rounding} {name} {written.normalize():f}\n")
        return written

    def product(self, name, *factors):
        """Factor by factor, each product written down."""
        product = factors[0]
        for factor in factors[1:]:
            product = self.round(product * factor)
        self.out.write(f"{self.sheet} {self.rounding} {name} {product.normalize():f}\n")
        return product


def mazur(out, rounding):
    hand = Hand(out, "mazur.chain", rounding)
    i1, i2, b1, b2, t1, t2 = map(D, ("0.05", "0.10", "0.35", "0.60", "0.01", "0.99"))
    w1, w2, w3, w4, w5, w6, w7, w8 = map(D, ("0.15", "0.20", "0.25", "0.30", "0.40", "0.45", "0.50", "0.55"))
    net_h1 = hand.line("net_h1", w1 * i1 + w2 * i2 + b1)
    net_h2 = hand.line("net_h2", w3 * i1 + w4 * i2 + b1)
    out_h1 = hand.line("out_h1", sigmoid(net_h1))
    out_h2 = hand.line("out_h2", sigmoid(net_h2))
    net_o1 = hand.line("net_o1", w5 * out_h1 + w6 * out_h2 + b2)
    net_o2 = hand.line("net_o2", w7 * out_h1 + w8 * out_h2 + b2)
    out_o1 = hand.line("out_o1", sigmoid(net_o1))
    out_o2 = hand.line("out_o2", sigmoid(net_o2))
    hand.line("E", D("0.5") * (t1 - out_o1) ** 2 + D("0.5") * (t2 - out_o2) ** 2)
    e1 = hand.line("dE/dout_o1", -(t1 - out_o1))
    e2 = hand.line("dE/dout_o2", -(t2 - out_o2))
    s1 = hand.line("dout_o1/dnet_o1", out_o1 * (1 - out_o1))
    s2 = hand.line("dout_o2/dnet_o2", out_o2 * (1 - out_o2))
    h1 = hand.line("dout_h1/dnet_h1", out_h1 * (1 - out_h1))
    h2 = hand.line("dout_h2/dnet_h2", out_h2 * (1 - out_h2))
    new = {}
    for name, error, slope, activation, weight in (
        ("w5", e1, s1, out_h1, w5), ("w6", e1, s1, out_h2, w6), ("w7", e2, s2, out_h1, w7), ("w8", e2, s2, out_h2, w8),
    ):
        gradient = hand.product(f"dE/d{name}", error, slope, activation)
        new[name] = weight - D("0.5") * gradient
    for name, slope, left, right, x in (
        ("w1", h1, w5, w7, i1), ("w2", h1, w5, w7, i2), ("w3", h2, w6, w8, i1), ("w4", h2, w6, w8, i2),
    ):
        path = lambda o: f"path:{name}:o{o}"  # noqa: E731
        first = hand.product(path(1), e1, s1, left, slope, x)
        second = hand.product(path(2), e2, s2, right, slope, x)
        hand.line(f"dE/d{name}", first + second)
    hand.line("new:w5", new["w5"])


def exam(out, rounding):
    hand = Hand(out, "by-hand.chain", rounding)
    x1, x2, t, w1, w2, v1, v2 = map(D, ("0.35", "0.7", "1", "0.2", "0.3", "0.3", "0.9"))
    z1 = hand.line("z1", w1 * x1 + w1 * x2)
    h1 = hand.line("h1", sigmoid(z1))
    z2 = hand.line("z2", w2 * x1 + w2 * x2)
    h2 = hand.line("h2", sigmoid(z2))
    z = hand.line("z", v1 * h1 + v2 * h2)
    y = hand.line("y", sigmoid(z))
    hand.line("L", (y - t) ** 2 / 2)
    error = hand.line("dL/dy", y - t)
    slope = hand.line("dy/dz", y * (1 - y))
    inner = hand.line("dh1/dz1", h1 * (1 - h1))
    hand.product("dL/dv1", error, slope, h1)
    hand.product("dL/dv2", error, slope, h2)
    hand.product("dL/dw11", error, slope, v1, inner, x1)


if __name__ == "__main__":
    with open(pathlib.Path(__file__).parent / "by_hand.txt", "w") as out:
        for rounding in ("2dp", "3dp", "4dp", "5dp", "9dp", "1sf", "2sf", "3sf", "4sf", "12sf"):
            for ties in MODES:
                mazur(out, f"{rounding}:{ties}")
                exam(out, f"{rounding}:{ties}")
