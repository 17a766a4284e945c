"""Checks the table finished.txt against SymPy: each expected result must be the derivative.

    python tests/oracle/finished.py [chainrule]

Both sides are evaluated at random rational points to 40 digits, with the definitions in place of names; SymPy
differentiates. Where the program is named, what it prints is compared with the table, and its finished forms of the
formulas in formulas.txt and networks.txt are compared with SymPy's derivatives too.
"""
import json
import pathlib
import random
import re
import subprocess
import sys

import sympy
from sympy import Float, Function, Rational, Symbol

FOLDER = pathlib.Path(__file__).parent


class sigmoid(Function):
    def fdiff(self, _index=1):
        return self * (1 - self)

    def _eval_evalf(self, prec):
        return (1 / (1 + sympy.exp(-self.args[0])))._eval_evalf(prec)


class softplus(Function):
    def fdiff(self, _index=1):
        return sigmoid(self.args[0])

    def _eval_evalf(self, prec):
        return sympy.log(1 + sympy.exp(self.args[0]))._eval_evalf(prec)


class step(Function):
    def _eval_evalf(self, _prec):
        return Float(1 if self.args[0] > 0 else 0)


class relu(Function):
    def fdiff(self, _index=1):
        return step(self.args[0])

    def _eval_evalf(self, prec):
        return sympy.Max(0, self.args[0])._eval_evalf(prec)


def primed(function, order=1):
    u = Symbol("u_inside")
    return lambda argument: sympy.diff(function(u), u, order).subs(u, argument)


NAMES = {
    "exp": sympy.exp, "ln": sympy.log, "sqrt": sympy.sqrt, "sin": sympy.sin, "cos": sympy.cos, "tan": sympy.tan,
    "sinh": sympy.sinh, "cosh": sympy.cosh, "tanh": sympy.tanh, "abs": sympy.Abs, "sign": sympy.sign, "pi": sympy.pi,
    "sigmoid": sigmoid, "softplus": softplus, "relu": relu, "atan": sympy.atan, "asinh": sympy.asinh,
    "erf": sympy.erf, "sigmoid_prime": primed(sigmoid), "tanh_prime": primed(sympy.tanh),
    "relu_prime": primed(relu), "softplus_prime": primed(softplus), "sigmoid_prime2": primed(sigmoid, 2),
    "tanh_prime2": primed(sympy.tanh, 2),
}


def read(text):
    """A worksheet's expression as SymPy reads it."""
    text = re.sub(r"([a-z_]+)''\(", r"\1_prime2(", text)
    text = re.sub(r"([a-z_]+)'\(", r"\1_prime(", text)
    text = re.sub(r"\[([0-9]+)\]", r"_\1_", text)
    text = re.sub(r"(?<![\w.])([0-9.]+(?:e-?[0-9]+)?)(?![\w.])", r"Rational('\1')", text)
    text = re.sub(r"\blambda\b", "lambda_", text)
    words = set(re.findall(r"[A-Za-z_]\w*", text)) - set(NAMES) - {"Rational"}
    scope = dict(NAMES, Rational=Rational, **{word: Symbol(word, real=True) for word in words})
    # The text is the repository's own.
    return sympy.sympify(eval(text.replace("^", "**"), {"__builtins__": {}}, scope))


def written_out(expression, definitions):
    for _ in definitions:
        expression = expression.subs(definitions)
    return expression


def differs(left, right, generator):
    """A point at which two expressions differ; nothing where they agree at three, and "nowhere" without any."""
    names = sorted(left.free_symbols | right.free_symbols, key=str)
    met = 0
    for _ in range(60):
        point = {name: Rational(generator.randint(1, 40), generator.randint(8, 24)) for name in names}
        values = [side.subs(point).evalf(40) for side in (left, right)]
        if not all(value.is_Float or value.is_Rational for value in values):
            continue
        met += 1
        a, b = values
        if abs(a - b) > Float("1e-25") * max(1, abs(a), abs(b)):
            return point, values
        if met == 3:
            return None
    return "nowhere"


def derivative(statements):
    definitions, target, by, order = {}, None, None, 1
    for statement in statements:
        query = re.fullmatch(r"derive d(?:\^(\d))?([A-Za-z]\w*)/d([A-Za-z]\w*)(?:\^\d)?", statement)
        if query:
            order, target, by = int(query[1] or 1), query[2], query[3]
        elif "=" in statement:
            name, formula = statement.split("=", 1)
            definitions[Symbol(name.strip(), real=True)] = read(formula.strip())
    # What depends on the name derived by stays; the name itself is a variable.
    definitions.pop(Symbol(by, real=True), None)
    whole = written_out(Symbol(target, real=True), definitions)
    return sympy.diff(whole, Symbol(by, real=True), order), definitions


def printed(program, worksheet):
    run = subprocess.run([program, "run", "--format", "json", "-e", worksheet], capture_output=True, text=True)
    worked = json.loads(run.stdout)["derivations"][-1]["worked"]
    return (worked["finished"] or worked)["result"]["text"]


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else None
    generator = random.Random(1)
    count, wrong = 0, []
    for line in (FOLDER / "finished.txt").read_text().splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        worksheet, expected = (part.strip() for part in line.split(" | "))
        right, definitions = derivative(worksheet.split("; "))
        found = differs(right, written_out(read(expected), definitions), generator)
        if found:
            wrong.append(f"{worksheet}: {expected}: {found}")
        if program and printed(program, worksheet) != expected:
            wrong.append(f"{worksheet}: printed {printed(program, worksheet)}, not {expected}")
        count += 1
    print(f"{count} results, {len(wrong)} wrong")
    if program:
        wrong += formulas(program, generator)
    sys.exit("\n".join(wrong))


def formulas(program, generator):
    count, skipped, wrong = 0, 0, []
    for sheet in (FOLDER / "formulas.txt").read_text().split("\n---"):
        lines = [line for line in sheet.strip().splitlines() if "=" in line and not re.match("given|claim|#", line)]
        query = next((line for line in sheet.splitlines() if line.startswith("derive")), None)
        if not query or not lines:
            continue
        try:
            right, definitions = derivative([*lines, query.strip()])
            finished = read(printed(program, "; ".join([*lines, query.strip()])))
            found = differs(right, written_out(finished, definitions), generator)
        except (SyntaxError, NameError, TypeError, AttributeError, KeyError, IndexError, json.JSONDecodeError):
            skipped += 1
            continue
        if found == "nowhere":
            skipped += 1
            continue
        count += 1
        if found:
            wrong.append(f"{sheet}\n{finished}: {found}")
    print(f"{count} formulas, {skipped} skipped, {len(wrong)} wrong")
    return wrong


main()
