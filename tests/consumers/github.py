"""Reads Markdown as GitHub does (cmark-gfm, then formulas are looked for in the words): every formula must be unchanged.

github.py PAGE..."""

import html
import re
import sys

import cmarkgfm
from cmarkgfm.cmark import Options

FORMULA = re.compile(r"\$\$(.+?)\$\$|\$([^$]+)\$", re.DOTALL)


def formulas(text):
    return [match[1] or match[2] for match in FORMULA.finditer(text)]


count, failed = 0, 0
for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as file:
        page = file.read()
    expected = formulas(page)
    rendered = cmarkgfm.github_flavored_markdown_to_html(page, Options.CMARK_OPT_UNSAFE)
    # A formula with a tag in it is one of which Markdown took something for its own.
    found = [html.unescape(own) for own in formulas(rendered)]
    count += len(expected)
    for left, right in zip(expected, found):
        if left.strip() != right.strip():
            failed += 1
            print(f"{name}: {left!r}\n  became {right!r}")
            break
    if len(expected) != len(found) or not expected:
        failed += 1
        print(f"{name}: {len(expected)} formulas became {len(found)}")
    # GitHub takes a dollar for the end of a formula only where no letter or digit follows, and for its beginning where none
    # stands before.
    for match in re.finditer(r"(?<!\$)\$([^$]+)\$(?!\$)", page):
        before, after = page[match.start() - 1 : match.start()], page[match.end() : match.end() + 1]
        if before.isalnum() or after.isalnum() or match[1] != match[1].strip():
            failed += 1
            print(f"{name}: GitHub sees no formula in {before!r}{match[0]!r}{after!r}")
print(f"cmark-gfm: {count} formulas of {len(sys.argv) - 1} pages, {failed} wrong")
sys.exit(failed > 0)
