"""Random expressions with vectors and matrices: is what is written read as it stands?

Each expression is written twice, once as a worksheet has it and once as the reader of arrays.py takes it (an identity with its
size, every product with its sign). Its entries, and difference quotients of the sum of their cubes at 60 digits, are what the
worksheet has to come to. No rule of differentiation is used.

    python3 tests/oracle/array_reading.py > tests/oracle/array_reading.txt      # from the root of the repository; needs mpmath
    python3 tests/oracle/array_reading.py try COUNT SEED PROGRAM                # hunts by hand
"""
import random
import re
import subprocess
import sys

import arrays
import mpmath
from mpmath import mpf

N, M = 3, 2
LEAVES = {
    "s": (), "c": (), "x": (N,), "y": (N,), "u": (M,), "v": (M,), "W": (M, N), "A": (N, N), "B": (N, N), "V": (N, M),
    "K": (M, N + M),
}  # fmt: skip
SUM, PRODUCT, POWER, ATOM = range(4)
STEP = mpf(10) ** -20
LONGEST = 110


class Text:
    """An expression as the worksheet has it, as the reader has it, and how tightly it binds."""

    def __init__(self, sheet, read=None, level=ATOM):
        self.sheet, self.read, self.level = sheet, sheet if read is None else read, level

    def at_least(self, level):
        if self.level >= level:
            return self
        return Text(f"({self.sheet})", f"({self.read})")

    def called(self, name, behind=""):
        return Text(f"{name}({self.sheet}{behind})", f"{name}({self.read}{behind})")

    def followed(self, sign):
        base = self.at_least(ATOM)
        return Text(base.sheet + sign, base.read + sign, POWER)


def joined(left, sign, right, level, read=None):
    left, right = left.at_least(level), right.at_least(level + 1)
    return Text(left.sheet + sign + right.sheet, left.read + (read or sign) + right.read, level)


class Writer:
    def __init__(self, seed):
        self.draw = random.Random(seed)

    def one(self, *of):
        return self.draw.choice(of)

    def times(self, left, right):
        """A product of linear algebra, with its sign or side by side."""
        if self.draw.random() < 0.2:
            return joined(left.at_least(ATOM), " ", right.at_least(ATOM), PRODUCT, "*")
        return joined(left, "*", right, PRODUCT)

    def leaf(self, shape):
        if shape and shape[0] == "row":
            return Text(self.one(*(name for name in LEAVES if LEAVES[name] == shape[1:]))).followed("^T")
        if shape == () and self.draw.random() < 0.3:
            return self.one(Text("2"), Text("3"), Text("0.5"), Text("1/2", level=PRODUCT))
        return Text(self.one(*(name for name in LEAVES if LEAVES[name] == shape)))

    def expression(self, shape, depth):
        if depth == 0 or self.draw.random() < 0.12:
            return self.leaf(shape)
        inner = lambda other=shape: self.expression(other, depth - 1)
        ways = [self.added, self.scaled, self.negative]
        if shape and shape[0] == "row":
            ways += [self.row, self.row]
        elif shape == ():
            ways += [self.number] * 4
        elif len(shape) == 1:
            ways += [self.vector] * 4
        else:
            ways += [self.matrix] * 4
        if not (shape and shape[0] == "row"):
            ways += [self.by_entries]
        return self.one(*ways)(shape, inner)

    def added(self, shape, inner):
        return joined(inner(), self.one(" + ", " - "), inner(), SUM)

    def scaled(self, _, inner):
        number = inner(())
        return self.one(
            lambda: self.times(number, inner()),
            lambda: joined(inner(), "*", number, PRODUCT),
            lambda: joined(inner(), "/", Text(self.one("2", "4", "s", "c")), PRODUCT),
            lambda: joined(Text(self.one("2", "3")), " ", inner().at_least(ATOM), PRODUCT, "*"),
        )()

    def negative(self, _, inner):
        of = inner().at_least(PRODUCT)
        return Text(f"-{of.sheet}", f"-{of.read}", SUM)

    def by_entries(self, shape, inner):
        square = shape == (N, N)
        # Beside a product of linear algebra they could be read in two ways, and are refused without brackets.
        def apart(text):
            return Text(text.sheet, text.read, SUM)

        return self.one(
            lambda: inner().called(self.one("sigmoid", "tanh", "exp", "sin")),
            lambda: inner().followed(" .^ 2" if square else "^2"),
            # Powers of powers are taken from the right.
            lambda: self.tower(inner()) if not square else inner(),
            lambda: apart(joined(inner().at_least(POWER), " .* ", inner().at_least(POWER), PRODUCT)) if shape else inner(),
            lambda: apart(joined(inner().at_least(POWER), " ./ ", inner().called("exp"), PRODUCT)) if shape else inner(),
        )()

    def tower(self, of):
        of = of.called("sin")
        return Text(f"2^{of.sheet}^2", f"2^({of.read}^2)", POWER)

    def row(self, shape, inner):
        length = shape[1]
        between = N if length == M else self.one(N, M)
        return self.one(
            lambda: self.times(inner(("row", between)), inner((between, length))),
            lambda: inner((length,)).followed("^T"),
        )()

    def number(self, _, inner):
        length = self.one(N, M)
        return self.one(
            lambda: self.times(inner(("row", length)), inner((length,))),
            lambda: self.times(self.times(inner(("row", N)), inner((N, N))), inner((N,))),
            lambda: inner(self.one((N,), (M,), (N, N), (M, N))).called(self.one("sum", "mean")),
            lambda: Text(*(f"norm({text})^2" for text in (lambda own: (own.sheet, own.read))(inner((N,)))), POWER),
            lambda: inner((N, N)).called("tr"),
            lambda: Text(self.one("x[2]", "u[1]", "W[2,3]", "A[3,1]", "sum(W[2,*])", "sum(A[*,1])")),
        )()

    def vector(self, shape, inner):
        (length,) = shape
        between = N if length == M else self.one(N, M)
        place = self.one(1, 2)
        some = [
            lambda: self.times(inner((length, between)), inner((between,))),
            lambda: self.times(inner((length, between)), inner((between,))),
            lambda: inner(("row", length)).followed("^T"),
            lambda: inner((M, N)).called("sum", ", each row" if length == M else ", each column"),
            lambda: joined(inner(), self.one(" + ", " - "), inner(()), SUM),
            lambda: inner().called("softmax"),
        ]
        if length == N:
            some.append(lambda: inner((N, N)).called("diagonal"))
        else:
            some.append(lambda: Text(f"{self.one('x', 'y')}[{place}..{place + 1}]"))
            x, u = inner((N,)), inner((M,))
            some.append(lambda: Text(f"K*[{x.sheet}; {u.sheet}]", f"(K[*,1..3]*({x.read}) + K[*,4..5]*({u.read}))", PRODUCT))
        return self.one(*some)()

    def matrix(self, shape, inner):
        rows, columns = shape
        between = N if M in shape else self.one(N, M)
        some = [
            lambda: self.times(inner((rows, between)), inner((between, columns))),
            lambda: self.times(inner((rows,)), inner(("row", columns))),
            lambda: inner((columns, rows)).followed("^T"),
            lambda: joined(inner((rows,)).called("diag"), "*", inner(), PRODUCT),
            lambda: joined(inner(), "*", inner((columns,)).called("diag"), PRODUCT),
        ]
        if rows != columns:
            some.append(lambda: joined(inner(), self.one(" + ", " - "), inner((self.one(rows, columns),)), SUM))
        else:
            some += [lambda: self.with_identity(inner)] * 3
            some.append(lambda: self.inverse(inner()))
        return self.one(*some)()

    def with_identity(self, inner):
        """An identity without a size, in the places where its neighbours say it."""
        multiple = self.one("I", "I", "2*I", "I/2", "s*I", "I*3/c", "2*I/s")
        identity = Text(multiple, multiple.replace("I", "I(3)"), ATOM if multiple == "I" else PRODUCT)
        return self.one(
            lambda: joined(inner(), self.one(" + ", " - "), identity, SUM),
            lambda: joined(identity, self.one(" + ", " - "), inner(), SUM),
            lambda: joined(Text("I", "I(3)"), "*", inner(), PRODUCT),
            lambda: joined(inner(), "*", Text("I", "I(3)"), PRODUCT),
            lambda: Text(*(f"{name} .* {of}" for name, of in zip(("I", "I(3)"), (lambda own: (own.sheet, own.read))(inner().at_least(POWER)))), SUM),
        )()

    def inverse(self, of):
        return Text(f"(9*I + tanh({of.sheet}))^-1", f"(9*I(3) + tanh({of.read}))^-1", POWER)


def numbers(shape, values):
    if len(shape) < 2:
        return arrays.Array([[value] for value in values])
    return arrays.Array([values[place * shape[1] : (place + 1) * shape[1]] for place in range(shape[0])])


def places(shape):
    """The indices of all entries, as they are written."""
    if not shape:
        return [""]
    if len(shape) == 1:
        return [f"[{i + 1}]" for i in range(shape[0])]
    return [f"[{i + 1},{j + 1}]" for i in range(shape[0]) for j in range(shape[1])]


def worksheet(seed):
    """A worksheet, with claims that hold; nothing where the expression is too long or its numbers are too large."""
    writer = Writer(seed)
    draw = writer.draw
    shape = writer.one((), (), (N,), (M,), (M, N), (N, N))
    text = writer.expression(shape, draw.randint(2, 4))
    used = [name for name in LEAVES if re.search(rf"\b{name}\b", text.sheet)]
    if len(text.sheet) > LONGEST or not any(LEAVES[name] for name in used):
        return None
    values = {}
    for name, of in LEAVES.items():
        count = len(places(of))
        # Odd, so that little cancels by chance.
        values[name] = [mpf(2 * draw.randint(-8, 8) + 1) / 16 for _ in range(count)]
    leaves = {name: numbers(LEAVES[name], values[name]) for name in LEAVES}
    entries = lambda leaves: arrays.Reader(text.read, leaves).whole().entries()
    by = writer.one(*used)

    def loss(place, step):
        moved = list(values[by])
        moved[place] += step
        return mpmath.fsum(entry**3 for entry in entries({**leaves, by: numbers(LEAVES[by], moved)}))

    found = {f"E{place}": entry for place, entry in zip(places(shape), entries(leaves))}
    for place, index in enumerate(places(LEAVES[by])):
        found[f"dL/d{by}{index}"] = (loss(place, STEP) - loss(place, -STEP)) / (2 * STEP)
    if any(abs(value) > 10**6 for value in found.values()):
        return None
    size = lambda of: f"R^{of[0]}" if len(of) == 1 else f"R^({of[0]}x{of[1]})"
    lines = [", ".join(f"{name} in {size(LEAVES[name])}" for name in used if LEAVES[name]), f"E = {text.sheet}"]
    lines.append("L = sum(E .* E .* E)" if shape else "L = E^3")
    for name in used:
        shown = [f"{int(value * 16)}/16" for value in values[name]]
        of = LEAVES[name]
        width = of[-1] if of else 1
        rows = "; ".join(", ".join(shown[at : at + width]) for at in range(0, len(shown), width))
        lines.append(f"given {name} = " + (f"[{rows}]" if of else rows))
    for name, value in found.items():
        lines.append(f"claim {name} ~= {mpmath.nstr(value, 9, min_fixed=-8, max_fixed=12)}" if abs(value) > 10**-6 else f"claim abs({name}) < 0.00001")
    return "\n".join(lines)


def main():
    if len(sys.argv) < 2:
        print("# Random expressions with what they come to and what their derivatives are; by array_reading.py.")
        seed = 0
        for number in range(1, 151):
            seed += 1
            while (sheet := worksheet(seed)) is None:
                seed += 1
            print(f"\nExpression {number}\n{sheet}")
        return
    count, seed, program = int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    refused, wrong, held = {}, 0, 0
    for number in range(seed, seed + count):
        sheet = worksheet(number)
        if sheet is None:
            continue
        done = subprocess.run([program, "run", "-", "--width", "200"], input=sheet, capture_output=True, text=True, timeout=120)
        if done.returncode == 0:
            held += 1
        elif "error" in done.stderr and not done.stdout:
            first = done.stderr.splitlines()[0]
            kind = first[:12] + re.sub(r"`[^`]*`", "…", first[12:])
            refused[kind] = refused.get(kind, 0) + 1
        else:
            wrong += 1
            print(sheet, done.stdout, done.stderr, sep="\n")
    print(f"{held} hold, {wrong} do not; refused: {refused}")


if __name__ == "__main__":
    main()
