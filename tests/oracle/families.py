"""Numbers for families of arrays, windows, chosen rows and tensors: central difference quotients at 60 digits.

Each forward pass is written here once more, by plain loops over numbers; nothing is read from the worksheets. The numbers
stand in families.txt as claims, which the tests hold against what is derived.

    python3 tests/oracle/families.py          # from the root of the repository; needs mpmath
"""
import pathlib
from fractions import Fraction

import mpmath
from mpmath import mpf, tanh

mpmath.mp.dps = 60
STEP = mpf(10) ** -20


def numbers(text):
    return [[mpf(Fraction(x.strip()).numerator) / Fraction(x.strip()).denominator for x in row.split(",")] for row in text.split(";")]


def times(matrix, vector):
    return [mpmath.fsum(a * b for a, b in zip(row, vector)) for row in matrix]


def layers(given):
    h = [x for x, in zip(given["h[0]"][0])]
    for l in (1, 2, 3):
        h = [tanh(z + b) for z, b in zip(times(given[f"W[{l}]"], h), given[f"b[{l}]"][0])]
    return mpmath.fsum((a - y) ** 2 for a, y in zip(h, given["y"][0]))


def recurrent(given):
    h, loss = given["h[0]"][0], mpf(0)
    for t in (1, 2, 3):
        left, right = times(given["W"], h), times(given["U"], given[f"x[{t}]"][0])
        h = [tanh(a + b) for a, b in zip(left, right)]
        loss += mpmath.fsum(a * v for a, v in zip(h, given["v"][0])) ** 2
    return loss


def convolution(given):
    x, k, t = given["x"][0], given["k"][0], given["t"][0]
    y = [mpmath.fsum(k[j] * x[i + j] for j in range(3)) for i in range(4)]
    return mpmath.fsum((a - b) ** 2 for a, b in zip(y, t))


def strided(given):
    x, k = given["x"][0], given["k"][0]
    y = [mpmath.fsum(k[j] * x[2 * i + j] for j in range(2)) for i in range(3)]
    return mpmath.fsum(tanh(a) for a in y)


def reversed_window(given):
    x, k = given["x"][0], given["k"][0]
    y = [mpmath.fsum(k[j] * x[i + 2 - j] for j in range(3)) for i in range(3)]
    return mpmath.fsum(a**3 for a in y)


def differences(given):
    x = given["x"][0]
    return mpmath.fsum(mpmath.exp(b - a) for a, b in zip(x, x[1:]))


def embedding(given):
    E, c, y = given["E"], given["c"][0], given["Y"]
    rows = [E[int(index) - 1] for index in c]
    return mpmath.fsum((a - b) ** 2 for row, other in zip(rows, y) for a, b in zip(row, other))


def image(given):
    K, X = given["K"], given["X"]
    total = mpf(0)
    for i in range(2):
        for j in range(2):
            y = mpmath.fsum(K[u][v] * X[i + u][j + v] for u in range(2) for v in range(2))
            total += tanh(y)
    return total


CASES = [
    ("Three layers of a family", layers, """\
W[l] in R^(2×2) for l in 1..L
b[l] in R^2 for l in 1..L
h[0], y in R^2
let L = 3
h[l] = tanh(W[l]*h[l-1] + b[l]) for l in 1..L
E = norm(h[L] - y)^2""", {"W[1]": "1/2, -1; 1, 1/4", "W[2]": "1, 1/3; -1/2, 1", "W[3]": "1/4, 1; 1, -1", "b[1]": "0, 1/2", "b[2]": "1/4, 0", "b[3]": "-1/2, 1", "h[0]": "1, -1/2", "y": "1/2, 0"},
     "E", ["W[1][1,2]", "W[2][2,1]", "W[3][1,1]", "b[1][2]", "h[0][1]"]),
    ("Recurrent net, weights shared over time", recurrent, """\
W in R^(2×2), U in R^(2×2), x[t] in R^2 for t in 1..T
h[0], v in R^2
let T = 3
h[t] = tanh(W*h[t-1] + U*x[t]) for t in 1..T
E = sum((v^T*h[t])^2 for t in 1..T)""", {"W": "1/2, 1/4; -1, 1/3", "U": "1, 0; 1/2, -1", "x[1]": "1, 2", "x[2]": "0, -1", "x[3]": "1/2, 1/2", "h[0]": "0, 1/4", "v": "1, -2"},
     "E", ["W[1,1]", "W[2,1]", "U[1,2]", "x[2][1]", "h[0][2]"]),
    ("Convolution", convolution, """\
x in R^6, k in R^3, t in R^4
y[i] = sum(k[j]*x[i+j-1] for j in 1..3) for i in 1..4
E = sum((y - t)^2)""", {"x": "1, 2, 0, -1, 1/2, 3", "k": "1, -1/2, 2", "t": "0, 1, 1, 0"}, "E", ["k[1]", "k[3]", "x[1]", "x[4]", "x[6]"]),
    ("Strided window", strided, """\
x in R^6, k in R^2
y[i] = sum(k[j]*x[2*i+j-2] for j in 1..2) for i in 1..3
E = sum(tanh(y))""", {"x": "1, 1/2, 0, -1, 1/3, 1/4", "k": "1/2, -1/3"}, "E", ["k[1]", "k[2]", "x[3]", "x[6]"]),
    ("Window read backwards", reversed_window, """\
x in R^5, k in R^3
y[i] = sum(k[j]*x[i-j+3] for j in 1..3) for i in 1..3
E = sum(y .^ 3)""", {"x": "1, 2, 0, -1, 1/2", "k": "1, -1/2, 2"}, "E", ["k[1]", "k[2]", "x[2]", "x[5]"]),
    ("Differences", differences, """\
x in R^n
d[i] = x[i+1] - x[i] for i in 1..n-1
E = sum(exp(d))""", {"x": "1, 1/2, 0, 1/4"}, "E", ["x[1]", "x[2]", "x[4]"]),
    ("Rows that are chosen", embedding, """\
E in R^(4×2), c in R^3, Y in R^(3×2)
x[t,j] = E[c[t],j] for t in 1..3, j in 1..2
L = norm_F(x - Y)^2""", {"E": "1, 2; 3, 4; 0, 1; 1, 0", "c": "2, 4, 2", "Y": "0, 0; 1, 1; 2, 0"}, "L", ["E[1,1]", "E[2,1]", "E[2,2]", "E[4,1]"]),
    ("Convolution in two directions", image, """\
K in R^(2×2), X in R^(3×3)
Y[i,j] = sum(K[u,v]*X[i+u-1,j+v-1] for u in 1..2, v in 1..2) for i in 1..2, j in 1..2
E = sum(tanh(Y))""", {"K": "1, 1/2; -1, 1/4", "X": "1, 0, 1/2; -1, 1/3, 1; 0, 1, -1/2"}, "E", ["K[1,1]", "K[2,1]", "X[1,1]", "X[2,2]", "X[3,3]"]),
]


def slope(forward, given, entry):
    name, _, at = entry.rpartition("[")
    at = [int(index) - 1 for index in at.rstrip("]").split(",")]
    row, column = at if len(at) == 2 else (0, at[0])

    def at_distance(step):
        moved = {key: [list(line) for line in value] for key, value in given.items()}
        moved[name][row][column] += step
        return forward(moved)

    return (at_distance(STEP) - at_distance(-STEP)) / (2 * STEP)


def main():
    blocks = []
    for title, forward, sheet, values, loss, entries in CASES:
        given = {name: numbers(text) for name, text in values.items()}
        lines = [title, sheet]
        lines += [f"given {name} = [{text}]" for name, text in values.items()]
        for entry in entries:
            lines.append(f"claim d{loss}/d{entry} ~= {mpmath.nstr(slope(forward, given, entry), 10, strip_zeros=False, min_fixed=-20)}")
        blocks.append("\n".join(lines))
    head = "# Worksheets with families, windows, chosen rows; the numbers of their derivatives are from families.py.\n\n"
    pathlib.Path("tests/oracle/families.txt").write_text(head + "\n\n".join(blocks) + "\n")
    print(sum(len(case[5]) for case in CASES), "numbers")


if __name__ == "__main__":
    main()
