"""Writes the worksheets that tests/bench/memory.sh measures into a folder."""
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])


def chain(quantities, given):
    layers = quantities // 2
    lines = [f"z{i} = w{i}*a{i-1} + b{i}\na{i} = sigmoid(z{i})" for i in range(1, layers + 1)]
    if given:
        numbers = [f"w{i} = {(i*37 % 19 + 5)/10}, b{i} = {(i*11 % 7 - 3)/10}" for i in range(1, layers + 1)]
        # Ten layers a line: a worksheet may have 150 000 statements.
        lines += ["given a0 = 0.5"] + ["given " + ", ".join(numbers[i:i+10]) for i in range(0, layers, 10)]
    return "\n".join(lines + [f"derive da{layers}/dw1", ""])


def dense(width, depth):
    lines, given = [], []
    for l in range(1, depth + 1):
        for i in range(width):
            terms = " + ".join(f"w{l}_{i}_{j}*a{l-1}_{j}" for j in range(width))
            lines.append(f"z{l}_{i} = {terms} + b{l}_{i}\na{l}_{i} = tanh(z{l}_{i})")
            given.append(f"b{l}_{i} = {((i + l) % 5 - 2)/10}")
            given += [f"w{l}_{i}_{j} = {((i*7 + j*3 + l) % 11 - 5)/20}" for j in range(width)]
    lines.append("L = " + " + ".join(f"(a{depth}_{i} - y_{i})^2" for i in range(width)))
    given += [f"a0_{i} = {i/10 + 0.05:.2f}, y_{i} = {(i % 3 + 1)/10}" for i in range(width)]
    return "\n".join(lines + [f"given {each}" for each in given] + ["derive gradient of L", ""])


for size in (10, 100, 1_000, 10_000, 100_000):
    (folder / f"nothing-given-{size}.chain").write_text(chain(size, False))
    (folder / f"all-given-{size}.chain").write_text(chain(size, True))
for width, depth in ((4, 2), (8, 4), (16, 8)):
    (folder / f"gradient-{width}-wide-{depth}-deep.chain").write_text(dense(width, depth))
