#!/usr/bin/env python3
"""Programs in number formats, carried out here and compared with what the engine says of them.

    python3 tests/oracle/carried_out.py try COUNT SEED PROGRAM     thousands, by hand
    python3 tests/oracle/carried_out.py write PROGRAM              carried_out.txt, for the tests (mpmath 1.3)

A random network is carried out forward and back, operation by operation, in each format: the rounding is written here with
fractions, functions are taken from mpmath, rounded to a double and then to the format. The formulas of the edges are those
that the engine prints; that they are the derivatives is tried by dual numbers. Then it is said, by nothing but these numbers:

- what the program gives, and the number of the format nearest to the derivative;
- the first operation that lost the number: one whose result is not what it should be in half the digits, though its operands are;
  of a result that is 0, infinite or NaN one that came to such a number, where there is one;
- that every repair, carried out with its formula or its scale of the loss, gives what is printed, and that no power of two
  beside the printed window does.

Lines of carried_out.txt, parts separated by ` | `:
    WORKSHEET | FORMAT | COMPUTED | NEAREST | KIND OPERATION OPERANDS or - | REPAIRS
"""
import ast
import json
import math
import pathlib
import random
import subprocess
import sys
from fractions import Fraction as F

import mpmath
from mpmath import mp, mpf

mp.dps = 120


class Format:
    """Numbers of `digits` binary digits with exponents from `low` to `high`; `most` is the largest."""

    def __init__(self, name, digits, low, high, most=None, infinite=True):
        self.name, self.digits, self.low, self.high, self.infinite = name, digits, low, high, infinite
        self.most = most or (2 - F(1, 2 ** (digits - 1))) * F(2) ** high
        self.normal = F(2) ** low

    def round(self, value, negative=False):
        """The nearest number to a fraction, ties to even; a zero has the sign it is told."""
        if value == 0:
            return -0.0 if negative else 0.0
        size = abs(value)
        exponent = size.numerator.bit_length() - size.denominator.bit_length()
        if F(2) ** exponent > size:
            exponent -= 1
        unit = F(2) ** (max(exponent, self.low) - self.digits + 1)
        count = size / unit
        whole = count.numerator // count.denominator
        rest = count - whole
        if rest > F(1, 2) or (rest == F(1, 2) and whole % 2):
            whole += 1
        size = whole * unit
        sign = -1 if value < 0 else 1
        if size > self.most:
            return sign * math.inf if self.infinite else math.nan
        return sign * float(size)

    def of(self, number):
        """A double, rounded."""
        if math.isnan(number):
            return number
        if math.isinf(number):
            return number if self.infinite else math.nan
        return self.round(F(number), math.copysign(1, number) < 0)


FORMATS = {
    own.name: own
    for own in (
        Format("f32", 24, -126, 127),
        Format("tf32", 11, -126, 127),
        Format("bf16", 8, -126, 127),
        Format("f16", 11, -14, 15),
        Format("e5m2", 3, -14, 15),
        Format("e4m3", 4, -6, 8, F(448), infinite=False),
    )
}


def exact_sigmoid(z):
    return 1 / (1 + mpmath.exp(-z))


# Functions: the value, and the derivative as a textbook has it.
FUNCTIONS = {
    "exp": (mpmath.exp, mpmath.exp),
    "ln": (mpmath.log, lambda z: 1 / z),
    "sqrt": (mpmath.sqrt, lambda z: 1 / (2 * mpmath.sqrt(z))),
    "tanh": (mpmath.tanh, lambda z: 1 - mpmath.tanh(z) ** 2),
    "sigmoid": (exact_sigmoid, lambda z: exact_sigmoid(z) * exact_sigmoid(-z)),
    "relu": (lambda z: max(z, mpf(0)), lambda z: mpf(z > 0)),
    "step": (lambda z: mpf(z > 0), None),
    "softplus": (lambda z: mpmath.log1p(mpmath.exp(-abs(z))) + max(z, 0), exact_sigmoid),
    "sin": (mpmath.sin, mpmath.cos),
    "cos": (mpmath.cos, lambda z: -mpmath.sin(z)),
    "atan": (mpmath.atan, lambda z: 1 / (1 + z * z)),
}
# Slopes that the engine prints with a prime, and the formula that its reference page gives for each.
SLOPES = {
    "sigmoid": "sigmoid({0})*(1 - sigmoid({0}))",
    "tanh": "1 - tanh({0})^2",
    "relu": "step({0})",
    "softplus": "sigmoid({0})",
}


class Unsure(Exception):
    """A function so near to a tie that its double may be rounded either way."""


def kernel(own, name, z):
    if math.isnan(z):
        return math.nan
    if math.isinf(z):
        up = z > 0
        value = {
            "exp": math.inf if up else 0.0,
            "ln": math.inf if up else math.nan,
            "sqrt": math.inf if up else math.nan,
            "tanh": 1.0 if up else -1.0,
            "sigmoid": 1.0 if up else 0.0,
            "relu": math.inf if up else 0.0,
            "step": 1.0 if up else 0.0,
            "softplus": math.inf if up else 0.0,
            "atan": math.copysign(math.pi / 2, z),
        }.get(name, math.nan)
        return own.of(value)
    if name == "ln" and z <= 0:
        return math.nan if z < 0 else (-math.inf if own.infinite else math.nan)
    if name == "sqrt":
        if z < 0:
            return math.nan
        if z == 0:
            return z
    if name in ("relu", "step"):
        return own.of(float(FUNCTIONS[name][0](mpf(z))))
    true = FUNCTIONS[name][0](mpf(z))
    number = float(true)
    if math.isfinite(number) and number != 0:
        near = {own.of(number * (1 + off)) for off in (-1e-15, 0, 1e-15)}
        if len(near) > 1 and name != "sqrt" and number != own.of(number):
            raise Unsure
    return own.of(number)


def power(own, base, exponent):
    if exponent != int(exponent):
        raise Unsure
    if math.isnan(base):
        return base
    n = int(exponent)
    if math.isinf(base):
        if n == 0:
            return 1.0
        size = math.inf if n > 0 else 0.0
        return own.of(-size if base < 0 and n % 2 else size)
    if base == 0 and n < 0:
        return own.of(math.copysign(math.inf, base) if n % 2 else math.inf)
    return own.round(F(base) ** n, math.copysign(1, base) < 0 and n % 2 == 1)


def operate(own, operator, a, b=None):
    """One operation of two or one numbers of a format."""
    if operator == "negate":
        return -a
    if operator == "power":
        return power(own, a, b)
    if operator not in ("add", "multiply", "divide"):
        return kernel(own, operator, a)
    if not (math.isfinite(a) and math.isfinite(b)) or (operator == "divide" and b == 0):
        try:
            value = {"add": lambda: a + b, "multiply": lambda: a * b}[operator]() if operator != "divide" else divide(a, b)
        except ZeroDivisionError:
            value = math.nan
        return own.of(value)
    x, y = F(a), F(b)
    if operator == "add":
        negative = math.copysign(1, a) < 0 and math.copysign(1, b) < 0
        return own.round(x + y, negative)
    negative = (math.copysign(1, a) < 0) != (math.copysign(1, b) < 0)
    return own.round(x * y if operator == "multiply" else x / y, negative)


def divide(a, b):
    if math.isnan(a) or math.isnan(b) or (math.isinf(a) and math.isinf(b)) or (a == 0 and b == 0):
        return math.nan
    sign = math.copysign(1, a) * math.copysign(1, b)
    if math.isinf(a) or b == 0:
        return sign * math.inf
    return sign * 0.0


def truly(operator, a, b=None):
    """The same in many digits; nothing where there is no number."""
    try:
        if operator == "negate":
            return -a
        if operator == "power":
            return a ** int(b)
        if operator == "add":
            return a + b
        if operator == "multiply":
            return a * b
        if operator == "divide":
            return a / b
        if operator in ("ln", "sqrt") and a < 0 or operator == "ln" and a == 0:
            return None
        return FUNCTIONS[operator][0](a)
    except (ZeroDivisionError, OverflowError):
        return None


class Program:
    """Registers in the order of the operations: numbers, and (operator, operands)."""

    def __init__(self, given):
        self.registers, self.names, self.seen = [], {}, {}
        for name, value in given.items():
            self.names[name] = self.keep(("number", value, name))

    def keep(self, own):
        if own in self.seen:
            return self.seen[own]
        self.registers.append(own)
        self.seen[own] = len(self.registers) - 1
        return self.seen[own]

    def literal(self, node):
        """A number as written, or a quotient of two."""
        if isinstance(node, ast.Constant):
            return F(node.value)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            inner = self.literal(node.operand)
            return None if inner is None else -inner
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            above, below = self.literal(node.left), self.literal(node.right)
            return above / below if above is not None and below else None
        return None

    def expression(self, node):
        number = self.literal(node)
        if number is not None:
            return self.keep(("number", number, None))
        if isinstance(node, ast.Name):
            return self.names[node.id]
        if isinstance(node, ast.UnaryOp):
            return self.keep(("negate", self.expression(node.operand)))
        if isinstance(node, ast.Call):
            return self.keep((node.func.id, self.expression(node.args[0])))
        if isinstance(node, ast.BinOp):
            left = self.expression(node.left)
            right = self.expression(node.right)
            if isinstance(node.op, ast.Sub):
                return self.keep(("add", left, self.keep(("negate", right))))
            # A square is a product.
            if isinstance(node.op, ast.Pow) and self.literal(node.right) == 2:
                return self.keep(("multiply", left, left))
            word = {ast.Add: "add", ast.Mult: "multiply", ast.Div: "divide", ast.Pow: "power"}[type(node.op)]
            return self.keep((word, left, right))
        raise ValueError(ast.dump(node))

    def run(self, own):
        values = []
        for register in self.registers:
            if register[0] == "number":
                # The scale itself is not rounded: the loss is scaled before it enters the format.
                is_scale = register[2] == "scale"
                values.append(float(register[1]) if is_scale else own.round(register[1], register[1] < 0))
            else:
                values.append(operate(own, register[0], *(values[at] for at in register[1:])))
        return values

    def truths(self):
        values = []
        for register in self.registers:
            if register[0] == "number":
                values.append(mpf(register[1].numerator) / register[1].denominator)
                continue
            operands = [values[at] for at in register[1:]]
            values.append(None if None in operands else truly(register[0], *operands))
        return values


def parsed(text):
    """A formula of a worksheet, with slopes that carry a prime written out."""
    for name, slope in SLOPES.items():
        while f"{name}'(" in text:
            start = text.index(f"{name}'(")
            at = depth = start + len(name) + 1
            level = 0
            for at in range(depth, len(text)):
                level += {"(": 1, ")": -1}.get(text[at], 0)
                if level == 0:
                    break
            inner = text[depth + 1 : at]
            text = f"{text[:start]}({slope.format(inner)}){text[at + 1:]}"
    # Literals are exact: digits become calls of nothing but themselves.
    return ast.parse(numbers_exact(text.replace("^", "**")), mode="eval").body


def numbers_exact(text):
    """Every decimal as a quotient of whole numbers."""
    out, at = "", 0
    while at < len(text):
        if text[at].isdigit() and not (at and (text[at - 1].isalnum() or text[at - 1] in "_.")):
            end = at
            while end < len(text) and (text[end].isdigit() or text[end] == "."):
                end += 1
            if end < len(text) and text[end] == "e" and end + 1 < len(text) and (text[end + 1].isdigit() or text[end + 1] == "-"):
                end += 2
                while end < len(text) and text[end].isdigit():
                    end += 1
            value = F(text[at:end])
            out += str(value.numerator) if value.denominator == 1 else f"({value.numerator}/{value.denominator})"
            at = end
        else:
            out += text[at]
            at += 1
    return out


class Network:
    def __init__(self, definitions, given, by):
        self.definitions, self.given, self.by = definitions, given, by
        self.target = definitions[-1][0]

    def text(self):
        lines = [f"{name} = {formula}" for name, formula in self.definitions]
        lines.append("given " + ", ".join(f"{name} = {shown(value)}" for name, value in self.given.items()))
        return lines + [f"derive d{self.target}/d{self.by}"]

    def program(self, edges, changed=None, scale=0, way_back=True):
        """The program forward and back, with the edges' formulas by (child, parent); and the register of the result."""
        own = Program(self.given)
        for name, formula in self.definitions:
            own.names[name] = own.expression(parsed((changed or {}).get(name, formula)))
        if not way_back:
            return own, own.names[self.target]
        start = own.keep(("number", F(2) ** scale, "scale")) if scale else None
        adjoints = {self.target: start}
        order = [name for name, _ in self.definitions]
        for name in reversed([self.by] + [n for n in order if n != self.target]):
            terms = []
            for user in reversed(order):
                if (user, name) in edges and user in adjoints:
                    edge = own.expression(parsed(edges[user, name]))
                    above = adjoints[user]
                    terms.append(edge if above is None else own.keep(("multiply", above, edge)))
            if terms:
                total = terms[0]
                for term in terms[1:]:
                    total = own.keep(("add", total, term))
                adjoints[name] = total
        return own, adjoints[self.by]

    def slope(self):
        """The derivative by dual numbers."""
        known = {name: (mpf(v.numerator) / v.denominator, mpf(name == self.by)) for name, v in self.given.items()}

        def dual(node):
            if isinstance(node, ast.Constant):
                return mpf(node.value), mpf(0)
            if isinstance(node, ast.Name):
                return known[node.id]
            if isinstance(node, ast.UnaryOp):
                a, da = dual(node.operand)
                return -a, -da
            if isinstance(node, ast.Call):
                a, da = dual(node.args[0])
                f, df = FUNCTIONS[node.func.id]
                return f(a), df(a) * da
            (a, da), (b, db) = dual(node.left), dual(node.right)
            if isinstance(node.op, ast.Add):
                return a + b, da + db
            if isinstance(node.op, ast.Sub):
                return a - b, da - db
            if isinstance(node.op, ast.Mult):
                return a * b, da * b + a * db
            if isinstance(node.op, ast.Div):
                return a / b, (da * b - a * db) / (b * b)
            return a ** int(b), int(b) * a ** (int(b) - 1) * da if b else mpf(0)

        for name, formula in self.definitions:
            known[name] = dual(parsed(formula))
        return known[self.target][1]


def shown(value):
    if value.denominator == 1 and abs(value) < 10**9:
        return str(value)
    size = F(value)
    text = mpmath.nstr(mpf(size.numerator) / size.denominator, 12)
    return text.replace("e+", "e") if F(text) == value else f"{value.numerator}/{value.denominator}"


def number(rng, wild):
    digits = F(rng.randint(1, 999), 100)
    sign = rng.choice([1, 1, -1])
    if rng.random() < wild:
        return sign * digits * F(10) ** rng.randint(-9, 6)
    return sign * rng.choice([digits / 5, F(rng.randint(1, 12)), digits])


def network(rng):
    wild = rng.choice([0, 0.15, 0.4])
    given, definitions, last = {}, [], None

    def leaf():
        if given and rng.random() < 0.35:
            return rng.choice(list(given))
        name = f"{rng.choice('wxbv')}{len(given) + 1}"
        given[name] = number(rng, wild)
        return name

    for place in range(rng.randint(2, 6)):
        name = f"h{place + 1}"
        prev = last or leaf()
        other = rng.choice([leaf(), definitions[rng.randrange(len(definitions))][0] if definitions else leaf()])
        function = rng.choice(["sigmoid", "tanh", "relu", "exp", "softplus", "sin", "atan", "sigmoid", "tanh"])
        formula = rng.choice(
            [
                f"{function}({prev})",
                f"{function}({leaf()}*{prev})",
                f"{leaf()}*{prev} + {leaf()}",
                f"{leaf()}*{prev}",
                f"({prev} - {other})^2",
                f"{prev}*{other}",
                f"{prev}/(1 + {other}^2)",
                f"{leaf()}*{prev} + {other}",
                f"{function}({leaf()}*{prev} + {leaf()})",
                f"{prev}^{rng.choice([2, 3])}/{rng.choice([2, 7, 100])}",
                f"exp({prev})/(exp({prev}) + exp({other}))",
                f"ln(exp({prev}) + exp({other}))",
                f"{prev} - {other}",
            ]
        )
        definitions.append((name, formula))
        last = name
    if rng.random() < 0.3:
        definitions.append(("L", rng.choice([f"-ln({last})", f"1/2*({last} - {leaf()})^2", f"sqrt({last})"])))
    used = [name for name in given if any(name in names(formula) for _, formula in definitions)]
    given = {name: given[name] for name in used}
    return Network(definitions, given, rng.choice(used)) if used else network(rng)


def names(formula):
    return {node.id for node in ast.walk(parsed(formula)) if isinstance(node, ast.Name)}


def held(text):
    return {"inf": math.inf, "-inf": -math.inf, "NaN": math.nan, "-0": -0.0}.get(text) if text in ("inf", "-inf", "NaN", "-0") else float(F(text))


def same(left, right):
    return (math.isnan(left) and math.isnan(right)) or left == right


def is_lost(own, value, truth):
    if truth is None:
        return False
    if not math.isfinite(value):
        return True
    off = abs(mpf(value) - truth)
    return off > abs(truth) * mpf(2) ** -(own.digits // 2)


def first_loss(own, program, values, truths, result):
    """The first register that is lost while its operands are right, or do not matter; and all such on the way."""
    met, waiting, found = set(), [result], []
    while waiting:
        at = waiting.pop()
        if at in met:
            continue
        met.add(at)
        register = program.registers[at]
        operands = register[1:] if register[0] != "number" else ()
        behind = []
        if truths[at] is None or any(truths[own_at] is None for own_at in operands):
            behind = [o for o in operands if is_lost(own, values[o], truths[o])]
        else:
            for place, operand in enumerate(operands):
                if not is_lost(own, values[operand], truths[operand]):
                    continue
                put = [truths[o] for o in operands]
                put[place] = values[operand]
                if not math.isfinite(put[place]):
                    behind.append(operand)
                    continue
                put[place] = mpf(put[place])
                value = truly(register[0], *put)
                if value is None or abs(value - truths[at]) > abs(truths[at]) * mpf(2) ** -(own.digits // 2):
                    behind.append(operand)
        if behind:
            waiting.extend(behind)
        else:
            found.append(at)
    return sorted(found)


def kinds(own, program, values, truths, at):
    """What may be said of an operation that lost its result."""
    register = program.registers[at]
    value = values[at]
    if register[0] == "number":
        return {"constant"}
    operands = [values[o] for o in register[1:]]
    if all(math.isfinite(o) for o in operands):
        exact = truly(register[0], *(mpf(o) for o in operands))
        if exact is None:
            return {"invalid"}
        if not math.isfinite(value):
            return {"overflow"}
        if exact != 0 and abs(exact) < mpf(own.normal.numerator) / own.normal.denominator:
            is_right = abs(exact - truths[at]) <= abs(truths[at]) * mpf(2) ** -(own.digits // 2)
            return {"underflow"} if is_right or value == 0 else {"underflow", "rounding"}
        if register[0] == "add":
            return {"cancellation", "absorption", "rounding"}
    return {"rounding", "magnified", "cancellation", "absorption"}


def edges_of(told):
    edges = {}
    for factor in told["factors"]:
        edges[factor["child"], factor["parent"]] = factor["result"]["text"]
    return edges


def close(own, value, truth):
    return math.isfinite(value) and not is_lost(own, value, truth)


def check(net, program):
    """What is wrong, and lines for carried_out.txt."""
    wanted = ",".join(FORMATS)
    command = [program, "run", "-e", "\n".join(net.text()), "--formats", wanted, "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    if done.returncode == 2 or not done.stdout:
        return None, []
    told = json.loads(done.stdout)
    own = told["derivations"][0]["worked"] or {}
    if not own.get("size"):
        return None, []
    edges = edges_of(told)
    try:
        carried, result = net.program(edges)
    except KeyError:
        return None, []
    truths = carried.truths()
    slope = net.slope()
    if truths[result] is None:
        return None, []
    if abs(truths[result] - slope) > mpf(10) ** -60 * (abs(slope) + mpf(10) ** -300):
        return f"edges give {mpmath.nstr(truths[result], 20)}, dual numbers {mpmath.nstr(slope, 20)}", []
    lines = []
    for said in own["size"]["formats"]:
        fmt = FORMATS.get(said["format"])
        if fmt is None or said["computed"] is None:
            continue
        try:
            wrong, line = check_format(net, edges, (carried, result, truths), fmt, said)
        except Unsure:
            continue
        if wrong:
            return f"{fmt.name}: {wrong}", []
        lines.append(f"{'; '.join(net.text())} | {line}")
    return None, lines


def check_format(net, edges, carried_out, fmt, said):
    carried, result, truths = carried_out
    values = carried.run(fmt)
    value, truth = values[result], truths[result]
    computed = held(said["computed"]["exact"])
    if not same(value, computed):
        return f"a program gives {value}, said {computed}", None
    exact = F(*to_fraction(truth))
    nearest = fmt.round(exact)
    if not same(nearest, held(said["nearest"]["exact"])):
        return f"nearest {nearest}, said {said['nearest']}", None
    causes = said["causes"]
    if same(value, nearest) and causes:
        return f"a cause is named though the nearest number is given: {causes}", None
    lost = is_lost(fmt, value, mpf(nearest)) if math.isfinite(nearest) else not same(value, nearest)
    cause_text = "-"
    if causes:
        wrong, cause_text = check_cause(carried, result, truths, values, fmt, causes[0])
        if wrong:
            return wrong, None
    elif lost and not (nearest == 0 and value == 0):
        return f"no cause, though a program gives {value} for {nearest}", None
    repairs = []
    for wrong, repair in check_repairs(net, edges, fmt, said, truth):
        if wrong:
            return wrong, None
        repairs.append(repair)
    said_values = f"{fmt.name} | {said['computed']['exact']} | {said['nearest']['exact']}"
    return None, f"{said_values} | {cause_text} | {' '.join(repairs) or '-'}"


def check_cause(carried, result, truths, values, fmt, cause):
    candidates = first_loss(fmt, carried, values, truths, result)

    def is_no_number(at):
        return not math.isfinite(values[at]) or (values[at] == 0 and truths[at] != 0)

    # What is 0, infinite or NaN comes of what is, where there is such an operation.
    if is_no_number(result):
        candidates = [at for at in candidates if is_no_number(at)] or candidates
    operands = [held(own["exact"]) for own in cause["operands"]]
    line = f"{cause['kind']} {cause['operation'] or '-'} {','.join(own['exact'] for own in cause['operands']) or '-'}"

    def is_named(at):
        register = carried.registers[at]
        own = [values[o] for o in register[1:]] if register[0] != "number" else []
        is_same = len(operands) == len(own) and all(same(a, b) or a == -b for a, b in zip(operands, own))
        return is_same and same(values[at], held(cause["result"]["exact"]))

    described = []
    for at in candidates:
        register = carried.registers[at]
        allowed = kinds(fmt, carried, values, truths, at)
        described.append((register, [values[o] for o in register[1:]] if register[0] != "number" else [], values[at], sorted(allowed)))
        if cause["kind"] == "absorption":
            sums = [place for place, own in enumerate(carried.registers) if own[0] == "add" and is_named(place)]
            if any(absorbs(fmt, carried, truths, values, place, at) for place in sums):
                return None, line
        elif cause["kind"] in allowed and is_named(at):
            return None, line
    said = (cause["kind"], cause["operation"], operands, cause["result"]["exact"])
    return f"cause said {said}, found {described}", None


def absorbs(fmt, carried, truths, values, place, at):
    """Whether a sum came to one of its terms, and the operation at a register is right if it and the sums behind it are exact."""
    left, right = (values[o] for o in carried.registers[place][1:])
    if values[place] not in (left, right) or left == 0 or right == 0:
        return False
    if truths[at] is None:
        return False
    mended = {}
    for own in range(place, at + 1):
        register = carried.registers[own]
        if register[0] == "number":
            continue
        behind = register[1:]
        if own == place or own == at or (register[0] in ("add", "negate") and any(o in mended for o in behind)):
            put = [mended.get(o, mpf(values[o])) for o in behind]
            mended[own] = truly(register[0], *put)
            if mended[own] is None:
                return False
    return abs(mended[at] - truths[at]) <= abs(truths[at]) * mpf(2) ** -(fmt.digits // 2)


def check_repairs(net, edges, fmt, said, truth):
    if said["loss_scales"]:
        window = said["loss_scales"]
        low, high = window["lowest"], window["highest"]
        for power_of_two in (low, (low + high) // 2, high):
            carried, result = net.program(edges, scale=power_of_two)
            value = carried.run(fmt)[result]
            scaled = truth * mpf(2) ** power_of_two
            if not close(fmt, value, scaled):
                yield f"scale 2^{power_of_two} gives {value} for {mpmath.nstr(scaled, 8)}", None
            if power_of_two == low and not same(value, held(window["result"]["exact"])):
                yield f"scale 2^{low} gives {value}, said {window['result']}", None
        yield None, f"scales:{low}..{high}={window['result']['exact']}"
    if said["rearranged"]:
        own = said["rearranged"]
        changed = {key: steady(text) for key, text in edges.items()}
        carried, result = net.program(changed)
        value = carried.run(fmt)[result]
        if not close(fmt, value, truth):
            yield f"rearranged gives {value} for {mpmath.nstr(truth, 8)}", None
        if not same(value, held(own["result"]["exact"])):
            yield f"rearranged gives {value}, said {own['result']}", None
        yield None, f"rearranged={own['result']['exact']}"
    if said["steady"]:
        own = said["steady"]
        value = held(own["result"]["exact"])
        if not close(fmt, value, truth):
            yield f"steady formulas give {value} for {mpmath.nstr(truth, 8)}", None
        yield None, f"steady={own['result']['exact']}"


def steady(text):
    """Slopes in which nothing cancels in the place of those with a prime."""
    for name, slope in (("sigmoid", "sigmoid({0})*sigmoid(-{0})"), ("tanh", "4*sigmoid(2*{0})*sigmoid(-(2*{0}))")):
        while f"{name}'(" in text:
            start = text.index(f"{name}'(")
            level, at = 0, start
            for at in range(start + len(name) + 1, len(text)):
                level += {"(": 1, ")": -1}.get(text[at], 0)
                if level == 0:
                    break
            inner = text[start + len(name) + 2 : at]
            inner = inner if inner.isalnum() else f"({inner})"
            text = f"{text[:start]}({slope.format(inner)}){text[at + 1:]}"
    return text


def to_fraction(value):
    if value == 0:
        return 0, 1
    sign, mantissa, exponent, _ = value._mpf_
    mantissa = -int(mantissa) if sign else int(mantissa)
    return (mantissa << exponent, 1) if exponent >= 0 else (mantissa, 1 << -exponent)


def attempt(count, seed, program):
    wrong = compared = 0
    for place in range(count):
        net = network(random.Random(f"{seed} {place}"))
        said, lines = check(net, program)
        compared += len(lines)
        if said:
            wrong += 1
            print("\n".join(net.text()), said, "", sep="\n", flush=True)
    print(f"{count} networks, {compared} programs compared, {wrong} wrong")


def write(program):
    lines = ["# Written by carried_out.py: what programs in number formats come to, where they lost the number, and repairs."]
    rng, sheets = random.Random(10), 0
    while sheets < 36:
        net = network(rng)
        said, own = check(net, program)
        assert not said, (net.text(), said)
        # A few formats each, those first in which something is told.
        own.sort(key=lambda line: line.endswith(" | - | -"))
        lines += own[:3]
        sheets += bool(own)
    pathlib.Path(__file__).with_name("carried_out.txt").write_text("\n".join(lines) + "\n")


if sys.argv[1:2] == ["try"] and len(sys.argv) == 5:
    attempt(int(sys.argv[2]), sys.argv[3], sys.argv[4])
elif sys.argv[1:2] == ["write"] and len(sys.argv) == 3:
    write(sys.argv[2])
else:
    sys.exit(__doc__)
