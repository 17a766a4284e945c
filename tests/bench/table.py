"""Times the command on the worksheets of the table in docs/src/internals/speed.md: processor time and peak memory of the
whole process, the least of some runs.

usage: tests/bench/table.py [runs] [chainrule] [another chainrule, to be measured beside it]
"""
import os
import pathlib
import subprocess
import sys
import tempfile

LIMIT = 60


def chain(layers):
    return (
        f"z[l] = w[l]*a[l-1] + b[l] for l in 1..{layers}\n"
        f"a[l] = sigmoid(z[l]) for l in 1..{layers}\n"
        f"L = (y - a[{layers}])^2\n"
    )


def bounded(layers, bound, weights):
    return (
        f"z[l] = w[l]*a[l-1] for l in 1..{layers}\na[l] = sigmoid(z[l]) for l in 1..{layers}\n"
        f"given w[*] in [{weights}]\nclaim abs(da[{layers}]/da[0]) <= ({bound})^{layers}\n"
    )


def recurrent(steps):
    return f"h[t] = tanh(w*h[t-1] + u*x[t]) for t in 1..{steps}\nL = (h[{steps}] - y)^2\nderive dL/dw\n"


def largest(count, query):
    return f"y = max({', '.join(f'x{i}' for i in range(1, count + 1))})\nderive {query}\n"


FIRST = "derive dL/dw[1]\n"
GIVEN = FIRST + "given w[*] = 0.5, b[*] = 0.1, a[0] = 0.3, y = 1\n"


def lines():
    """What a line is called, its worksheet, and the options of the command."""
    for layers in (33, 34, 36, 50, 300, 1000):
        yield f"claim ≤ (3/4)^{layers}, w in [-3, 3]", bounded(layers, "3/4", "-3, 3"), []
    for layers in (5, 300, 1000):
        yield f"claim ≤ (9/40)^{layers}, w in [-9/10, 9/10]", bounded(layers, "9/40", "-9/10, 9/10"), []
    for layers in (1000, 3000):
        yield f"claim ≤ (1/4)^{layers}, w in [-1, 1]", bounded(layers, "1/4", "-1, 1"), []
    for layers in (100, 200, 400):
        yield f"claim dL/dw[1] = dL/dz[1]*a[0], {layers} layers", chain(layers) + "claim dL/dw[1] = dL/dz[1]*a[0]\n", []
    yield "the same for l in 1..200", chain(200) + "claim dL/dw[l] = dL/dz[l]*a[l-1] for l in 1..200\n", []
    for classes in (64, 65, 300, 1000):
        loss = f"L = -ln(exp(z[1])/sum(exp(z[i]) for i in 1..{classes}))\nderive gradient of L\n"
        yield f"softmax with cross-entropy, {classes} classes, gradient", loss, []
    yield "second derivative, 300 layers", chain(300) + "derive d^2L/dw[1]^2\n", []
    diagonal = "".join(f"derive d^2L/dw[{i}]^2\n" for i in range(1, 101))
    yield "diagonal of the Hessian, 100 layers", chain(100) + diagonal, []
    for terms in (300, 1000, 3000):
        squares = f"L = sum((w[i]*x[i] - y[i])^2 for i in 1..{terms})\nderive gradient of L\n"
        yield f"gradient of {terms} squares", squares, []
        yield f"gradient of {terms} squares, JSON", squares, ["--format", "json"]
    for layers in (10_000, 100_000):
        for options in ([], ["--format", "json"]):
            yield f"{layers} layers, nothing given {' '.join(options)}", chain(layers) + FIRST, options
    for layers in (10_000, 100_000):
        for options in ([], ["--format", "json"], ["--full"], ["--round", "4dp"], ["--digits", "300"]):
            yield f"{layers} layers with numbers {' '.join(options)}", chain(layers) + GIVEN, options
    yield "1000000 layers, nothing given", chain(1_000_000) + FIRST, []
    yield "1000000 layers with numbers", chain(1_000_000) + GIVEN, []
    yield "max of 10000, one derivative", largest(10_000, "dy/dx1"), []
    yield "max of 300, all derivatives", largest(300, "gradient of y"), []
    for steps in (1_000, 10_000):
        yield f"recurrent network of {steps} steps", recurrent(steps), []


def measured(program, path, options, runs):
    """Seconds of processor time and megabytes; nothing where it takes too long."""
    best = None
    for _ in range(runs):
        process = subprocess.Popen(
            ["timeout", str(LIMIT), program, "run", path, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode == 124:
            return None
        found = (usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
        best = min(best or found, found)
    return best


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    programs = sys.argv[2:] or ["target/release/chainrule"]
    with tempfile.TemporaryDirectory() as folder:
        for title, text, options in lines():
            path = pathlib.Path(folder) / "worksheet.chain"
            path.write_text(text)
            cells = [title.strip()]
            for program in programs:
                found = measured(program, path, options, runs)
                cells += [f"{found[0]:.2f} s", f"{found[1]:.0f} MB"] if found else [f"over {LIMIT} s", ""]
            print("| " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
