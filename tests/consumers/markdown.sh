#!/usr/bin/env bash
# The Markdown of every worked example keeps its formulas: through GitHub's own reader (cmark-gfm), which knows none, and
# through markdown-it, which looks for them; KaTeX parses each in strict mode. Needs node with npm, and Python with venv.
# Usage: markdown.sh CHAINRULE_BINARY WORK_FOLDER
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
chainrule="$(realpath "$1")"
work="$2/markdown"
mkdir -p "$work"
work="$(realpath "$work")"
cp "$here/package.json" "$work/"
(cd "$work" && npm install --no-package-lock --no-audit --no-fund --silent)
if [ ! -x "$work/python/bin/python" ]; then
  python3 -m venv "$work/python"
  "$work/python/bin/pip" install --quiet cmarkgfm==2025.10.22
fi
cd "$here/../.."
pages=()
for sheet in tests/worked/*.chain tests/consumers/*.chain; do
  page="$work/$(basename "$sheet" .chain).md"
  "$chainrule" run "$sheet" --format markdown -o "$page"
  pages+=("$page")
done
"$work/python/bin/python" "$here/github.py" "${pages[@]}"
node "$here/markdown.mjs" "$work" "${pages[@]}"
