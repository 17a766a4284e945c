"""Makes claims whose truth is known, and tries to break the prover with them.

    python3 claims.py try SEED COUNT PROGRAM    runs COUNT random claims through the `chainrule` program and lists those
                                                that it judges wrongly, slowly or not at all
    python3 claims.py write PROGRAM             writes claims.txt: the claims of this file and some random ones

Truth is by construction (a formula rewritten by identities; a rewriting that fails on one side of a point; a bound with
a margin around a minimum that was searched for) and is checked here with mpmath 1.3 at points of many sizes: a claim
taken for true must hold at all of them, one taken for false must fail at one.
"""
import json, random, re, subprocess, sys, tempfile, time
from mpmath import mp, mpf

mp.dps = 90


class Undefined(Exception):
    pass


def where(test):
    if not test:
        raise Undefined


def root(x):
    where(x >= 0)
    return mp.sqrt(x)


def logarithm(x):
    where(x > 0)
    return mp.log(x)


def power(a, b):
    if b == int(b):
        where(a != 0 or b > 0)
        return a ** int(b)
    where(a > 0 or (a == 0 and b > 0))
    return a ** b if a > 0 else mpf(0)


def over(a, b):
    where(b != 0)
    return a / b


def inverse_of(f, low, high):
    def g(x):
        where(low <= x <= high)
        return f(x)
    return g


def exponential(x):
    where(abs(x) < 80)
    return mp.exp(x)


def sigmoid(z):
    return 1 / (1 + exponential(-z))


class N:
    """A number with the operations of the worksheet language."""
    def __init__(self, v): self.v = mpf(v)
    def __add__(a, b): return N(a.v + b.v)
    def __sub__(a, b): return N(a.v - b.v)
    def __mul__(a, b): return N(a.v * b.v)
    def __truediv__(a, b): return N(over(a.v, b.v))
    def __pow__(a, b): return N(power(a.v, b.v))
    def __neg__(a): return N(-a.v)


def lifted(f): return lambda *xs: N(f(*(x.v for x in xs)))


FUNCTIONS = {name: lifted(f) for name, f in {
    "exp": exponential, "ln": logarithm, "sqrt": root, "abs": abs,
    "sign": lambda x: mpf((x > 0) - (x < 0)), "step": lambda x: mpf(x > 0),
    "max": max, "min": min, "sin": inverse_of(mp.sin, -10**9, 10**9), "cos": inverse_of(mp.cos, -10**9, 10**9), "tan": inverse_of(mp.tan, -10**9, 10**9),
    "asin": inverse_of(mp.asin, -1, 1), "acos": inverse_of(mp.acos, -1, 1), "atan": mp.atan,
    "sinh": lambda x: mp.sinh(x) if abs(x) < 20 else where(False), "cosh": lambda x: mp.cosh(x) if abs(x) < 20 else where(False),
    "tanh": mp.tanh, "asinh": mp.asinh,
    "acosh": inverse_of(mp.acosh, 1, mp.inf), "atanh": inverse_of(lambda x: mp.atanh(x) if abs(x) < 1 else where(False), -1, 1),
    "erf": mp.erf, "sigmoid": sigmoid, "relu": lambda z: max(z, mpf(0)),
    "selu": lambda z: mpf("1.05070098735548049342")*(z if z > 0 else mpf("1.67326324235437728482")*mp.expm1(z)),
    "leaky_relu": lambda z: z if z > 0 else z / 100, "elu": lambda z: z if z > 0 else mp.expm1(z),
    "softplus": lambda z: mp.log1p(exponential(z)), "softsign": lambda z: z / (1 + abs(z)),
    "gelu": lambda z: z * (1 + mp.erf(z / mp.sqrt(2))) / 2, "silu": lambda z: z * sigmoid(z),
    "hardtanh": lambda z: max(mpf(-1), min(mpf(1), z)),
}.items()}


def compiled(text):
    """A formula of the worksheet language as a function of the numbers of its names."""
    text = re.sub(r"(?<![A-Za-z_0-9.])(\d+(?:\.\d+)?(?:e-?\d+)?)", r'N("\1")', text).replace("^", "**")
    code = compile(text, text, "eval")

    def at(point):
        names = {name: N(value) for name, value in point.items()}
        return eval(code, {"__builtins__": {}, "N": N, "pi": N(mp.pi), **FUNCTIONS}, names).v
    return at


def relation_holds(relation, left, right):
    gap = left - right
    tiny = mpf(10) ** -25 * (1 + abs(left) + abs(right))
    if relation == "=":
        return abs(gap) <= tiny
    if relation == "<=":
        return gap <= tiny
    if relation == "<":
        return gap < 0 or (abs(gap) <= tiny and None)
    raise ValueError(relation)


class Claim:
    """`given` maps names to (low, high, low open, high open), with None for no end."""
    def __init__(self, kind, left, relation, right, truth, given=None, head=()):
        self.kind, self.left, self.relation, self.right, self.truth = kind, left, relation, right, truth
        self.given, self.head = given or {}, list(head)

    def text(self):
        return f"claim {self.left} {self.relation} {self.right}"

    def sheet(self):
        lines = list(self.head)
        for name, (low, high, low_open, high_open) in self.given.items():
            if low is None:
                lines.append(f"given {name} {'<' if high_open else '<='} {high}")
            elif high is None:
                lines.append(f"given {name} {'>' if low_open else '>='} {low}")
            else:
                lines.append(f"given {name} in {'(' if low_open else '['}{low}, {high}{')' if high_open else ']'}")
        return "\n".join(lines + [self.text()]) + "\n"

    def names(self):
        words = set(re.findall(r"[a-z]\w*", self.left + " " + self.right))
        return sorted(words - set(FUNCTIONS) - {"pi", "e"})

    def points(self, rng, count):
        special = [mpf(v) for m in re.findall(r"\d+(?:\.\d+)?", self.left + self.right) for v in (m, "-" + m)]
        for _ in range(count):
            point = {}
            for name in self.names():
                low, high, lo, ho = self.given.get(name, (None, None, False, False))
                kind = rng.random()
                if low is not None and high is not None:
                    low, high = mpf(low), mpf(high)
                    share = mpf(rng.choice([0, 1, rng.random(), rng.random() ** 8, 1 - rng.random() ** 8]))
                    value = low + (high - low) * share
                    if kind < 0.2 and special:
                        value = rng.choice(special)
                else:
                    size = mpf(10) ** rng.uniform(-3, 4) if kind < 0.5 else mpf(rng.uniform(0, 4))
                    if kind > 0.8 and special:
                        size = abs(rng.choice(special)) + rng.choice([0, 0, 0.001, -0.001, 1, -1])
                    if low is not None: value = mpf(low) + abs(size)
                    elif high is not None: value = mpf(high) - abs(size)
                    else: value = rng.choice([1, -1]) * size
                if low is not None and (value < low or (lo and value == low)): value = None
                if value is not None and high is not None and (value > high or (ho and value == high)): value = None
                if value is None: break
                point[name] = value
            else:
                yield point

    def failing_point(self, rng, count):
        """A point at which it fails, and whether it was defined anywhere."""
        left, right = compiled(self.left), compiled(self.right)
        defined = 0
        for point in self.points(rng, count):
            try:
                a, b = left(point), right(point)
            except (Undefined, OverflowError, MemoryError, ZeroDivisionError, TypeError):
                continue
            if not (mp.isfinite(a) and mp.isfinite(b)):
                continue
            defined += 1
            if relation_holds(self.relation, a, b) is False:
                return point, defined
        return None, defined


# --- identities -------------------------------------------------------------------------------------------------

TRUE_RULES = [
    ("sin(U)^2 + cos(U)^2", "1"), ("tan(U)", "sin(U)/cos(U)"), ("sin(2*(U))", "2*sin(U)*cos(U)"),
    ("cos(2*(U))", "1 - 2*sin(U)^2"), ("sin(U + V)", "sin(U)*cos(V) + cos(U)*sin(V)"),
    ("cos(U - (V))", "cos(U)*cos(V) + sin(U)*sin(V)"), ("sin(3*(U))", "3*sin(U) - 4*sin(U)^3"),
    ("sinh(U)", "(exp(U) - exp(-(U)))/2"), ("cosh(U)^2 - sinh(U)^2", "1"), ("tanh(U)", "2*sigmoid(2*(U)) - 1"),
    ("tanh(U)", "1 - 2/(exp(2*(U)) + 1)"), ("sigmoid(U)", "1 - sigmoid(-(U))"), ("sigmoid(U)", "exp(U)/(1 + exp(U))"),
    ("sigmoid(U)", "(1 + tanh((U)/2))/2"), ("softplus(U) - softplus(-(U))", "U"), ("ln(sigmoid(U))", "-softplus(-(U))"),
    ("silu(U)", "(U)*sigmoid(U)"), ("gelu(U)", "(U)*(1 + erf((U)/sqrt(2)))/2"), ("relu(U)", "((U) + abs(U))/2"),
    ("relu(U) - relu(-(U))", "U"), ("abs(U)", "relu(U) + relu(-(U))"), ("abs(U)", "max(U, -(U))"),
    ("max(U, V) + min(U, V)", "(U) + (V)"), ("max(U, V)", "-min(-(U), -(V))"), ("abs((U)*(V))", "abs(U)*abs(V)"),
    ("sqrt((U)^2)", "abs(U)"), ("sign(U)*abs(U)", "U"), ("abs(U)", "(U)*sign(U)"), ("step(U) - step(-(U))", "sign(U)"),
    ("exp(U + V)", "exp(U)*exp(V)"), ("exp(-(U))", "1/exp(U)"), ("exp(2*(U))", "exp(U)^2"), ("ln(exp(U))", "U"),
    ("ln(abs((U)*(V)))", "ln(abs(U)) + ln(abs(V))"), ("ln((U)^2 + 1)", "2*ln(sqrt((U)^2 + 1))"),
    ("exp(ln(abs(U)))", "abs(U)"), ("softsign(U)", "(U)/(1 + abs(U))"), ("erf(-(U))", "-erf(U)"),
    ("sin(atan(U))", "(U)/sqrt(1 + (U)^2)"), ("asinh(U)", "ln((U) + sqrt((U)^2 + 1))"), ("cosh(asinh(U))", "sqrt(1 + (U)^2)"),
    ("hardtanh(U)", "max(-1, min(1, U))"), ("leaky_relu(U)", "relu(U) - relu(-(U))/100"), ("atan(-(U))", "-atan(U)"),
    ("((U) + (V))^2", "(U)^2 + 2*(U)*(V) + (V)^2"), ("(U)^2 - (V)^2", "((U) - (V))*((U) + (V))"), ("max(U, 0)", "relu(U)"),
    ("2^(U)", "exp((U)*ln(2))"), ("max(U, V)", "((U) + (V) + abs((U) - (V)))/2"), ("max(U, V)", "(V) + relu((U) - (V))"),
    ("relu(U)", "(U)*step(U)"), ("elu(U)", "relu(U) + exp(min(U, 0)) - 1"), ("(U)^3", "abs(U)^3*sign(U)"),
    ("max(U, max(V, U))", "max(V, U)"), ("max(U, min(U, V))", "U"), ("tanh((U)/2)", "(exp(U) - 1)/(exp(U) + 1)"),
    ("(U)/abs(U)", "sign(U)*(U)/(U)"), ("sqrt((U)^4)", "(U)^2"), ("abs(abs(U) - (U))", "abs(U) - (U)"), ("cos(pi/2 - (U))", "sin(U)"),
    ("sin(U + pi)", "-sin(U)"), ("cos(U + pi/3)", "cos(U)/2 - sqrt(3)*sin(U)/2"), ("asin(U) + acos(U)", "pi/2"), ("tan(atan(U))", "U"),
]

# Equal for some U only: on one side of a point, or in an interval.
TRAPS = [
    ("sqrt((U)^2)", "U"), ("abs(U)", "U"), ("abs(U)", "-(U)"), ("exp(ln((U)^2)/2)", "U"), ("((U)^2)^(1/2)", "-(U)"),
    ("relu(U)", "U"), ("relu(U)", "0"), ("step(U)", "1"), ("step(U)", "0"), ("sign(U)", "1"), ("sign(U)", "2*step(U) - 1"),
    ("step(U)", "1 - step(-(U))"), ("abs(sign(U))", "1"), ("max(U, 0)", "max(U, -1)"), ("sign(U)^2", "1 + step(U) - step(U)"),
    ("asin(sin(U))", "U"), ("acos(cos(U))", "U"), ("acos(cos(U))", "abs(U)"), ("atan(tan(U))", "U"), ("sqrt(1 - sin(U)^2)", "cos(U)"),
    ("abs(abs(U) - (U)) + abs(U)", "-3*(U)"), ("abs(abs(U) - (U)) + abs(U)", "U"), ("((U)^4)^(1/4)", "U"), ("((U)^2)^(3/2)", "(U)^3"),
    ("hardtanh(U)", "U"), ("leaky_relu(U)", "U"), ("elu(U)", "U"), ("elu(U)", "exp(U) - 1"), ("max(U, V)", "U"), ("min(U, V)", "V"),
    ("abs(U + V)", "abs(U) + abs(V)"), ("abs((U) - (V))", "abs(U) - abs(V)"), ("relu(U + V)", "relu(U) + relu(V)"),
    ("max((U)^2, U)", "(U)^2"), ("ln((U)^2)/2", "ln(abs(U) + 1/1000000000000)"), ("sqrt((U)^2*((V)^2))", "(U)*(V)"),
    ("exp(ln(abs(U)))", "U"), ("max(U, V, 0)", "max(U, V)"), ("acosh(cosh(U))", "U"), ("sqrt((U)^2 - 2*(U) + 1)", "(U) - 1"),
    ("softsign(U)", "(U)/(1 - (U))"), ("relu(U)*relu(-(U) + 1/1000)", "0"), ("step((U)*(V))", "step(U)*step(V)"), ("sign(U + V)", "sign(U)"),
    ("sign(step(U) - 1/2)", "sign(U)"), ("max(abs(U), 1/1000)", "abs(U)"), ("abs(U)*step(U)", "abs(U)*step(U + abs(V))"),
    ("exp((U)*(1 + 1/1000000000000))", "exp(U)"), ("sin(pi*(U))*0", "sin((U)*355/113)*step(abs(U) - 1000)"),
]

ATOMS = ["x", "y", "x*y", "x + y", "x - y", "x - 1", "2*x - 3*y", "x^2", "x^2 - y", "x^2 + 1", "w*x + b", "exp(x)", "sin(x)", "tanh(x)", "-x", "x/2",
         "sigmoid(x)", "x*y - 1", "abs(x)", "relu(x)", "relu(x - 1)", "abs(x) - x", "x - abs(y)", "1/x", "ln(x)", "sqrt(x)", "x^3"]
# Of one sign over the numbers that a hasty search tries.
FAR = ["x - 1001", "1001 - x", "x + 1001", "-1001 - x", "x + y - 4003", "x^2 - 2000000", "w*x + b - 5000000", "x - 1001*exp(1)", "2003/2 - abs(x)",
       "3*x - 10007", "exp(x) - exp(70)"]


def random_formula(rng, depth=1):
    if depth == 0 or rng.random() < 0.3:
        return rng.choice(ATOMS)
    a, b = random_formula(rng, depth - 1), random_formula(rng, depth - 1)
    return rng.choice([f"({a})*({b})", f"({a}) + ({b})", f"sin({a})", f"tanh({a})", f"sigmoid({a})", f"exp({a})", f"abs({a})", f"max({a}, {b})",
                       f"relu({a})", f"({a})/(1 + ({b})^2)", f"({a})^2"])


def rewritten(rule, u, v):
    return tuple(re.sub(r"\bV\b", lambda _: f"({v})", re.sub(r"\bU\b", lambda _: f"({u})", side)) for side in rule)


def wrapped(rng, left, right):
    """Both sides within the same formula, in which nothing is lost."""
    other = rng.choice(ATOMS)
    form = rng.choice(["E", "E", "E*(1 + (O)^2)", "E + (O)", "exp(E)", "(E) - (O)", "(E)/(1 + abs(O))", "tanh(E)", "(E)*exp(O)", "3*(E) - (O)*2", "atan(E)", "(E)^3"])
    return tuple(form.replace("E", f"({side})").replace("O", other) if form != "exp(E)" else f"exp({side})" for side in (left, right))


def random_identity(rng):
    left, right = rewritten(rng.choice(TRUE_RULES), random_formula(rng), rng.choice(ATOMS))
    if rng.random() < 0.4:
        more = rewritten(rng.choice(TRUE_RULES), rng.choice(ATOMS), rng.choice(ATOMS))
        if rng.random() < 0.5: more = more[::-1]
        left, right = f"({left}) + ({more[0]})", f"({right}) + ({more[1]})"
    left, right = wrapped(rng, left, right)
    return Claim("identity", left, "=", right, True)


def random_trap(rng):
    far = rng.random() < 0.6
    pool = FAR if far else ATOMS
    left, right = rewritten(rng.choice(TRAPS), rng.choice(pool), rng.choice(pool))
    if rng.random() < 0.3:
        more = rewritten(rng.choice(TRUE_RULES), rng.choice(ATOMS), rng.choice(ATOMS))
        left, right = f"({left}) + ({more[0]})", f"({right}) + ({more[1]})"
    left, right = wrapped(rng, left, right)
    given = {}
    if rng.random() < 0.25:
        given["x"] = rng.choice([(-2000, 2000, False, False), (0, None, False, False), (0, None, True, False), (1001, None, False, False), (None, 1001, False, False), (-1, 1, False, False), (0, 1002, False, False)])
    given = {name: box for name, box in given.items() if re.search(rf"\b{name}\b", left + " " + right)}
    return Claim("trap far" if far else "trap", left, "=", right, None, given)


# --- bounds -----------------------------------------------------------------------------------------------------

ONE = ["x^2 - 2*x", "x^4 - x^2", "x^3 - x", "x*exp(-x)", "x*exp(x)", "sin(x) + x/2", "x*sin(x)", "cos(3*x)*exp(-x^2)", "x^2 - ln(x^2 + 1)", "sigmoid(x)*(1 - sigmoid(x))",
       "tanh(x)/x", "sin(1/x)", "x*sin(1/x)", "1/x", "1/(x - 1)", "ln(x)", "x*ln(x)", "sqrt(x) - x", "abs(x - 1/3) + x^2", "max(x, 1 - x)", "silu(x)", "gelu(x)", "softplus(x) - x/2",
       "exp(x) - x - 1", "exp(x) - 1 - x - x^2/2", "x/(1 + x^2)", "1/(1 + x^2) - exp(-x^2)", "atan(x) - x/(1 + x^2)", "tanh(x) - x", "step(x - 1/7)*x", "sign(x)*x - x^2", "relu(x) - x^2",
       "asin(x)", "atanh(x)", "acosh(x + 2)", "sqrt(1 - x^2)", "1/sqrt(x)", "x^(1/3)", "abs(x)^(3/2) - x", "1/sqrt(1 - x^2)", "tan(x)", "x^2*(x - 1)^2", "(x - 1/3)^2*(x + 2)", "x/abs(x)",
       "x^2 - 1000000*step(x - 77)", "exp(-1000*(x - 1/3)^2)", "1/(1 + 10000*(x - 1/7)^2)", "relu(1/1000 - abs(x - 1/3))", "cosh(x) - 1 - x^2/2", "x - sin(x)", "cos(x) - 1 + x^2/2",
       "sqrt'(x)", "asin'(x)", "atanh'(x)", "ln'(x)", "sigmoid'(x)", "tanh'(x)", "gelu'(x)", "silu'(x)", "softplus'(x)"]
PRIMES = {"sqrt'(x)": "1/(2*sqrt(x))", "asin'(x)": "1/sqrt(1 - x^2)", "atanh'(x)": "1/(1 - x^2)*sqrt(1 - x^2)/sqrt(1 - x^2)", "ln'(x)": "1/x*sqrt(x)/sqrt(x)", "sigmoid'(x)": "sigmoid(x)*(1 - sigmoid(x))",
          "tanh'(x)": "1 - tanh(x)^2", "gelu'(x)": "(1 + erf(x/sqrt(2)))/2 + x*exp(-x^2/2)/sqrt(2*pi)", "silu'(x)": "sigmoid(x)*(1 + x*(1 - sigmoid(x)))", "softplus'(x)": "sigmoid(x)"}
TWO = ["x*y", "x^2 + y^2 - x*y", "x^2*y - y", "(x - y)^2", "x*y*(1 - x*y)", "sigmoid(x*y)", "tanh(x)*y", "x*exp(-y)", "max(x, y) - min(x, y)", "abs(x - y) - x - y", "x/(1 + y^2)", "sin(x)*cos(y)",
       "x^2 + y^2 + 2*x*y", "x/y", "(x + y)/(x - y)", "relu(x*y) - x*y", "x*y + 1/(x*y)", "sqrt(x*y)", "(x + y)/2 - sqrt(x*y)", "atanh(x*y)", "ln(x + y)", "x^2*y^2 - x*y", "exp(x + y) - 1 - x - y", "x*y^2/(x^2 + y^4)"]
ENDS = ["-3", "-1", "0", "1/4", "1/3", "1/2", "1", "2", "5", "100"]


def number(text):
    return compiled(text)({})


def random_bound(rng):
    names = rng.choice([["x"], ["x"], ["x", "y"]])
    formula = rng.choice(ONE if len(names) == 1 else TWO)
    real = PRIMES.get(formula, formula)
    given = {}
    for name in names:
        low, high = sorted(rng.sample(range(len(ENDS)), 2))
        low, high, kind = ENDS[low], ENDS[high], rng.random()
        if kind < 0.1: low, high = None, None
        elif kind < 0.2: low = None
        elif kind < 0.3: high = None
        if low is not None or high is not None:
            given[name] = (low, high, rng.random() < 0.3, rng.random() < 0.3)
    sign = rng.choice([1, -1])
    formula, real = (formula, real) if sign == 1 else (f"-({formula})", f"-({real})")
    claim = Claim("bound", real, "<=", "0", None, given)
    claim.given = {name: tuple(None if e is None else number(e) if i < 2 else e for i, e in enumerate(box)) for name, box in given.items()}
    # The largest value, by search.
    at, best, arg = compiled(real), None, None
    def value(point):
        try:
            v = at(point)
        except (Undefined, OverflowError, MemoryError, ZeroDivisionError, TypeError, ValueError):
            return None
        return v if mp.isfinite(v) else None
    for point in claim.points(rng, 250):
        v = value(point)
        if v is not None and (best is None or v > best):
            best, arg = v, point
    if best is None:
        return None
    def inside(name, x):
        low, high, lo, ho = claim.given.get(name, (None, None, False, False))
        return (low is None or x > low or (x == low and not lo)) and (high is None or x < high or (x == high and not ho))
    step = {name: max(abs(arg[name]), mpf(1)) / 8 for name in arg}
    for _ in range(160):
        moved = False
        for name in arg:
            for s in (1, -1):
                x = arg[name] + s * step[name]
                if inside(name, x):
                    v = value({**arg, name: x})
                    if v is not None and v > best:
                        best, arg, moved = v, {**arg, name: x}, True
        if not moved:
            step = {name: s / 2 for name, s in step.items()}
    if abs(best) > 10 ** 9:
        if best < 0: return None
        best = mpf(10) ** 8
        kind_above = False
    else:
        kind_above = True
    margin = rng.choice(["1/10", "1/1000", "1/1000000", "1/1000000000", "100"])
    kind = rng.random()
    near = mp.nint(best * 10 ** 12)
    text = f"{int(near)}/1000000000000"
    if kind < 0.4 and kind_above:
        claim.right, claim.truth = f"{text} + {margin}", True      # as far as the search is right
        claim.kind = "bound above"
    elif kind < 0.8:
        claim.right, claim.truth = f"{text} - {margin}", False
        claim.kind = "bound below"
    else:
        # At the value itself, which may be reached or not.
        rounded = mp.nint(best * 24)
        if abs(best * 24 - rounded) > mpf(10) ** -30:
            return None
        claim.right, claim.relation = f"{int(rounded)}/24", rng.choice(["<=", "<"])
        claim.kind, claim.truth = "bound tight", None
    claim.shown = formula
    shown = Claim(claim.kind, formula, claim.relation, claim.right, claim.truth, given)
    shown.check = claim
    return shown


def random_claim(rng):
    kind = rng.random()
    if kind < 0.3: claim = random_identity(rng)
    elif kind < 0.6: claim = random_trap(rng)
    else: claim = random_bound(rng)
    if claim is None:
        return None
    point, defined = getattr(claim, "check", claim).failing_point(rng, 150)
    if point is not None:
        claim.truth = False
        claim.point = {name: mp.nstr(value, 8) for name, value in point.items()}
    elif defined < 5 or claim.truth is False:
        return None
    elif claim.truth is None:
        claim.truth = "perhaps"
    return claim


def judged(program, claim):
    with tempfile.NamedTemporaryFile("w", suffix=".chain") as file:
        file.write(claim.sheet())
        file.flush()
        start = time.time()
        try:
            done = subprocess.run([program, "run", "--format", "json", file.name], capture_output=True, text=True, timeout=60)
        except subprocess.TimeoutExpired:
            return "timeout", "", 60.0
        spent = time.time() - start
    try:
        found = json.loads(done.stdout)["claims"][0]
    except (ValueError, KeyError, IndexError):
        return f"crash {done.returncode}", (done.stdout + done.stderr)[:600], spent
    return found["judgement"], found.get("how") or found.get("why") or "", spent


def attempt(seed, count, program):
    rng = random.Random(seed)
    counts = {}
    for _ in range(count):
        claim = random_claim(rng)
        if claim is None:
            continue
        judgement, why, spent = judged(program, claim)
        key = (claim.kind, claim.truth, judgement)
        counts[key] = counts.get(key, 0) + 1
        bad = (claim.truth is False and judgement == "proved") or (claim.truth is True and judgement != "proved") \
            or judgement.split()[0] in ("crash", "timeout") or spent > 5 or (claim.truth == "perhaps")
        if bad:
            print(f"{claim.kind} | {claim.truth} {getattr(claim, 'point', '')} | {judgement} {why} | {spent:.2f}s | {claim.sheet()!r}", flush=True)
    for key, number in sorted(counts.items(), key=str):
        print(key, number)


# Found by reading the prover: each was once judged to hold, or stands next to one that was.
BY_HAND = """
not proved | claim exp(ln((1001-y)^2)/2) = 1001-y
proved | claim exp(ln((1001-y)^2)/2) = abs(1001-y)
proved | claim exp(ln(x)) = x
proved | claim ln(x*y) = ln(x) + ln(y)
not proved | claim abs(abs(y-1001)-(y-1001)) + abs(y-1001) = -3*(y-1001)
proved | claim abs(abs(y-1001)-(y-1001)) = abs(y-1001) - (y-1001)
not proved | given x in [0, 1]; claim atanh(x) <= 1000
not proved | given x in [0, 1); claim atanh(x) <= 1000
not proved | given x in (0, 1]; claim sqrt'(x) <= 1000000000
refuted | given x in [0, 1]; claim sqrt'(x) <= 1000000000
proved | given x in [0, 4]; claim sqrt(x) <= 2
proved | given x in [1/4, 4]; claim sqrt'(x) <= 1
not proved | given x in [0, 1]; claim asin'(x) <= 1000000000
not proved | given x in [0, 1); claim asin'(x) <= 1000000000
proved | given x in [0, 1]; claim asin(x) <= 1571/1000
not proved | given x in [1, 2]; claim acosh'(x) <= 1000000000
not proved | given x in [0, 1]; claim ln(x) >= -1000000000
not proved | claim y^2 - 1000000000*step(-y-1001) >= 0
not proved | claim y^2 - 1000000000*sign(-y-1001) >= 1000000000
not proved | claim max(0,y-1001)*sqrt((1+cos(2*pi/7))/2) = -max(0,y-1001)*cos(pi/7)
not proved | claim max(0,y-1001)*sqrt(3-2*sqrt(2)) = max(0,y-1001)*(1-sqrt(2))
not proved | claim max(0,y-1001)*exp(ln(53)) = -53*max(0,y-1001)
not proved | given x >= 0, z >= 0; claim max(0,y-1001)*sqrt(53*z)*sqrt(53*x) = -53*max(0,y-1001)*sqrt(x*z)
proved | claim 53^(x+1) = 53*53^x
refuted | claim sqrt(x^2) = x
refuted | claim relu(x) = x*step(x) + (1 - abs(sign(x)))
proved | claim relu(tanh(x)) = tanh(x)*step(tanh(x))
proved | claim relu(x*y - 1) = (x*y - 1)*step(x*y - 1)
refuted | claim sign(x*y - 1) = 2*step(x*y - 1) - 1
refuted | claim step(x) = 1 - step(-x)
proved | given x > 0; claim step(x) = 1
refuted | given x >= 0; claim step(x) = 1
not proved | claim sqrt(-x^2) = 5
not proved | claim sqrt(x) + sqrt(-x) = 3
refuted | claim sigmoid'(x) < 1/4
proved | claim 0 < sigmoid'(x) <= 1/4
refuted | claim sigmoid'(x) <= 0.2499999999
proved | given x > 0; claim sigmoid'(x) < 1/4
refuted | given x >= 0; claim sigmoid'(x) < 1/4
proved | O21 = sigmoid(w11*O11 + b); claim abs(dO21/dO11) <= abs(w11)/4
refuted | O21 = sigmoid(w11*O11 + b); claim abs(dO21/dO11) <= abs(w11)/5
refuted | O21 = sigmoid(w11*O11 + b); claim dO21/dO11 <= w11/4
proved | a = tanh(w*x + b); claim da/dw = (1 - a^2)*x
refuted | a = tanh(w*x + b); claim da/dw = (1 - a)^2*x
proved | claim exp(x) >= 1 + x
refuted | claim exp(x) > 1 + x
proved | claim x^2 + y^2 >= 2*x*y
refuted | claim x^2 + y^2 > 2*x*y
"""


def write(program):
    entries, counts, seen = [], {}, set()
    for line in BY_HAND.strip().splitlines():
        wanted, sheet = line.split(" | ")
        entries.append((wanted, sheet.replace("; ", "\n") + "\n"))
    most = {("identity", "proved"): 70, ("trap", "refuted"): 25, ("trap far", "refuted"): 35, ("trap", "not proved"): 10, ("trap far", "not proved"): 40,
            ("bound above", "proved"): 50, ("bound below", "refuted"): 35, ("bound below", "not proved"): 20}
    rng = random.Random(20)
    start = time.time()
    while sum(counts.values()) < sum(most.values()) and time.time() - start < 75:
        claim = random_claim(rng)
        if claim is None or claim.truth == "perhaps" or len(claim.text()) > 200 or claim.sheet() in seen:
            continue
        if claim.truth and all(counts.get(key, 0) >= most[key] for key in most if key[0] == claim.kind and key[1] == "proved"):
            continue
        judgement, why, spent = judged(program, claim)
        wanted = judgement if judgement != "undecided" else None if claim.truth else "not proved"
        key = (claim.kind, wanted)
        # What is judged wrongly is for `try` to tell.
        if spent > 0.04 or counts.get(key, 0) >= most.get(key, 0) or (wanted == "proved") != claim.truth:
            continue
        counts[key] = counts.get(key, 0) + 1
        seen.add(claim.sheet())
        entries.append((wanted, claim.sheet()))
    with open("claims.txt", "w") as file:
        file.write("# Written by claims.py. Do not edit.\n" + "---\n".join(f"{wanted}\n{sheet}" for wanted, sheet in entries))
    print(len(entries), counts)


if __name__ == "__main__":
    if sys.argv[1] == "try":
        attempt(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
    else:
        write(sys.argv[2])
