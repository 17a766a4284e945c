// Parses every formula of LaTeX fragments with KaTeX, in strict mode: node katex.mjs FOLDER_WITH_KATEX FRAGMENT...
// A formula is what stands in `$…$`, in `\[…\]`, in an `align*`, or in an `align` or `equation`, whose labels KaTeX does not know.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [folder, ...files] = process.argv.slice(2);
const katex = createRequire(resolve(folder, "package.json"))("katex");
const options = { throwOnError: true, strict: "error", trust: false };

/** The formulas of a fragment. An escaped dollar opens none, and within a display `$` belongs to a `\text`. */
function formulas(text) {
  const found = [];
  const pattern = /\\begin\{(?:align\*?|equation)\}[^]*?\\end\{(?:align\*?|equation)\}|\\\[([^]*?)\\\]|(?<!\\)\$((?:[^$\\]|\\[^])+)\$/g;
  const labelled = /\\label\{[^}]*\}|\\eqref\{[^}]*\}/g;
  for (const match of text.replace(labelled, "").matchAll(pattern)) {
    if (match[2] !== undefined) found.push({ math: match[2], displayMode: false });
    else found.push({ math: match[1] ?? match[0], displayMode: true });
  }
  return found;
}

let count = 0;
let failed = 0;
for (const file of files) {
  const own = formulas(readFileSync(file, "utf8"));
  if (own.length === 0) {
    console.error(`${file}: no formula found`);
    failed += 1;
  }
  for (const { math, displayMode } of own) {
    count += 1;
    try {
      katex.renderToString(math, { ...options, displayMode });
    } catch (error) {
      failed += 1;
      console.error(`${file}: ${error.message}\n  ${math}`);
    }
  }
}
console.log(`KaTeX ${katex.version}: ${count} formulas of ${files.length} fragments parsed, ${failed} refused`);
process.exit(failed > 0 ? 1 : 0);
