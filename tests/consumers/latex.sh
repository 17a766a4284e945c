#!/usr/bin/env bash
# pdflatex compiles every worked example, as a document of its own and as a fragment in the standard article class, and
# nothing runs off the page; all of them together in each notation profile, and their pictures. Installs Debian's texlive where it is missing.
# Usage: latex.sh CHAINRULE_BINARY WORK_FOLDER
set -euo pipefail
# A line may be this much too wide, in points, before it can be seen.
most_too_wide=3
here="$(cd "$(dirname "$0")" && pwd)"
chainrule="$(realpath "$1")"
source "$here/debian.sh"
work="$2/latex"
mkdir -p "$work"
work="$(realpath "$work")"

if ! command -v pdflatex >/dev/null || ! kpsewhich lmodern.sty geometry.sty amsmath.sty tikz.sty >/dev/null; then
  install_debian texlive-latex-base texlive-latex-recommended texlive-pictures lmodern preview-latex-style poppler-utils
fi

compile() {
  local name="$1"
  if ! (cd "$work" && pdflatex -halt-on-error -interaction=nonstopmode "$name.tex" >"$name.out" 2>&1); then
    echo "$name.tex does not compile:"
    grep -A6 '^!' "$work/$name.out" || tail -20 "$work/$name.out"
    return 1
  fi
  if ! awk -v most="$most_too_wide" -v name="$name" '
    /^Overfull \\hbox/ {
      match($0, /[0-9.]+pt too wide/)
      width = substr($0, RSTART, RLENGTH - 11) + 0
      if (width > most) { print name ".tex: " $0; bad = 1 }
    }
    END { exit bad }' "$work/$name.out"; then
    return 1
  fi
}

cd "$here/../.."
count=0
failed=0
for sheet in tests/worked/*.chain tests/consumers/*.chain; do
  name="$(basename "$sheet" .chain)"
  "$chainrule" run "$sheet" --format latex --standalone -o "$work/$name.tex"
  compile "$name" || failed=$((failed + 1))
  {
    printf '%s\n' '\documentclass{article}' '\usepackage{amsmath}' '\allowdisplaybreaks' '\begin{document}'
    "$chainrule" run "$sheet" --format latex
    printf '%s\n' '\end{document}'
  } >"$work/$name-fragment.tex"
  compile "$name-fragment" || failed=$((failed + 1))
  count=$((count + 2))
done
source "$here/profiles.sh"
for profile in $(profiles "$chainrule"); do
  {
    printf '%s\n' '\documentclass{article}' '\usepackage{amsmath}' '\allowdisplaybreaks' '\begin{document}'
    for sheet in tests/worked/*.chain; do
      "$chainrule" run "$sheet" --notation "$profile" --format latex
    done
    printf '%s\n' '\end{document}'
  } >"$work/in-$profile.tex"
  compile "in-$profile" || failed=$((failed + 1))
  count=$((count + 1))
done
# The pictures of all worked examples that have any, each no wider than the page.
{
  printf '%s\n' '\documentclass{article}' '\usepackage{amsmath}' '\usepackage{tikz}' '\begin{document}'
  for sheet in tests/worked/*.chain; do
    "$chainrule" run "$sheet" --show plot,graph --format latex
  done
  printf '%s\n' '\end{document}'
} >"$work/pictures.tex"
compile pictures || failed=$((failed + 1))
count=$((count + 1))
if ! grep -q 'begin{tikzpicture}' "$work/pictures.tex"; then
  echo "no picture was drawn"
  failed=$((failed + 1))
fi
echo "pdflatex: $count documents compiled, $failed failed or ran off the page"
[ "$failed" = 0 ]
