"""Writes worked.txt: every derivative that the worked worksheets ask for, at 50 digits, and how many claims hold.

The worksheets are read by a small reader of their own and evaluated by mpmath; a derivative is the central difference
quotient at 400 digits with a step of 1e-100, so that no rule of differentiation is used at all. Conventions at kinks
are put in by hand: relu and max count a difference below 1e-90 as the kink itself.

    python3 tests/oracle/worked.py          # from the root of the repository; needs mpmath
"""
import itertools
import pathlib
import re

import mpmath
from mpmath import mpf

from unroll import unroll

mpmath.mp.dps = 400
STEP = mpf(10) ** -100
AT_KINK = mpf(10) ** -90

TOKEN = re.compile(
    r"\s*(?:(?P<number>\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[^\W\d]\w*(?:\^\{\(\d+\)\})?(?:\[-?\d+(?:,-?\d+)*\])?)|(?P<op>~=|<=|>=|[-+*/^()\[\],=<>'∂]))"
)


def canonical(name):
    """`w_11` and `w11` are one name."""
    return re.sub(r"_(\d+)$", r"\1", name) if name.count("_") == 1 and re.fullmatch(r"[^\W\d_]_\d+", name) else name


def tokens(text):
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = TOKEN.match(text, at)
        assert match, f"can't read {text[at:]!r}"
        at = match.end()
        kind = match.lastgroup
        word = match.group(kind)
        found.append((kind, canonical(word) if kind == "name" else word))
    return found


class Reader:
    """Expressions to nested tuples, by precedence climbing."""

    def __init__(self, words):
        self.words, self.at = words, 0

    def peek(self):
        return self.words[self.at] if self.at < len(self.words) else (None, None)

    def take(self, word=None):
        kind, found = self.peek()
        assert word is None or found == word, (word, found)
        self.at += 1
        return found

    def sum(self):
        left = self.product()
        while self.peek()[1] in ("+", "-"):
            left = (self.take(), left, self.product())
        return left

    def product(self):
        left = self.unary()
        while self.peek()[1] in ("*", "/"):
            left = (self.take(), left, self.unary())
        return left

    def unary(self):
        if self.peek()[1] == "-":
            self.take()
            return ("neg", self.unary())
        return self.power()

    def power(self):
        base = self.atom()
        if self.peek()[1] == "^":
            self.take()
            return ("^", base, self.unary())
        return base

    def atom(self):
        kind, word = self.peek()
        self.at += 1
        if kind == "number":
            return ("number", word.replace("_", ""))
        if word == "(":
            inner = self.sum()
            self.take(")")
            return inner
        assert kind == "name", word
        primes = 0
        while self.peek()[1] == "'":
            self.take()
            primes += 1
        if self.peek()[1] != "(":
            return ("name", word)
        self.take("(")
        arguments = [self.sum()]
        while self.peek()[1] == ",":
            self.take()
            arguments.append(self.sum())
        self.take(")")
        return ("call", word, primes, arguments)


def sigmoid(z):
    return 1 / (1 + mpmath.exp(-z))


def relu(z):
    return z if z > AT_KINK else mpf(0)


def maximum(a, b):
    return (a + b) / 2 if abs(a - b) < AT_KINK else max(a, b)


def minimum(a, b):
    return (a + b) / 2 if abs(a - b) < AT_KINK else min(a, b)


# Klambauer et al., Self-Normalizing Neural Networks (2017), section 2, to the digits of their appendix.
SELU_ALPHA = mpf("1.6732632423543772848170429916717")
SELU_LAMBDA = mpf("1.0507009873554804934193349852946")
FUNCTIONS = {
    "exp": mpmath.exp, "ln": mpmath.ln, "log": mpmath.ln, "log10": lambda z: mpmath.log(z, 10),
    "log2": lambda z: mpmath.log(z, 2), "sqrt": mpmath.sqrt, "abs": abs, "max": maximum, "min": minimum,
    "sin": mpmath.sin, "cos": mpmath.cos, "tan": mpmath.tan, "asin": mpmath.asin, "acos": mpmath.acos,
    "atan": mpmath.atan, "sinh": mpmath.sinh, "cosh": mpmath.cosh, "tanh": mpmath.tanh, "asinh": mpmath.asinh,
    "acosh": mpmath.acosh, "atanh": mpmath.atanh, "erf": mpmath.erf,
    "sigmoid": sigmoid, "relu": relu, "leaky_relu": lambda z: z if z > AT_KINK else z / 100,
    "elu": lambda z: z if z > 0 else mpmath.expm1(z),
    "selu": lambda z: SELU_LAMBDA * (z if z > 0 else SELU_ALPHA * mpmath.expm1(z)),
    "softplus": lambda z: mpmath.log1p(mpmath.exp(z)), "softsign": lambda z: z / (1 + abs(z)),
    "gelu": lambda z: z * mpmath.erfc(-z / mpmath.sqrt(2)) / 2,
    "gelu_tanh": lambda z: z / 2 * (1 + mpmath.tanh(mpmath.sqrt(2 / mpmath.pi) * (z + mpf("0.044715") * z**3))),
    "silu": lambda z: z * sigmoid(z), "mish": lambda z: z * mpmath.tanh(mpmath.log1p(mpmath.exp(z))),
    "hardtanh": lambda z: max(mpf(-1), min(mpf(1), z)),
    "hard_sigmoid": lambda z: max(mpf(0), min(mpf(1), z / 6 + mpf(1) / 2)),
}


def held(exponent_bits, precision):
    """What a binary format holds: to nearest, ties to even, subnormal numbers included."""

    def rounded(number):
        if number == 0:
            return mpf(0)
        exponent = max(int(mpmath.frexp(number)[1]) - 1, 2 - 2 ** (exponent_bits - 1))
        unit = mpf(2) ** (exponent - precision + 1)
        near = mpmath.nint(number / unit) * unit
        assert abs(near) < mpf(2) ** (2 ** (exponent_bits - 1)), "infinite"
        return near

    return rounded


FUNCTIONS.update(
    f64=held(11, 53), f32=held(8, 24), tf32=held(8, 11), bf16=held(8, 8), f16=held(5, 11), e5m2=held(5, 3),
    e4m3=held(4, 4),
)


class Sheet:
    """The definitions, values and questions of one worksheet."""

    def __init__(self, text):
        self.definitions, self.functions, self.open = {}, {}, {}
        self.middles = {}
        self.values, self.slopes, self.primes, self.queries, self.claims = {}, {}, {}, [], []
        for line in text.splitlines():
            for statement in line.split("#")[0].split(";"):
                if statement.strip():
                    self.statement(statement.strip())

    def statement(self, text):
        keyword, _, rest = text.partition(" ")
        if keyword in ("update", "notation"):
            return
        if keyword == "claim":
            self.claims.append(rest.strip())
            return
        if keyword == "derive":
            for query in re.split(r",(?![^\[(]*[\])])", rest):
                self.queries.append(self.query(query.strip()))
        elif keyword in ("given", "let"):
            for item in re.split(r",(?![^\[(]*[\])])", rest):
                self.given(item.strip())
        else:
            self.define(text)

    def query(self, text):
        gradient = re.fullmatch(r"gradient of (\w+)", text)
        if gradient:
            return ("gradient", canonical(gradient.group(1)))
        second = re.fullmatch(r"d\^2(\S+)/d(\S+)\^2", text)
        if second:
            return ("second", canonical(second.group(1)), canonical(second.group(2)))
        first = re.fullmatch(r"d(\S+?)/d(\S+)", text)
        assert first, text
        return ("first", canonical(first.group(1)), canonical(first.group(2)))

    def given(self, text):
        span = re.fullmatch(r"(\S+) in [\[(](\S+), (\S+)[\])]", text)
        if span:
            low, high = (self.value(Reader(tokens(end)).sum(), {}) for end in span.group(2, 3))
            self.middles[canonical(span.group(1))] = (low + high) / 2
            return
        left, _, right = (part.strip() for part in text.partition("="))
        value = self.value(Reader(tokens(right)).sum(), {})
        primed = re.fullmatch(r"(\w+)'\((.*)\)", left)
        slope = re.fullmatch(r"d(\S+?)/d(\S+)", left)
        if primed:
            argument = Reader(tokens(primed.group(2))).sum()
            self.primes[(primed.group(1), repr(argument))] = value
        elif slope:
            self.slopes[(canonical(slope.group(1)), canonical(slope.group(2)))] = value
        else:
            self.values[canonical(left)] = value

    def define(self, text):
        left, equals, right = (part.strip() for part in text.partition("="))
        head = re.fullmatch(r"([^\W\d]\w*)\((.*)\)", left)
        if not equals:
            self.open[canonical(head.group(1))] = [canonical(name.strip()) for name in head.group(2).split(",")]
        elif head:
            parameters = [canonical(name.strip()) for name in head.group(2).split(",")]
            self.functions[head.group(1)] = (parameters, Reader(tokens(right)).sum())
        else:
            body = Reader(tokens(right)).sum()
            if body[0] == "number" or (body[0] == "neg" and body[1][0] == "number"):
                self.values[canonical(left)] = self.value(body, {})
            else:
                self.definitions[canonical(left)] = body

    def value(self, tree, names):
        kind = tree[0]
        if kind == "number":
            return mpf(tree[1])
        if kind == "name":
            return mpmath.pi() if tree[1] == "pi" and "pi" not in names else names[tree[1]]
        if kind == "neg":
            return -self.value(tree[1], names)
        if kind == "call":
            _, function, primes, arguments = tree
            numbers = [self.value(argument, names) for argument in arguments]
            if primes:
                assert primes == 1 and len(numbers) == 1, "only first slopes are read"
                up, down = (FUNCTIONS[function](numbers[0] + step) for step in (STEP, -STEP))
                return (up - down) / (2 * STEP)
            if (function, repr(arguments[0])) in self.primes:
                # Only the slope is stated: any function with that slope will do.
                return self.primes[(function, repr(arguments[0]))] * numbers[0]
            if function in self.functions:
                parameters, body = self.functions[function]
                return self.value(body, dict(zip(parameters, numbers)))
            return FUNCTIONS[function](*numbers)
        left, right = self.value(tree[1], names), self.value(tree[2], names)
        if kind == "+":
            return left + right
        if kind == "-":
            return left - right
        if kind == "*":
            return left * right
        if kind == "/":
            return left / right
        whole = int(right) if right == int(right) else right
        return left**whole

    def leaves(self):
        used, computed = [], set(self.definitions) | set(self.open)

        def walk(tree):
            if tree[0] == "name" and tree[1] not in computed and tree[1] != "pi" and tree[1] not in used:
                used.append(tree[1])
            for part in tree[1:]:
                if isinstance(part, tuple):
                    walk(part)
                elif isinstance(part, list):
                    for item in part:
                        walk(item)

        for body in self.definitions.values():
            walk(body)
        for inputs in self.open.values():
            for name in inputs:
                walk(("name", name))
        return used

    def run(self, moved, unknown):
        """All quantities, with some moved by a little, and `unknown` where no value is given.

        A derivative by a computed quantity moves that quantity itself."""
        known = {leaf: self.values.get(leaf, unknown(leaf)) for leaf in self.leaves()}
        for name, by in moved.items():
            if name in known:
                known[name] += by
        waiting = {**self.definitions, **self.open}
        while waiting:
            ready = [name for name, body in waiting.items() if self.inputs(body) <= set(known)]
            assert ready, f"a cycle among {list(waiting)}"
            for name in ready:
                body = waiting.pop(name)
                if isinstance(body, list):
                    # Form left open: linear in its inputs with the stated slopes, unknown ones elsewhere.
                    known[name] = sum(
                        self.slopes.get((name, source), unknown(name + "/" + source)) * known[source]
                        for source in body
                    )
                else:
                    known[name] = self.value(body, known)
                known[name] += moved.get(name, 0)
        return known

    def inputs(self, body):
        if isinstance(body, list):
            return set(body)
        if body[0] == "name":
            return set() if body[1] == "pi" else {body[1]}
        parts = [part for part in body[1:] if isinstance(part, tuple)]
        parts += [item for part in body[1:] if isinstance(part, list) for item in part]
        return set().union(*(self.inputs(part) for part in parts)) if parts else set()

    def first(self, of, by, unknown):
        up, down = self.run({by: STEP}, unknown), self.run({by: -STEP}, unknown)
        return (up[of] - down[of]) / (2 * STEP)

    def second(self, of, by, unknown):
        up, middle, down = (self.run({by: step}, unknown)[of] for step in (STEP, 0, -STEP))
        return (up - 2 * middle + down) / STEP**2

    def mixed(self, of, outer, inner, unknown):
        corners = {
            (i, j): self.run({outer: i * STEP, inner: j * STEP}, unknown)[of] for i in (1, -1) for j in (1, -1)
        }
        return (corners[1, 1] - corners[1, -1] - corners[-1, 1] + corners[-1, -1]) / (4 * STEP**2)

    def holds(self, claim):
        """Whether a claim holds, to 60 digits where it says `=`: for the given values, else in the middle of a range,
        else at a number that has nothing to do with the claim."""
        guess = lambda name: self.middles.get(name, mpf(1) / 3 + len(name))  # noqa: E731
        names = {**self.values, **self.run({}, guess)}

        def worked_out(match):
            name = f"derivative{len(names)}"
            words = {key: canonical(word) for key, word in match.groupdict().items() if word}
            if "twice" in words:
                names[name] = self.second(words["twice"], words["by_twice"], guess)
            elif "mixed" in words:
                names[name] = self.mixed(words["mixed"], words["outer"], words["inner"], guess)
            else:
                names[name] = self.first(words["of"], words["by"], guess)
            return name

        known = "|".join(sorted((re.escape(name) for name in names), key=len, reverse=True))
        claim = re.sub(
            rf"d\^2(?P<twice>{known})/d(?P<by_twice>{known})\^2"
            rf"|∂\^2(?P<mixed>{known})/∂(?P<outer>{known})∂(?P<inner>{known})"
            rf"|\bd(?P<of>{known})/d(?P<by>{known})(?![\w^])",
            worked_out,
            claim,
        )
        number = lambda text: self.value(Reader(tokens(text)).sum(), names)  # noqa: E731
        within = re.fullmatch(r"(.*) in ([\[(])(.*), (.*)([\])])", claim)
        if within:
            lower = "<" if within.group(2) == "(" else "<="
            upper = "<" if within.group(5) == ")" else "<="
            claim = f"{within.group(3)} {lower} {within.group(1)} {upper} {within.group(4)}"
        if claim.endswith(" as rounded"):
            return self.is_consistent(claim.removesuffix(" as rounded"), number)
        sides = re.split(r"(~=|<=|>=|=|<|>)", claim)
        values = [number(side.strip()) for side in sides[::2]]
        for left, sign, right, text in zip(values, sides[1::2], values[1:], sides[2::2]):
            if sign == "~=":
                mantissa, _, exponent = text.strip().lower().partition("e")
                decimals = len(mantissa.partition(".")[2]) - int(exponent or 0)
                good = abs(left - right) <= mpf(10) ** -decimals / 2
            elif sign == "=":
                good = abs(left - right) <= mpf(10) ** -60 * max(1, abs(left))
            else:
                near = mpf(10) ** -60
                good = {
                    "<": left < right - near,
                    "<=": left <= right + near,
                    ">": left > right + near,
                    ">=": left >= right - near,
                }[sign]
            if not good:
                return False
        return True

    def is_consistent(self, claim, number):
        """Whether the corners of the box that the rounded operands span reach on both sides of what is claimed. Where each
        operand only raises or only lowers the result, corners are its extremes."""
        left, right = claim.split("~=")
        unit = lambda text: mpf(10) ** -len(text.partition(".")[2])  # noqa: E731
        decimals = re.findall(r"\d+\.\d+", left)
        reached = []
        for signs in itertools.product((-1, 1), repeat=len(decimals)):
            moved = iter([mpf(text) + sign * unit(text) / 2 for text, sign in zip(decimals, signs)])
            reached.append(number(re.sub(r"\d+\.\d+", lambda _: mpmath.nstr(next(moved), 30, min_fixed=-99, max_fixed=99), left)))
        slack = unit(right.strip()) / 2
        return min(reached) <= number(right) + slack and max(reached) >= number(right) - slack

    def below(self, of):
        seen, stack = set(), [of]
        while stack:
            name = stack.pop()
            if name not in seen:
                seen.add(name)
                stack.extend(self.inputs({**self.definitions, **self.open}.get(name, ("number", "0"))))
        return seen

    def answers(self):
        """Pairs of the derivative's name and its number; none where the number is not determined."""
        asked, own_names = [], 0
        for query in self.queries:
            if query[0] == "gradient":
                asked += [("first", query[1], leaf, None) for leaf in self.leaves() if leaf in self.below(query[1])]
            elif query[0] == "first":
                asked.append(("first", query[1], query[2], None))
            else:
                own_names += 1
                asked.append(("first", query[1], query[2], None))
                asked.append(("second", query[1], query[2], "g" if own_names == 1 else f"g{own_names}"))
        for kind, of, by, own in asked:
            slope = self.first if kind == "first" else self.second
            # Two guesses for what is not given: the number is determined if it does not depend on them.
            one = slope(of, by, lambda name: mpf(1) / 3 + len(name))
            two = slope(of, by, lambda name: mpf(2) / 7 + 2 * len(name))
            if abs(one - two) <= abs(one) * mpf(10) ** -60:
                yield f"d{own or of}/d{by}", one


def main():
    here = pathlib.Path(__file__).parent
    with open(here / "worked.txt", "w") as out:
        for path in sorted((here.parent / "worked").glob("*.chain")):
            if path.name.startswith("training-"):
                # Many steps: training.py works those out.
                continue
            text = path.read_text()
            sheet = Sheet(unroll(text) if " in 1.." in text else text)
            wrong = [claim for claim in sheet.claims if not sheet.holds(claim)]
            assert not wrong, f"{path.name}: {wrong}"
            if sheet.claims:
                out.write(f"{path.name} claims {len(sheet.claims)}\n")
            for name, number in sheet.answers():
                tiny = abs(number) < mpf(10) ** -70
                out.write(f"{path.name} {name} {'0' if tiny else mpmath.nstr(number, 50)}\n")


if __name__ == "__main__":
    main()
