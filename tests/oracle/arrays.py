"""Checks every form in arrays.txt against central difference quotients at 60 digits, and counts them.

The worksheets and the forms are read by a small reader of their own, in which every array has rows and columns; no rule
of differentiation is used. Sizes by letter are small and all different, so that a form with a transpose at the wrong
place has no value at all.

    python3 tests/oracle/arrays.py          # from the root of the repository; needs mpmath
"""
import itertools
import pathlib
import random
import re

import mpmath
from mpmath import mpf

mpmath.mp.dps = 60
STEP = mpf(10) ** -20
NEAR = mpf(10) ** -30

TOKEN = re.compile(r"\s*(\d+(?:\.\d+)?|[^\W\d]\w*|\.\.|\.\*|\./|\.\^|\^T(?!\w)|\^-1|[-+*/^(),'=\[\];])")
FUNCTIONS = {
    "sigmoid": lambda z: 1 / (1 + mpmath.exp(-z)),
    "tanh": mpmath.tanh,
    "exp": mpmath.exp,
    "ln": mpmath.log,
    "log": mpmath.log,
    "step": lambda z: mpf(z > 0),
    "sqrt": mpmath.sqrt,
    "softplus": lambda z: mpmath.log(1 + mpmath.exp(z)),
    "relu": lambda z: z if z > 0 else mpf(0),
    "silu": lambda z: z / (1 + mpmath.exp(-z)),
    "gelu": lambda z: z * mpmath.ncdf(z),
    "abs": abs,
    "cosh": mpmath.cosh,
    "sin": mpmath.sin,
    "cos": mpmath.cos,
    "sign": lambda z: mpf((z > 0) - (z < 0)),
}


class Array:
    """Rows of numbers."""

    def __init__(self, rows):
        self.rows = rows

    @property
    def shape(self):
        return len(self.rows), len(self.rows[0])

    def is_number(self):
        return self.shape == (1, 1)

    def map(self, function):
        return Array([[function(x) for x in row] for row in self.rows])

    @property
    def transposed(self):
        return Array([list(column) for column in zip(*self.rows)])

    def entries(self):
        return [x for row in self.rows for x in row]


def number(value):
    return Array([[mpf(value)]])


def together(a, b, function):
    """Entry by entry; a number goes along with everything, a vector with the rows or columns that fit it."""
    if a.shape == b.shape:
        return Array([[function(x, y) for x, y in zip(r, s)] for r, s in zip(a.rows, b.rows)])
    if b.is_number():
        return a.map(lambda x: function(x, b.rows[0][0]))
    if a.is_number():
        return b.map(lambda y: function(a.rows[0][0], y))
    if b.shape[1] == 1 and b.shape[0] == a.shape[1]:
        return Array([[function(x, y[0]) for x, y in zip(row, b.rows)] for row in a.rows])
    if b.shape[1] == 1 and b.shape[0] == a.shape[0]:
        return Array([[function(x, y[0]) for x in row] for row, y in zip(a.rows, b.rows)])
    raise ValueError(f"{a.shape} beside {b.shape}")


def product(a, b):
    if a.is_number() or b.is_number():
        return together(a, b, lambda x, y: x * y)
    if a.shape[1] != b.shape[0]:
        raise ValueError(f"{a.shape} times {b.shape}")
    columns = list(zip(*b.rows))
    return Array([[mpmath.fsum(x * y for x, y in zip(row, column)) for column in columns] for row in a.rows])


def to_matrix(a):
    return mpmath.matrix(a.rows)


def inverse(a):
    inverted = mpmath.inverse(to_matrix(a))
    return Array([[inverted[i, j] for j in range(inverted.cols)] for i in range(inverted.rows)])


def softmax(line):
    parts = [mpmath.exp(x) for x in line]
    return [x / mpmath.fsum(parts) for x in parts]


def word(name, of, line):
    x = of[0]
    if line == "column":
        turned = word(name, [x.transposed], "row")
        return turned.transposed if name in ("softmax", "largest") else turned
    if line == "row":
        lines = [Array([[y] for y in row]) for row in x.rows]
        if name in ("softmax", "largest"):
            return Array([word(name, [own], None).entries() for own in lines])
        return Array([word(name, [own], None).rows[0] for own in lines])
    if name == "sum":
        return number(mpmath.fsum(x.entries()))
    if name == "mean":
        return number(mpmath.fsum(x.entries()) / len(x.entries()))
    if name in ("norm", "norm_F"):
        return number(mpmath.sqrt(mpmath.fsum(y * y for y in x.entries())))
    if name == "softmax":
        return Array([[y] for y in softmax(x.entries())])
    if name == "max":
        return number(max(x.entries()))
    if name == "largest":
        top = max(x.entries())
        share = mpf(1) / sum(y == top for y in x.entries())
        return x.map(lambda y: share if y == top else mpf(0))
    if name == "onehot":
        place, size = (int(own.rows[0][0]) for own in of)
        return Array([[mpf(i + 1 == place)] for i in range(size)])
    if name == "logsumexp":
        return number(mpmath.log(mpmath.fsum(mpmath.exp(y) for y in x.entries())))
    if name == "tr":
        return number(mpmath.fsum(x.rows[i][i] for i in range(x.shape[0])))
    if name == "det":
        return number(mpmath.det(to_matrix(x)))
    if name == "logdet":
        return number(mpmath.log(abs(mpmath.det(to_matrix(x)))))
    if name == "inv":
        return inverse(x)
    if name == "diag":
        size = x.shape[0]
        return Array([[x.rows[i][0] if i == j else mpf(0) for j in range(size)] for i in range(size)])
    if name == "diagonal":
        return Array([[x.rows[i][i]] for i in range(x.shape[0])])
    if name == "outer":
        return product(x, of[1].transposed)
    if name == "I":
        size = int(x.rows[0][0])
        return Array([[mpf(i == j) for j in range(size)] for i in range(size)])
    if name == "ones":
        return Array([[mpf(1)] for _ in range(int(x.rows[0][0]))])
    raise ValueError(name)


class Reader:
    """Reads and evaluates an expression."""

    def __init__(self, text, values):
        self.tokens = TOKEN.findall(text)
        assert "".join(self.tokens) == re.sub(r"\s", "", text), text
        self.values, self.at = values, 0

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self, token):
        found = self.peek() == token
        self.at += found
        return found

    def whole(self):
        value = self.sum()
        assert self.peek() is None, self.tokens[self.at:]
        return value

    def sum(self):
        negative = self.take("-")
        value = self.product()
        if negative:
            value = value.map(lambda x: -x)
        while self.peek() in ("+", "-"):
            sign = self.tokens[self.at]
            self.at += 1
            other = self.product()
            value = together(value, other, (lambda x, y: x + y) if sign == "+" else (lambda x, y: x - y))
        return value

    def product(self):
        value = self.power()
        while self.peek() in ("*", "/", ".*", "./"):
            sign = self.tokens[self.at]
            self.at += 1
            other = self.power()
            if sign == "*":
                value = product(value, other)
            elif sign == ".*":
                value = together(value, other, lambda x, y: x * y)
            else:
                value = together(value, other, lambda x, y: x / y)
        return value

    def power(self):
        value = self.atom()
        while self.peek() in ("^T", "^-1", "^", ".^"):
            sign = self.tokens[self.at]
            self.at += 1
            if sign == "^T":
                value = value.transposed
            elif sign == "^-1":
                value = inverse(value)
            else:
                value = together(value, self.atom(), lambda x, y: x**y)
        return value

    def atom(self):
        token = self.tokens[self.at]
        self.at += 1
        if token == "(":
            value = self.sum()
            assert self.take(")")
            return value
        if token == "[":
            return self.blocks()
        if token == "sum" and self.peek() == "(" and (found := self.letters()):
            return self.sum_for(*found)
        if token[0].isdigit():
            return number(token)
        primes = 0
        while self.take("'"):
            primes += 1
        if token not in self.values and self.take("("):
            arguments, line = [], None
            while not self.take(")"):
                if self.take("each"):
                    line = self.tokens[self.at]
                    self.at += 1
                else:
                    arguments.append(self.sum())
                self.take(",")
            if token == "I" and self.peek() == "[":
                return self.part(word("I", arguments, None))
            if token in FUNCTIONS:
                function = FUNCTIONS[token]
                return arguments[0].map(lambda x: mpmath.diff(function, x, primes) if primes else function(x))
            return word(token, arguments, line)
        return self.part(self.values[token]) if self.peek() == "[" else self.values[token]

    def blocks(self):
        """Arrays below each other, `[x; h]`, and beside each other, `[A, B]`."""
        rows = []
        while not self.take("]"):
            beside = [self.sum().rows]
            while self.take(","):
                beside.append(self.sum().rows)
            rows += [sum(parts, []) for parts in zip(*beside)]
            self.take(";")
        return Array(rows)

    def letters(self):
        """Where the `for` of a sum stands, its ranges, and where it ends."""
        depth, start, places = 0, None, self.at
        while True:
            depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(self.tokens[places], 0)
            if depth == 1 and self.tokens[places] == "for":
                start = places
            if depth == 0:
                break
            places += 1
        if start is None:
            return None
        ranges = " ".join(self.tokens[start + 1 : places])
        ranges = [(name, self.size(to)) for name, to in re.findall(r"(\w+) in 1 \.\. (\w+)", ranges)]
        return ranges, places + 1

    def size(self, text):
        return int(text) if text.isdigit() else int(self.values[text].rows[0][0])

    def sum_for(self, ranges, end):
        start, total = self.at + 1, []
        kept = dict(self.values)
        for at in itertools.product(*(range(1, size + 1) for _, size in ranges)):
            self.values = {**kept, **{name: number(index) for (name, _), index in zip(ranges, at)}}
            self.at = start
            total.append(self.sum())
        self.values, self.at = kept, end
        # Rows, columns and matrices are added entry by entry.
        return Array([[mpmath.fsum(entries) for entries in zip(*rows)] for rows in zip(*(own.rows for own in total))])

    def part(self, of):
        """An entry, a line, or some of them: a line is a column."""
        assert self.take("[")
        picked, single = [], []
        for size in of.shape if of.shape[1] > 1 or "," in self.tokens[self.at : self.tokens.index("]", self.at)] else of.shape[:1]:
            if self.take("*"):
                picked.append(range(size))
                single.append(False)
            else:
                first = int(self.sum().rows[0][0])
                last = int(self.sum().rows[0][0]) if self.take("..") else None
                picked.append(range(first - 1, last or first))
                single.append(last is None)
            self.take(",")
        assert self.take("]")
        if len(picked) == 1:
            return Array([of.rows[i] for i in picked[0]])
        rows = Array([[of.rows[i][j] for j in picked[1]] for i in picked[0]])
        return rows.transposed if single[0] and not single[1] else rows


def sizes_of(lines):
    letters = sorted({size for line in lines for size in re.findall(r"[A-Za-z]\w*", " ".join(re.findall(r"R\^(\([^)]*\)|\w+)", line)).replace("×", " ").replace("(", " ").replace(")", " "))})
    return {letter: 2 + place for place, letter in enumerate(letters)}


def run(definitions, leaves, sizes):
    values = {name: number(size) for name, size in sizes.items()}
    values.update(leaves)
    for name, text in definitions:
        if "[" not in name:
            values[name] = Reader(text, values).whole()
            continue
        # By entries.
        base, letters = name.rstrip("]").split("[")
        body, _, ranges = text.rpartition(" for ")
        to = {letter: size for letter, size in re.findall(r"(\w+) in 1\.\.(\w+)", ranges)}
        spans = [range(1, (sizes.get(to[letter]) or int(to[letter])) + 1) for letter in letters.split(",")]
        at = lambda index: {letter: number(i) for letter, i in zip(letters.split(","), index)}
        entry = lambda index: Reader(body, {**values, **at(index)}).whole().rows[0][0]
        columns = spans[1] if len(spans) == 2 else [None]
        values[base] = Array([[entry((i, j)) for j in columns] for i in spans[0]])
    return values


def check(title, lines, queries):
    draw = random.Random(title)
    declared = [line for line in lines if " in R^" in line]
    definitions = [line.split(" = ", 1) for line in lines if " = " in line and not line.startswith("given")]
    sizes = sizes_of(declared)
    size = lambda text: sizes.get(text) or int(text)
    leaves = {}
    for line in declared:
        waiting = []
        for item in re.split(r",\s*", line):
            name, _, shape = item.partition(" in R^")
            waiting.append(name.strip())
            if shape:
                axes = [size(axis) for axis in shape.strip("()").split("×")]
                rows, columns = (axes + [1])[:2]
                for own in waiting:
                    leaves[own] = Array([[mpf(draw.randint(2, 30)) / 16 for _ in range(columns)] for _ in range(rows)])
                waiting = []
    letters = set(re.findall(r"(\w+) in 1\.\.", "\n".join(lines)))
    known = set(leaves) | {name.split("[")[0] for name, _ in definitions} | letters | {"for", "in", "pi"} | set(sizes) | set(FUNCTIONS)
    for _, text in definitions:
        for name in re.findall(r"[^\W\d]\w*", text):
            if name not in known and name not in ("T", "each", "row", "column") and f"{name}(" not in text:
                leaves.setdefault(name, number(mpf(draw.randint(2, 30)) / 16))
    for line in lines:
        # Stated sums hold at the numbers drawn.
        for name in re.findall(r"^given sum\((\w+), each column\) = 1", line):
            turned = leaves[name].transposed
            leaves[name] = Array([[x / mpmath.fsum(row) for x in row] for row in turned.rows]).transposed
        for name, each in re.findall(r"^given sum\((\w+)(, each row)?\) = 1", line):
            array = leaves[name]
            if each:
                leaves[name] = Array([[x / mpmath.fsum(row) for x in row] for row in array.rows])
            else:
                total = mpmath.fsum(array.entries())
                leaves[name] = array.map(lambda x: x / total)
        for name in re.findall(r"(\w+) = \1\^T", line) if line.startswith("given") else []:
            array = leaves[name]
            leaves[name] = together(array, array.transposed, lambda x, y: x + y)
    values = run(definitions, leaves, sizes)
    for order, target, by, form in queries:
        result = Reader(form, values).whole()
        if order or values[target].shape != (1, 1):
            jacobian(title, order, target, by, result, (definitions, leaves, sizes, values))
            continue
        # A quantity that is computed counts as free: what it is computed from is of no account.
        own = [(name, text) for name, text in definitions if name.split("[")[0] != by]
        before = values[by]
        for i, row in enumerate(before.rows):
            for j, _ in enumerate(row):
                ends = []
                for sign in (1, -1):
                    moved = [list(line) for line in before.rows]
                    moved[i][j] += sign * STEP
                    ends.append(run(own, {**leaves, by: Array(moved)}, sizes)[target].rows[0][0])
                quotient = (ends[0] - ends[1]) / (2 * STEP)
                entry = result.rows[0][0] if result.is_number() and before.shape != (1, 1) else result.rows[i][j]
                assert abs(entry - quotient) < NEAR * (1 + abs(quotient)), (title, by, i, j, entry, quotient)
        assert result.is_number() or result.shape == before.shape, (title, by, result.shape)


def jacobian(title, order, target, by, result, network):
    """A row for each entry of what is derived, a column for each of what it is derived by."""
    definitions, leaves, sizes, values = network
    own = [(name, text) for name, text in definitions if name.split("[")[0] != by]
    before = values[by].entries()
    turn = lambda entries: Array([[x] for x in entries])

    def at(*moves):
        moved = list(before)
        for place, step in moves:
            moved[place] += step
        return run(own, {**leaves, by: turn(moved)}, sizes)[target].entries()

    for j in range(len(before)):
        if order:
            # The second difference along two entries.
            wanted = []
            for i in range(len(before)):
                ends = [s * t * at((i, s * STEP), (j, t * STEP))[0] for s in (1, -1) for t in (1, -1)]
                wanted.append(mpmath.fsum(ends) / (4 * STEP**2))
        else:
            wanted = [(p - m) / (2 * STEP) for p, m in zip(at((j, STEP)), at((j, -STEP)))]
        assert len(result.rows) == len(wanted), (title, target, by, result.shape)
        for i, quotient in enumerate(wanted):
            near = mpf(10) ** -16 if order else NEAR
            assert abs(result.rows[i][j] - quotient) < near * (1 + abs(quotient)), (title, by, i, j)


def main():
    text = pathlib.Path("tests/oracle/arrays.txt").read_text(encoding="utf-8")
    count = 0
    for block in text.split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if not lines:
            continue
        queries = [
            re.match(r"\? d(\^2)?(\w+)/d(\w+?)(?:\^2)? = (.*)", line).groups()
            for line in lines
            if line.startswith("?")
        ]
        check(lines[0], [line for line in lines[1:] if not line.startswith("?")], queries)
        count += len(queries)
    print(f"{count} forms hold")


if __name__ == "__main__":
    main()
