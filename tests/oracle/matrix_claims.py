"""Checks matrix_claims.txt, textbooks.txt and papers.txt against central difference quotients at 60 digits: what stands with a plus holds, what stands with
a minus does not. The reader is that of arrays.py.

    python3 tests/oracle/matrix_claims.py     # from the root of the repository; needs mpmath
"""
import pathlib
import re

import arrays


def spelled_out(text, sheet):
    """Powers of matrices, as products."""
    matrices = set(re.findall(r"\b([A-Z])\b", " ".join(line for line in sheet if " in R^" in line)))

    def product(found):
        base, power = found[1], int(found[2])
        if base not in matrices:
            return found[0]
        return "(" + "*".join([base if power > 0 else f"{base}^-1"] * abs(power)) + ")"

    # An identity without a size is here always one of n rows.
    text = re.sub(r"\bI\b(?!\()", "I(n)", text.replace("^-T", "^-1^T"))
    return re.sub(r"\b([A-Z])\^(-?[2-9])\b", product, text)


def holds(title, lines, claim):
    query = re.match(r"d(\^2)?(\w+)/d(\w+?)(?:\^2)? = (.*)", claim).groups()
    try:
        arrays.check(title, lines, [query])
    except ZeroDivisionError:
        print(f"singular: {title}")
        return False
    except (AssertionError, ValueError, IndexError):
        return False
    return True


def check(file):
    count = 0
    for block in pathlib.Path("tests/oracle", file).read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if not lines:
            continue
        sheet = [line for line in lines[1:] if line[0] not in "+-"]
        read = [spelled_out(line, sheet) for line in sheet]
        for line in (line for line in lines[1:] if line[0] in "+-"):
            if holds(lines[0], read, spelled_out(line[1:].strip(), sheet)) != (line[0] == "+"):
                print(f"wrong: {lines[0]}: {line}")
            count += 1
    print(f"{file}: {count} claims")


def main():
    check("matrix_claims.txt")
    check("textbooks.txt")
    check("papers.txt")


if __name__ == "__main__":
    main()
