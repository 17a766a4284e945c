"""Writes digits.txt: values that are hard to get many digits of, to 300 of them, by mpmath.

Lines: formula, argument x, value; separated by semicolons. Formulas are in the worksheet language, which for these is
Python's but for `^`. The argument is exact.

    python3 tests/oracle/digits.py          # from the root of the repository; needs mpmath
"""
import pathlib
from fractions import Fraction

import mpmath
from mpmath import mpf

mpmath.mp.dps = 2000
pi = mpmath.pi
NAMES = {
    name: getattr(mpmath, name)
    for name in "exp log10 sqrt sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh erf".split()
}
NAMES |= {
    "ln": mpmath.log,
    "log2": lambda x: mpmath.log(x) / mpmath.log(2),
    "abs": abs,
    "pi": +pi,
    "sigmoid": lambda x: 1 / (1 + mpmath.exp(-x)),
    "softplus": lambda x: mpmath.log1p(mpmath.exp(x)),
    "softsign": lambda x: x / (1 + abs(x)),
    "gelu": lambda x: x * mpmath.erfc(-x / mpmath.sqrt(2)) / 2,
    "gelu_tanh": lambda x: x / 2 * (1 + mpmath.tanh(mpmath.sqrt(2 / pi) * (x + mpf("0.044715") * x**3))),
    "silu": lambda x: x / (1 + mpmath.exp(-x)),
    "mish": lambda x: x * mpmath.tanh(mpmath.log1p(mpmath.exp(x))),
    "elu": lambda x: x if x > 0 else mpmath.expm1(x),
    "selu": lambda x: mpf("1.0507009873554804934193349852946")
    * (x if x > 0 else mpf("1.6732632423543772848170429916717") * mpmath.expm1(x)),
}
CASES = [(f"{name}(x)", "4/3" if name == "acosh" else "-1/3" if name in ("elu", "selu", "abs") else "1/3") for name in NAMES if name != "pi"]
CASES += [
    # Cancellation.
    ("1 - cos(x)", "1e-30"),
    ("exp(x) - 1 - x", "1e-20"),
    ("ln(1 + x)", "1e-40"),
    ("sinh(x) - x", "1e-30"),
    ("tanh(x) - 1", "50"),
    ("erf(x) - 1", "10"),
    ("sigmoid(x)*(1 - sigmoid(x))", "700"),
    ("sigmoid(x)*(1 - sigmoid(x))", "-50"),
    ("sqrt(x + 1) - sqrt(x)", "1e40"),
    ("sin(x)", "1e22"),
    ("sin(pi + x)", "1e-60"),
    ("tan(x)", "11/7"),
    ("gelu(x)", "-30"),
    ("mish(x)", "-40"),
    ("x^x", "1/7"),
    ("x^(1/3)", "1e-300"),
    # At an edge of a domain, as far as few digits tell.
    ("ln(1 - sigmoid(x))", "300"),
    ("ln(1 - tanh(x))", "100"),
    ("ln(exp(x) - 1)", "1e-60"),
    ("ln(softplus(x))", "-200"),
    ("sqrt(exp(x) - 1)", "1e-60"),
    ("1/(cosh(x) - 1)", "1e-40"),
    ("1/(sigmoid(x) - 1)", "200"),
    ("(1 - sigmoid(x))^(1/3)", "150"),
    ("acos(1 - exp(x))", "-200"),
    ("atanh(1 - exp(x))", "-200"),
    ("acosh(1 + exp(x))", "-200"),
    ("tan(x)", "1e300"),
    ("1/(sqrt(x)*sqrt(x) - 2 + 1/10^60)", "2"),
    # Size.
    ("exp(x)", "-100000"),
    ("exp(exp(x))", "20"),
    ("sigmoid(x)", "-1000000"),
    ("(1/4*sigmoid(x))^60000", "2"),
    ("acos(x)", "0.99999999999999999999"),
    ("atanh(x)", "-0.99999999999999999999"),
    ("acosh(x)", "1.00000000000000000001"),
    ("asin(x)", "1e-100"),
]


def main():
    with open(pathlib.Path(__file__).parent / "digits.txt", "w") as out:
        for formula, text in CASES:
            exact = Fraction(text)
            x = mpf(exact.numerator) / exact.denominator
            # 1/3 in a formula is mpmath's, not Python's.
            python = formula.replace("^", "**").replace("1/3", "mpf(1)/3").replace("1/4", "mpf(1)/4").replace("1/10", "mpf(1)/10")
            value = eval(python, {"mpf": mpf, "x": x, **NAMES})
            out.write(f"{formula};{text};{mpmath.nstr(value, 300, min_fixed=0, max_fixed=0)}\n")


if __name__ == "__main__":
    main()
