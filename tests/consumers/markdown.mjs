// Reads Markdown with markdown-it and its formulas with KaTeX, in strict mode: node markdown.mjs FOLDER_WITH_PACKAGES PAGE...
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [folder, ...files] = process.argv.slice(2);
const require = createRequire(resolve(folder, "package.json"));
const katex = require("katex");
const MarkdownIt = require("markdown-it");
const plugin = require("@vscode/markdown-it-katex");
const reader = new MarkdownIt({ html: true }).use(plugin.default ?? plugin, { throwOnError: true, strict: "error", trust: false });

/** The formulas that the reader finds. */
function formulas(tokens) {
  const found = [];
  for (const token of tokens) {
    if (token.type.startsWith("math")) found.push({ math: token.content, displayMode: !token.type.includes("inline") || token.type.includes("block") });
    if (token.type.startsWith("html")) throw new Error(`HTML: ${token.content}`);
    if (token.children) found.push(...formulas(token.children));
  }
  return found;
}

let count = 0;
let failed = 0;
for (const file of files) {
  const page = readFileSync(file, "utf8");
  const own = formulas(reader.parse(page, {}));
  const expected = [...page.matchAll(/\$\$[^]+?\$\$|\$[^$]+\$/g)].length;
  if (own.length !== expected) {
    failed += 1;
    console.error(`${file}: ${expected} formulas are written, ${own.length} are read`);
  }
  for (const { math, displayMode } of own) {
    count += 1;
    try {
      katex.renderToString(math, { throwOnError: true, strict: "error", trust: false, displayMode });
    } catch (error) {
      failed += 1;
      console.error(`${file}: ${error.message}\n  ${math}`);
    }
  }
}
console.log(`markdown-it and KaTeX ${katex.version}: ${count} formulas of ${files.length} pages, ${failed} wrong`);
process.exit(failed > 0 ? 1 : 0);
