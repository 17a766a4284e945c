"""Compiles pages of Typst; a formula that is wider than the page is an error: typst_pages.py PAGE..."""

import sys

import typst

# A formula that stands alone is measured; the page has room for 160 mm.
MEASURED = """
#show math.equation.where(block: true): it => context {
  let width = measure(it).width
  if width > 161mm { panic("a formula is " + repr(width) + " wide") }
  it
}
"""

failed = 0
for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as file:
        page = file.read()
    if name.endswith("-fragment.typ"):
        page = '#set page(paper: "a4", margin: 25mm)\n' + page
    try:
        pdf = typst.compile((MEASURED + page).encode())
        if not pdf.startswith(b"%PDF"):
            raise ValueError("no PDF came of it")
    except Exception as wrong:  # whatever the compiler says is shown
        failed += 1
        print(f"{name}: {wrong}")
print(f"Typst: {len(sys.argv) - 1} documents compiled, {failed} failed")
sys.exit(failed > 0)
