"""Random networks, and all their gradients by a reverse mode of its own.

    python3 networks.py write                        writes networks.txt and top_paths.txt beside this file
    python3 networks.py try COUNT SEED PROGRAM [SIZE]
        runs COUNT random networks of up to SIZE quantities (2000) through the `chainrule` program and lists those on which
        the two differ

The forward pass is evaluated by mpmath with 80 digits, or by Python's fractions where all numbers of a network are
rational; adjoints are carried back through the definitions, by derivatives of functions from the textbooks that stand
below. Nothing is taken from chainrule. Rational networks claim exact numbers, the others 22 digits.

The paths of small rational networks are all written out and sorted: by size of the product, the largest first, and
where two carry the same by the input that is named first where they part.
"""
import pathlib
import random
import subprocess
import sys
import tempfile
from fractions import Fraction

import mpmath
from mpmath import mp, mpf

import formulas
from formulas import FUNCTIONS, Rejected, away, exact, sigmoid, text

mp.dps = 80
sys.set_int_max_str_digits(0)
HERE = pathlib.Path(__file__).resolve().parent
DIGITS = 22
# Exact claims are written out up to so many digits.
LONGEST_EXACT = 200
SELU = (formulas.SELU_SCALE, formulas.SELU_ALPHA)


def gelu_tanh_slope(z):
    k, c = mp.sqrt(2 / mp.pi), mpf("0.044715")
    t = mp.tanh(k * (z + c * z**3))
    return (1 + t) / 2 + z / 2 * (1 - t * t) * k * (1 + 3 * c * z * z)


def mish_slope(z):
    t = mp.tanh(mp.log1p(mp.exp(z)))
    return t + z * (1 - t * t) * sigmoid(z)


def bell(z):
    """σ'(z) without cancellation."""
    e = mp.exp(-abs(z))
    return e / (1 + e) ** 2


# The derivatives of the functions, as in Abramowitz and Stegun chapter 4 and the papers that introduced the rest.
SLOPES = {
    "exp": mp.exp,
    "ln": lambda z: 1 / z,
    "log10": lambda z: 1 / (z * mp.log(10)),
    "log2": lambda z: 1 / (z * mp.log(2)),
    "sqrt": lambda z: 1 / (2 * mp.sqrt(z)),
    "abs": mp.sign,
    "sign": lambda z: mpf(0),
    "step": lambda z: mpf(0),
    "sin": mp.cos,
    "cos": lambda z: -mp.sin(z),
    "tan": lambda z: 1 / mp.cos(z) ** 2,
    "asin": lambda z: 1 / mp.sqrt(1 - z * z),
    "acos": lambda z: -1 / mp.sqrt(1 - z * z),
    "atan": lambda z: 1 / (1 + z * z),
    "sinh": mp.cosh,
    "cosh": mp.sinh,
    "tanh": lambda z: 1 / mp.cosh(z) ** 2,
    "asinh": lambda z: 1 / mp.sqrt(z * z + 1),
    "acosh": lambda z: 1 / mp.sqrt(z * z - 1),
    "atanh": lambda z: 1 / (1 - z * z),
    "erf": lambda z: 2 / mp.sqrt(mp.pi) * mp.exp(-z * z),
    "sigmoid": bell,
    "relu": lambda z: mpf(z > 0),
    "leaky_relu": lambda z: mpf(1) if z > 0 else mpf(1) / 100,
    "elu": lambda z: mpf(1) if z > 0 else mp.exp(z),
    "selu": lambda z: SELU[0] * (mpf(1) if z > 0 else SELU[1] * mp.exp(z)),
    "softplus": sigmoid,
    "softsign": lambda z: 1 / (1 + abs(z)) ** 2,
    "gelu": lambda z: mp.ncdf(z) + z * mp.npdf(z),
    "gelu_tanh": gelu_tanh_slope,
    "silu": lambda z: sigmoid(z) + z * bell(z),
    "mish": mish_slope,
    "hardtanh": lambda z: mpf(abs(z) < 1),
    "hard_sigmoid": lambda z: mpf(abs(z) < 3) / 6,
}
# What stays rational, and its derivative.
RATIONAL = {
    "relu": (lambda z: max(z, Fraction(0)), lambda z: Fraction(z > 0), (0,)),
    "leaky_relu": (lambda z: z if z > 0 else z / 100, lambda z: Fraction(1) if z > 0 else Fraction(1, 100), (0,)),
    "abs": (abs, lambda z: Fraction((z > 0) - (z < 0)), (0,)),
    "softsign": (lambda z: z / (1 + abs(z)), lambda z: 1 / (1 + abs(z)) ** 2, (0,)),
    "hardtanh": (lambda z: min(max(z, Fraction(-1)), Fraction(1)), lambda z: Fraction(abs(z) < 1), (-1, 1)),
    "hard_sigmoid": (
        lambda z: min(max(z / 6 + Fraction(1, 2), Fraction(0)), Fraction(1)),
        lambda z: Fraction(1, 6) if abs(z) < 3 else Fraction(0),
        (-3, 3),
    ),
}


def dual(expr, env, rational):
    """The value of an expression, and its derivatives by the names in it."""
    kind = expr[0]
    if kind == "number":
        return (expr[1] if rational else mpf(expr[1].numerator) / expr[1].denominator), {}
    if kind == "name":
        return env[expr[1]], {expr[1]: Fraction(1) if rational else mpf(1)}
    parts = [dual(part, env, rational) for part in expr[1:]]
    values = [value for value, _ in parts]

    def combined(value, weights):
        if not rational and not abs(value) < mpf(10) ** 12:
            raise Rejected
        by = {}
        for weight, (_, own) in zip(weights, parts):
            for name, slope in own.items():
                by[name] = by.get(name, 0) + weight * slope
        return value, by

    if kind == "+":
        return combined(sum(values), [1] * len(values))
    if kind == "-":
        return combined(values[0] - values[1], [1, -1])
    if kind == "neg":
        return combined(-values[0], [-1])
    if kind == "*":
        weights = []
        for place in range(len(values)):
            weight = 1
            for other, value in enumerate(values):
                weight *= value if other != place else 1
            weights.append(weight)
        return combined(weights[0] * values[0], weights)
    if kind == "/":
        above, below = values
        if not rational:
            away(below, 0)
        elif below == 0:
            raise Rejected
        return combined(above / below, [1 / below, -above / below**2])
    if kind == "^":
        power = int(expr[2][1])
        return combined(values[0] ** power, [power * values[0] ** (power - 1), 0])
    if kind in ("max", "min"):
        if values[0] == values[1] or (not rational and abs(values[0] - values[1]) < mpf(10) ** -20):
            raise Rejected
        first = (values[0] > values[1]) == (kind == "max")
        return combined(values[0] if first else values[1], [int(first), int(not first)])
    [z] = values
    if rational:
        function, slope, kinks = RATIONAL[kind]
        if z in kinks:
            raise Rejected
        return combined(function(z), [slope(z)])
    value = FUNCTIONS[kind](z)
    if isinstance(value, mpmath.mpc):
        raise Rejected
    return combined(value, [SLOPES[kind](z)])


class Network:
    """Definitions in the order of the forward pass, and numbers for the leaves."""

    def __init__(self, random_, rational):
        self.random, self.rational = random_, rational
        self.definitions, self.leaves = [], {}
        self.families = None

    def leaf(self, name, low=-2, high=2):
        if name not in self.leaves:
            below = self.random.choice([2, 3, 5, 7, 10, 16])
            value = Fraction(self.random.randint(low * below, high * below), below)
            self.leaves[name] = value or Fraction(1, below)
        return ("name", name)

    def define(self, name, expr):
        self.definitions.append((name, expr))
        return ("name", name)

    def activation(self):
        if self.rational:
            return self.random.choice(list(RATIONAL))
        return self.random.choice(formulas.ACTIVATIONS)

    def forward(self):
        """All values, and all local derivatives by (quantity, input)."""
        env = {
            name: value if self.rational else mpf(value.numerator) / value.denominator
            for name, value in self.leaves.items()
        }
        edges = {}
        for name, expr in self.definitions:
            value, by = dual(expr, env, self.rational)
            if self.rational and max(abs(value.numerator), value.denominator).bit_length() > 30000:
                raise Rejected
            env[name] = value
            edges[name] = by
        return env, edges

    def gradients(self):
        """The value of the last quantity, and its derivative by every leaf: adjoints, from it back."""
        env, edges = self.forward()
        loss = self.definitions[-1][0]
        adjoints = {loss: Fraction(1) if self.rational else mpf(1)}
        for name, _ in reversed(self.definitions):
            adjoint = adjoints.get(name)
            if adjoint is None:
                continue
            for parent, slope in edges[name].items():
                adjoints[parent] = adjoints.get(parent, 0) + adjoint * slope
        return env[loss], {leaf: adjoints.get(leaf, Fraction(0)) for leaf in self.leaves if leaf in adjoints}

    def sheet(self):
        lines = self.families or [f"{name} = {text(expr)}" for name, expr in self.definitions]
        values = [f"{name} = {exact(value)}" for name, value in self.leaves.items()]
        return lines + [f"given {', '.join(values[at:at + 6])}" for at in range(0, len(values), 6)]


def num(value):
    return ("number", Fraction(value))


def chain(network, size):
    """z = w·a + b, a = f(z): one path to every weight."""
    function = network.activation()
    below = network.leaf("a[0]")
    for layer in range(1, max(1, size // 2) + 1):
        w, b = network.leaf(f"w[{layer}]"), network.leaf(f"b[{layer}]", -1, 1)
        z = network.define(f"z[{layer}]", ("+", ("*", w, below), b))
        below = network.define(f"a[{layer}]", (function, z))
    network.define("L", ("^", ("-", below, network.leaf("y")), num(2)))
    if network.random.random() < 0.5:
        network.families = [
            f"z[l] = w[l]*a[l-1] + b[l] for l in 1..{layer}",
            f"a[l] = {function}(z[l]) for l in 1..{layer}",
            f"L = (a[{layer}] - y)^2",
        ]


def recurrent(network, size):
    """One weight for all steps, and an input at each."""
    function = network.activation()
    state = network.leaf("h[0]")
    w, u, b = network.leaf("w", -1, 1), network.leaf("u", -1, 1), network.leaf("b", -1, 1)
    terms = []
    for step in range(1, max(2, size // 2) + 1):
        x = network.leaf(f"x[{step}]", -1, 1)
        z = network.define(f"s[{step}]", ("+", ("*", w, state), ("*", u, x), b))
        state = network.define(f"h[{step}]", (function, z))
        if step % 5 == 0:
            terms.append(state)
    network.define("L", ("+", ("*", state, state)) + tuple(terms))
    if network.random.random() < 0.5:
        network.families = [
            f"s[t] = w*h[t-1] + u*x[t] + b for t in 1..{step}",
            f"h[t] = {function}(s[t]) for t in 1..{step}",
            f"L = {text(network.definitions[-1][1])}",
        ]


def layers(network, size):
    """Layers as families, with sums: the same network as definitions gives the numbers."""
    width, function = network.random.randint(2, 4), network.activation()
    depth = max(1, size // (2 * width))
    for i in range(1, width + 1):
        network.leaf(f"a[0,{i}]")
    for layer in range(1, depth + 1):
        for i in range(1, width + 1):
            terms = [
                ("*", network.leaf(f"W[{layer},{i},{j}]", -1, 1), ("name", f"a[{layer - 1},{j}]"))
                for j in range(1, width + 1)
            ]
            z = network.define(f"z[{layer},{i}]", ("+", *terms, network.leaf(f"b[{i}]", -1, 1)))
            network.define(f"a[{layer},{i}]", (function, z))
    network.define("L", ("+", *[("^", ("name", f"a[{depth},{i}]"), num(2)) for i in range(1, width + 1)]))
    network.families = [
        f"z[l,i] = sum(W[l,i,j]*a[l-1,j] for j in 1..{width}) + b[i] for l in 1..{depth}, i in 1..{width}",
        f"a[l,i] = {function}(z[l,i]) for l in 1..{depth}, i in 1..{width}",
        f"L = sum(a[{depth},i]^2 for i in 1..{width})",
    ]


def dense(network, size):
    """Layers in which every neuron sees all of the layer below; half of the weights are shared by all layers."""
    width = network.random.randint(2, 5 if size < 300 else 12)
    depth = max(1, size // (2 * width))
    below = [network.leaf(f"a[0,{i}]") for i in range(1, width + 1)]
    for layer in range(1, depth + 1):
        function = network.activation()
        above = []
        for i in range(1, width + 1):
            own = "V[" if i % 2 else f"W[{layer},"
            terms = [("*", network.leaf(f"{own}{i},{j}]", -1, 1), below[j - 1]) for j in range(1, width + 1)]
            z = network.define(f"z[{layer},{i}]", ("+", *terms, network.leaf(f"b[{layer},{i}]", -1, 1)))
            above.append(network.define(f"a[{layer},{i}]", (function, z)))
        below = above
    terms = [("^", ("-", a, network.leaf(f"t[{i}]")), num(2)) for i, a in enumerate(below, 1)]
    network.define("L", ("/", ("+", *terms), num(2)))


def residual(network, size):
    """a = a + f(w·a + b), with a skip over two blocks now and then."""
    function = network.activation()
    states = [network.leaf("r0")]
    for block in range(1, max(2, size // 2) + 1):
        w, b = network.leaf(f"w{block % 7}", -1, 1), network.leaf(f"b{block}", -1, 1)
        z = network.define(f"z{block}", ("+", ("*", w, states[-1]), b))
        terms = [("/", states[-1], num(2)), (function, z)]
        if block > 2 and network.random.random() < 0.3:
            terms.append(("*", num(Fraction(1, 4)), states[-3]))
        states.append(network.define(f"r{block}", ("+", *terms)))
    network.define("L", ("*", states[-1], network.leaf("v")))


def ladder(network, size):
    """Every rung uses the one below twice: 2^n paths."""
    below = network.leaf("w")
    for rung in range(1, max(2, size // 2) + 1):
        c = network.leaf(f"c{rung % 3}", -1, 1)
        inner = ("/", ("*", below, c), num(2)) if network.rational else (network.activation(), below)
        u = network.define(f"u{rung}", inner)
        below = network.define(f"v{rung}", ("+", ("/", below, num(2)), ("*", num(Fraction(1, 3)), u)))
    network.define("L", below)


def tangle(network, size):
    """Any quantity of any others: fan-out, fan-in, and every function there is."""
    known = [network.leaf(name) for name in ("x", "y", "w", "p", "q")]
    names = list(RATIONAL) if network.rational else list(FUNCTIONS)
    for place in range(1, max(3, size) + 1):
        recent = known[-12:]

        def pick():
            return network.random.choice(recent if network.random.random() < 0.8 else known)

        a, b, c = pick(), pick(), pick()
        kind = network.random.randrange(9)
        third = num(Fraction(network.random.choice([1, 2, -1, 3]), network.random.choice([3, 4, 5])))
        if kind == 0:
            expr = ("+", ("*", third, a), ("/", b, num(2)))
        elif kind == 1:
            expr = ("/", ("*", a, b), ("+", num(1), ("^", c, num(2))))
        elif kind == 2:
            expr = ("-", ("*", third, a), ("*", ("name", "w"), b)) if network.random.random() < 0.5 else ("-", a, b)
        elif kind == 3:
            expr = (network.random.choice(["max", "min"]), a, ("+", b, num(Fraction(1, 7))))
        elif kind == 4:
            expr = ("/", a, ("+", num(2), ("^", b, num(2))))
        else:
            name = network.random.choice(names)
            inner = ("*", third, a)
            if name in formulas.POSITIVE:
                inner = ("+", num(Fraction(1, 2)), ("^", a, num(2)))
            elif name == "acosh":
                inner = ("+", num(Fraction(3, 2)), ("^", a, num(2)))
            elif name in ("asin", "acos", "atanh"):
                inner = ("/", a, ("+", num(2), ("^", a, num(2))))
            elif name in ("exp", "sinh", "cosh", "tan"):
                inner = ("/", a, ("+", num(1), ("^", a, num(2))))
            expr = (name, inner)
            if network.random.random() < 0.3:
                expr = ("*", expr, ("/", b, ("+", num(1), ("^", b, num(2)))))
        known.append(network.define(f"t{place}", expr))
    tail = known[-3:]
    network.define("L", ("+", *[("*", num(Fraction(place + 1, 2)), last) for place, last in enumerate(tail)]))


KINDS = [chain, recurrent, dense, layers, residual, ladder, tangle, tangle]


def random_network(random_, size, rational=None, kinds=None):
    """A random network, its loss and its gradients."""
    while True:
        own_rational = random_.random() < 0.35 if rational is None else rational
        network = Network(random_, own_rational)
        random_.choice(kinds or KINDS)(network, random_.randint(3, min(size, 60) if own_rational else size))
        try:
            loss, gradients = network.gradients()
            if not own_rational:
                gradients = certain(network, gradients)
        except (Rejected, OverflowError, ZeroDivisionError):
            continue
        return network, loss, gradients


def certain(network, gradients):
    """Those that come out the same with twice as many digits, and are of a size that a number may be written with."""
    with mp.workdps(2 * mp.dps):
        _, again = network.gradients()
    kept = {}
    for leaf, gradient in gradients.items():
        same = abs(gradient - again[leaf]) <= mpf(10) ** (-DIGITS - 6) * abs(again[leaf])
        if same and (gradient == 0 or abs(mp.log10(abs(gradient))) < 9000):
            kept[leaf] = gradient
    return kept


def claims(random_, network, loss, gradients, most):
    """Claims on the loss and on so many of its derivatives."""
    picked = list(gradients)
    if len(picked) > most:
        picked = random_.sample(picked, most)
    lines = []
    for left, value in [("L", loss)] + [(f"dL/d{leaf}", gradients[leaf]) for leaf in picked]:
        if network.rational:
            written = exact(Fraction(value))
            if len(written) < LONGEST_EXACT:
                lines.append(f"claim {left} = {written}")
                continue
            value = Fraction(value)
            value = mpf(value.numerator) / value.denominator
        lines.append(f"claim {left} ~= {about(value)}")
    return lines


def about(value):
    if value == 0:
        return "0"
    return mp.nstr(value, DIGITS, min_fixed=-5, max_fixed=9, strip_zeros=False).replace("e+", "e")


def sheet_of(random_, network, loss, gradients, most=8):
    return "\n".join(network.sheet() + claims(random_, network, loss, gradients, most)) + "\n"


# Paths

def in_reading_order(expr, found):
    if expr[0] == "name":
        if expr[1] not in found:
            found.append(expr[1])
    else:
        for part in expr[1:]:
            if isinstance(part, tuple):
                in_reading_order(part, found)
    return found


def all_paths(network, by):
    """Every path from the last quantity to a leaf whose product is not zero, in order."""
    _, edges = network.forward()
    inputs = {name: in_reading_order(expr, []) for name, expr in network.definitions}
    loss = network.definitions[-1][0]
    paths, open_ = [], [((loss,), (), Fraction(1))]
    while open_:
        names, places, product = open_.pop()
        if len(paths) + len(open_) > 20000:
            raise Rejected
        if names[-1] == by:
            if product:
                paths.append((names, places, product))
            continue
        for place, parent in enumerate(inputs.get(names[-1], [])):
            open_.append((names + (parent,), places + (place,), product * edges[names[-1]][parent]))
    return sorted(paths, key=lambda path: (-abs(path[2]), path[1]))


def top_paths(random_, count):
    """The worksheet of a small rational network that derives by one leaf, and its largest paths."""
    while True:
        network, _, gradients = random_network(random_, random_.choice([8, 12, 16]), rational=True)
        if not gradients:
            continue
        by = random_.choice(sorted(gradients))
        try:
            paths = all_paths(network, by)
        except Rejected:
            continue
        if len(paths) < 2 or any(len(exact(path[2])) > 150 for path in paths):
            continue
        lines = network.sheet() + [f"derive dL/d{by}", "=>"]
        for names, _, product in paths[:count]:
            lines.append(f"{' '.join(names)}: {exact(product)}")
        return "\n".join(lines) + "\n"


# The two ways of running it

def write():
    random_ = random.Random(4)
    sheets = []
    for kind in [chain, recurrent, dense, layers, residual, ladder, tangle]:
        for rational in (False, True):
            for size in (6, 12, 12, 25, 25, 40, 60):
                sheets.append(sheet_of(random_, *random_network(random_, size, rational, [kind])))
        sheets.append(sheet_of(random_, *random_network(random_, 300, False, [kind]), 5))
    head = "# Written by networks.py. Do not edit.\n"
    (HERE / "networks.txt").write_text(head + "---\n".join(sheets))
    listed = [top_paths(random_, random_.randint(1, 12)) for _ in range(60)]
    (HERE / "top_paths.txt").write_text("# Written by networks.py. Do not edit.\n---\n" + "---\n".join(listed))


def attempt(count, seed, program, size):
    random_ = random.Random(seed)
    wrong = done = 0
    with tempfile.TemporaryDirectory() as folder:
        while done < count:
            files = []
            for number in range(min(20, count - done)):
                own_size = random_.choice([10, 20, 40, 80, 150]) if random_.random() < 0.9 else size
                path = pathlib.Path(folder) / f"network{number}.chain"
                path.write_text(sheet_of(random_, *random_network(random_, min(own_size, size)), 10))
                files.append(path)
            done += len(files)
            run = subprocess.run([program, "run", *files, "--format", "json"], capture_output=True, text=True)
            if run.returncode == 0:
                continue
            for path in files:
                own = subprocess.run([program, "run", path], capture_output=True, text=True)
                if own.returncode != 0:
                    wrong += 1
                    said = [line for line in own.stdout.splitlines() if "fails" in line or "undecided" in line]
                    print(f"--- exit {own.returncode}\n{path.read_text()}\n{own.stderr}\n", *said[:5], flush=True)
            if done % 200 == 0:
                print(f"{done} networks, {wrong} wrong", flush=True)
    print(f"{done} networks, {wrong} wrong")


if __name__ == "__main__":
    if sys.argv[1:2] == ["write"]:
        write()
    elif sys.argv[1:2] == ["try"] and len(sys.argv) in (5, 6):
        attempt(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], int((sys.argv + ["2000"])[5]))
    else:
        sys.exit(__doc__)
