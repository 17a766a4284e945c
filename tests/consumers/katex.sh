#!/usr/bin/env bash
# KaTeX, in strict mode, parses every formula of every worked example, in every notation profile too. Needs node and npm.
# Usage: katex.sh CHAINRULE_BINARY WORK_FOLDER
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
chainrule="$(realpath "$1")"
work="$2/katex"
mkdir -p "$work"
work="$(realpath "$work")"
cp "$here/package.json" "$work/"
(cd "$work" && npm install --no-package-lock --no-audit --no-fund --silent)
cd "$here/../.."
fragments=()
for sheet in tests/worked/*.chain tests/consumers/*.chain; do
  fragment="$work/$(basename "$sheet" .chain).tex"
  "$chainrule" run "$sheet" --format latex -o "$fragment"
  fragments+=("$fragment")
done
source "$here/profiles.sh"
for profile in $(profiles "$chainrule"); do
  for sheet in tests/worked/*.chain; do
    fragment="$work/$(basename "$sheet" .chain)-$profile.tex"
    "$chainrule" run "$sheet" --notation "$profile" --format latex -o "$fragment"
    fragments+=("$fragment")
  done
done
node "$here/katex.mjs" "$work" "${fragments[@]}"
