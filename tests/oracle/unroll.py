"""Families written out, for oracles that read worksheets: text to text, one statement a line."""

import itertools
import re

BRACKETS = re.compile(r"(?<=[\w}])(\[)([^\[\]]*)(\])|(\^\{\()([^(){}]*)(\)\})")
MEMBER = re.compile(r"[^\W\d]\w*(?:\^\{\(-?\d+\)\})?(?:\[-?\d+(?:,-?\d+)*\])?")


def whole(text, values):
    result = eval(text.replace("^", "**"), {"__builtins__": {}}, values)
    assert result == int(result), text
    return str(int(result))


def put_in(text, values):
    """The text with indices put in, inside brackets worked out where that can be done."""

    def inside(match):
        opening, inner, closing = (match.group(place) or match.group(place + 3) for place in (1, 2, 3))
        parts = []
        for part in inner.split(","):
            try:
                parts.append(whole(part, values))
            except (NameError, SyntaxError):
                parts.append(re.sub(r"[^\W\d]\w*", lambda name: str(values.get(name[0], name[0])), part).strip())
        return opening + ",".join(parts) + closing

    text = BRACKETS.sub(inside, text)
    return re.sub(r"(?<![\w.])[^\W\d]\w*(?![\w(\[^])|(?<![\w.])[^\W\d]\w*(?=\^[^{])",
                  lambda name: f"({values[name[0]]})" if name[0] in values else name[0], text)


def top(text, word):
    """The place of a word outside brackets, or -1."""
    depth = 0
    for at, letter in enumerate(text):
        depth += (letter in "([{") - (letter in ")]}")
        if depth == 0 and text.startswith(word, at):
            return at
    return -1


def instances(clause, values):
    """All values of the indices of `l in 1..N, j in 1..l`."""
    assert not clause or clause.count(",") + 1 == len(re.findall(r"\w+ in [^.,]+\.\.", clause)), clause
    found = [dict(values)]
    for name, low, high in re.findall(r"(\w+) in ([^.,]+)\.\.([^,]+)", clause):
        found = [
            {**one, name: index}
            for one in found
            for index in range(int(whole(low, one)), int(whole(high, one)) + 1)
        ]
    return found


def written_out(text, values):
    """Sums and products over indices written out, the outer ones first."""
    while match := re.search(r"\b(sum|prod)\(", text):
        depth, end = 1, match.end()
        while depth:
            depth += (text[end] == "(") - (text[end] == ")")
            end += 1
        inner = text[match.end() : end - 1]
        cut = top(inner, " for ")
        terms = [f"({put_in(inner[:cut], one)})" for one in instances(inner[cut:], values)]
        sign, nothing = (" + ", "0") if match[1] == "sum" else ("*", "1")
        text = f"{text[:match.start()]}({sign.join(terms) or nothing}){text[end:]}"
    return text


def unroll(text):
    """A worksheet without families."""
    constants = {name: int(number) for name, number in re.findall(r"^let (\w+) = (\d+)$", text, re.M)}
    # A size left open is shown at 4.
    constants |= {name: 4 for name in re.findall(r"^let (\w+)$", text, re.M)}
    text = re.sub(r"^let (\w+)$", r"let \1 = 4", text, flags=re.M)
    lines, stars = [], []
    for line in (line.split("#")[0].strip() for line in text.splitlines()):
        if not line:
            continue
        cut = top(line, " for ")
        clause = "" if cut < 0 else line[cut:]
        statement = line if cut < 0 else line[:cut]
        keyword = statement.split(" ")[0]
        items = [statement]
        if keyword in ("given", "claim", "derive"):
            parts = re.split(r",(?![^\[(]*[\])])", statement[len(keyword) :])
            items = [f"{keyword} {part.strip()}" for part in parts]
        for item in items:
            if "*]" in item or "[*" in item or "{(*)}" in item:
                stars.append(item)
                continue
            for values in instances(clause, constants):
                lines.append(put_in(written_out(item, values), values) if keyword != "let" else item)
    known = {name for line in lines for name in MEMBER.findall(line)}
    given = {line.split(" ")[1] for line in lines if line.startswith("given ")}
    for item in stars:
        left, _, value = item.removeprefix("given ").partition(" = ")
        pattern = re.escape(left).replace(r"\*", r"-?\d+")
        for name in sorted(known - given):
            if re.fullmatch(pattern, name):
                lines.append(f"given {name} = {value}")
    return "\n".join(dict.fromkeys(lines))
