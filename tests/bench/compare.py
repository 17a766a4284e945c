"""Whole processes side by side: chainrule, CasADi, SymEngine and SymPy build the same network and derive the same gradients.

Each measurement is a process of its own, from its start to its end; what is measured inside it (build, derive) is
printed beside. A library that is not installed is skipped with a message; one that takes longer than the limit is
stopped. chainrule does more: it verifies every step and writes the page.

usage: python3 tests/bench/compare.py [chainrule] [layers, default 10000] [seconds, default 120]
       (pip install casadi symengine sympy, in an environment of your own)
"""

import os
import subprocess
import sys
import tempfile
import time

CHAIN = "chain"
DENSE = "dense"


def chain(layers, symbol, sigmoid):
    """The squared loss of a chain of sigmoid layers, and its first weight."""
    a, y = symbol("a0"), symbol("y")
    weights = [symbol(f"w{l}") for l in range(1, layers + 1)]
    for l in range(layers):
        a = sigmoid(weights[l] * a + symbol(f"b{l + 1}"))
    return (a - y) ** 2, weights[:1]


def dense(width, depth, symbol, tanh):
    """The squared loss of a dense network, and all its weights."""
    a = [symbol(f"x{i}") for i in range(width)]
    weights = []
    for l in range(depth):
        below, a = a, []
        for i in range(width):
            own = [symbol(f"w{l}_{i}_{j}") for j in range(width)]
            weights += own
            z = symbol(f"b{l}_{i}")
            for w, value in zip(own, below):
                z = z + w * value
            a.append(tanh(z))
    loss = 0
    for i in range(width):
        loss = loss + (a[i] - symbol(f"y{i}")) ** 2
    return loss, weights


def casadi(kind, sizes):
    import casadi as ca

    if kind == CHAIN:
        return lambda: chain(sizes[0], ca.SX.sym, lambda z: 1 / (1 + ca.exp(-z))), lambda loss, by: ca.gradient(loss, ca.vertcat(*by))
    return lambda: dense(*sizes, ca.SX.sym, ca.tanh), lambda loss, by: ca.gradient(loss, ca.vertcat(*by))


def symengine(kind, sizes):
    import symengine as se

    if kind == CHAIN:
        return lambda: chain(sizes[0], se.Symbol, lambda z: 1 / (1 + se.exp(-z))), lambda loss, by: [loss.diff(w) for w in by]
    return lambda: dense(*sizes, se.Symbol, se.tanh), lambda loss, by: [loss.diff(w) for w in by]


def sympy(kind, sizes):
    import sympy as sp

    sys.setrecursionlimit(10**6)
    if kind == CHAIN:
        return lambda: chain(sizes[0], sp.Symbol, lambda z: 1 / (1 + sp.exp(-z))), lambda loss, by: [loss.diff(w) for w in by]
    return lambda: dense(*sizes, sp.Symbol, sp.tanh), lambda loss, by: [loss.diff(w) for w in by]


LIBRARIES = {"casadi": casadi, "symengine": symengine, "sympy": sympy}


def inside(library, kind, sizes):
    try:
        build, derive = LIBRARIES[library](kind, sizes)
    except ImportError:
        print("not installed: skipped")
        return
    start = time.perf_counter()
    loss, by = build()
    built = time.perf_counter()
    derive(loss, by)
    print(f"build {built - start:.3f} s, derive {time.perf_counter() - built:.3f} s")


def worksheet(kind, sizes):
    if kind == CHAIN:
        layers = sizes[0]
        lines = [f"z{l} = w{l}*a{l - 1} + b{l}\na{l} = sigmoid(z{l})" for l in range(1, layers + 1)]
        return "\n".join(lines + [f"L = (a{layers} - y)^2", "derive dL/dw1", ""])
    width, depth = sizes
    lines = []
    for l in range(1, depth + 1):
        for i in range(1, width + 1):
            terms = " + ".join(f"w[{l},{i},{j}]*a[{l - 1},{j}]" for j in range(1, width + 1))
            lines.append(f"z[{l},{i}] = {terms} + b[{l},{i}]\na[{l},{i}] = tanh(z[{l},{i}])")
    lines.append("L = " + " + ".join(f"(a[{depth},{i}] - y[{i}])^2" for i in range(1, width + 1)))
    return "\n".join(lines + ["derive gradient of L", ""])


def timed(command, limit):
    start = time.perf_counter()
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, timeout=limit)
    except subprocess.TimeoutExpired:
        return f"over {limit:.0f} s", ""
    if done.returncode != 0:
        return f"failed with exit code {done.returncode}", ""
    return f"{time.perf_counter() - start:.2f} s", done.stdout


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else "target/release/chainrule"
    layers = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    limit = float(sys.argv[3]) if len(sys.argv) > 3 else 120.0
    for kind, sizes in ((CHAIN, [layers]), (DENSE, [8, 4]), (DENSE, [16, 8]), (DENSE, [32, 16])):
        print(kind, "x".join(map(str, sizes)))
        with tempfile.NamedTemporaryFile("w", suffix=".chain", delete=False) as file:
            file.write(worksheet(kind, sizes))
        whole, _ = timed([program, "run", file.name], limit)
        os.unlink(file.name)
        print(f"  chainrule: {whole} (read, derive, verify, write)")
        for library in LIBRARIES:
            command = [sys.executable, __file__, "--inside", library, kind, *map(str, sizes)]
            whole, parts = timed(command, limit)
            print(f"  {library}: {whole} ({parts.strip() or 'whole process'})")


if sys.argv[1:2] == ["--inside"]:
    inside(sys.argv[2], sys.argv[3], [int(size) for size in sys.argv[4:]])
else:
    main()
