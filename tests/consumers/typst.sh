#!/usr/bin/env bash
# Typst compiles every worked example, as a document of its own and as a fragment, and no formula is wider than the page; in every
# notation profile too, and with its pictures.
# Needs Python with venv; the compiler comes from PyPI.
# Usage: typst.sh CHAINRULE_BINARY WORK_FOLDER
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
chainrule="$(realpath "$1")"
work="$2/typst"
mkdir -p "$work"
work="$(realpath "$work")"
if [ ! -x "$work/python/bin/python" ]; then
  python3 -m venv "$work/python"
  "$work/python/bin/pip" install --quiet typst==0.15.2
fi
cd "$here/../.."
pages=()
for sheet in tests/worked/*.chain tests/consumers/*.chain; do
  name="$work/$(basename "$sheet" .chain)"
  "$chainrule" run "$sheet" --format typst --standalone -o "$name.typ"
  "$chainrule" run "$sheet" -o "$name-fragment.typ"
  pages+=("$name.typ" "$name-fragment.typ")
done
source "$here/profiles.sh"
for profile in $(profiles "$chainrule"); do
  for sheet in tests/worked/*.chain; do
    name="$work/$(basename "$sheet" .chain)-$profile"
    "$chainrule" run "$sheet" --notation "$profile" --show plot,graph --standalone -o "$name.typ"
    pages+=("$name.typ")
  done
done
"$work/python/bin/python" "$here/typst_pages.py" "${pages[@]}"
