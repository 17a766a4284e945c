"""Writes elementary.txt: values of the primitives at 40 digits, by mpmath."""
import mpmath
mpmath.mp.dps = 60
points = ["1e-300", "1e-8", "0.1", "0.3", "0.5", "0.75", "0.999", "1", "1.001", "2", "5", "20", "50", "700", "100000"]
domain = {
    "exp": lambda x: True, "ln": lambda x: x > 0 and x != 1, "sqrt": lambda x: x >= 0, "sin": lambda x: True, "cos": lambda x: True,
    "tan": lambda x: True, "asin": lambda x: abs(x) <= 1, "acos": lambda x: abs(x) < 1, "atan": lambda x: True,
    "sinh": lambda x: True, "cosh": lambda x: True, "tanh": lambda x: True, "asinh": lambda x: True,
    "acosh": lambda x: x > 1, "atanh": lambda x: abs(x) < 1, "erf": lambda x: True,
}
with open("elementary.txt", "w") as out:
    for name, inside in domain.items():
        f = getattr(mpmath, name)
        for sign in ("", "-"):
            for text in points:
                x = mpmath.mpf(sign + text)
                if not inside(x):
                    continue
                with mpmath.workdps(400):
                    y = f(mpmath.mpf(sign + text))
                out.write(f"{name} {sign}{text} {mpmath.nstr(y, 40, strip_zeros=False)}\n")
