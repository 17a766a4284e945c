"""Typesets the derivations of a book's tutorial: python typeset.py CHAINRULE SOURCES

A worksheet that is followed by what `chainrule run` prints gets its derivation as MathML below its block, by `chainrule weave`. Of all other
blocks nothing but the language stays on the fence: mdBook makes classes of what else stands there, and has classes of its own.
"""

import pathlib
import re
import subprocess
import sys

chainrule, sources = sys.argv[1], pathlib.Path(sys.argv[2])
tutorial = [sources / "introduction.md", *sorted((sources / "tutorial").glob("*.md"))]
# A block with its fence and what the fence says.
BLOCK = re.compile(r"^(`{3,})([^\n`]*)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)

for page in sorted(sources.glob("**/*.md")):
    text = page.read_text(encoding="utf-8")
    blocks = list(BLOCK.finditer(text))
    out, at = [], 0
    for block, after in zip(blocks, [*blocks[1:], None]):
        says = block.group(2).split()
        is_printed = after is not None and after.group(2).startswith(("text output", "latex output"))
        is_plain = all(word.startswith("file=") for word in says[1:])
        fence = says[0] if says else ""
        if fence == "chain":
            is_typeset = page in tutorial and is_printed and is_plain
            fence = "chain show=chain,together" if is_typeset else "text"
        out += [text[at : block.start()], block.group(1), fence, "\n"]
        at = block.start(3)
    page.write_text("".join([*out, text[at:]]), encoding="utf-8")

subprocess.run([chainrule, "weave", "--math", "mathml", *map(str, tutorial)], check=True)
