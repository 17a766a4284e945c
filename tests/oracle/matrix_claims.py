"""Checks matrix_claims.txt against central difference quotients at 60 digits: what stands with a plus holds, what stands with
a minus does not. The reader is that of arrays.py.

    python3 tests/oracle/matrix_claims.py     # from the root of the repository; needs mpmath
"""
import pathlib
import re

import arrays


def spelled_out(text):
    """Powers of matrices, as products."""
    text = re.sub(r"\b([AX])\^3", r"(\1*\1*\1)", text)
    text = re.sub(r"\bA\^-3", "(A^-1*A^-1*A^-1)", text)
    return re.sub(r"\bA\^-2", "(A^-1*A^-1)", text).replace("^-T", "^-1^T")


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


def main():
    count = 0
    for block in pathlib.Path("tests/oracle/matrix_claims.txt").read_text(encoding="utf-8").split("\n\n"):
        lines = [spelled_out(line) for line in block.splitlines() if line and not line.startswith("#")]
        if not lines:
            continue
        sheet = [line for line in lines[1:] if line[0] not in "+-"]
        for line in (line for line in lines[1:] if line[0] in "+-"):
            if holds(lines[0], sheet, line[1:].strip()) != (line[0] == "+"):
                print(f"wrong: {lines[0]}: {line}")
            count += 1
    print(f"{count} claims")


if __name__ == "__main__":
    main()
