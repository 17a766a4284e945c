#!/usr/bin/env bash
# The HTML of every worked example is valid (vnu), and Chromium draws it: nothing is empty, cut off or wider than the page.
# Needs node with npm, Java and Chromium; installs Debian's where they are missing.
# Usage: html.sh CHAINRULE_BINARY WORK_FOLDER
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
chainrule="$(realpath "$1")"
source "$here/debian.sh"
work="$2/html"
mkdir -p "$work"
work="$(realpath "$work")"
missing=()
command -v java >/dev/null || missing+=(default-jre-headless)
command -v chromium >/dev/null || missing+=(chromium)
if [ "${#missing[@]}" -gt 0 ]; then install_debian "${missing[@]}"; fi
cp "$here/package.json" "$work/"
(cd "$work" && npm install --no-package-lock --no-audit --no-fund --silent)
cd "$here/../.."
pages=()
for sheet in tests/worked/*.chain tests/consumers/*.chain; do
  page="$work/$(basename "$sheet" .chain).html"
  "$chainrule" run "$sheet" --format html -o "$page"
  pages+=("$page")
done
# Pages with their pictures.
for sheet in tests/worked/{exploding,mazur,quarter-ladder,training-mazur}.chain; do
  page="$work/$(basename "$sheet" .chain)-pictures.html"
  "$chainrule" run "$sheet" --show plot,graph --notation nielsen --format html -o "$page"
  pages+=("$page")
done
# One page of several worksheets.
"$chainrule" run tests/worked/vanishing.chain tests/worked/exploding.chain --format html -o "$work/several.html"
pages+=("$work/several.html")
java -jar "$work/node_modules/vnu-jar/build/dist/vnu.jar" --errors-only "${pages[@]}"
echo "vnu: ${#pages[@]} pages are valid"
node "$here/html.mjs" "$work" "${pages[@]}"
