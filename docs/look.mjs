// Looks at the built book with Chromium: node look.mjs FOLDER_WITH_PACKAGES BOOK
// Every figure is drawn, every formula takes room, and nothing is wider than its column or lies over something else.
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, book] = process.argv.slice(2);
const puppeteer = createRequire(resolve(folder, "package.json"))("puppeteer-core");
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
const page = await browser.newPage();
await page.setViewport({ width: 1500, height: 1000 });

/** What is wrong with the page as it is drawn, and how much there is to see. */
function look() {
  const wrong = [];
  const main = document.querySelector("main");
  const column = main.getBoundingClientRect();
  for (const own of main.querySelectorAll("pre code, img, table, math, p, li")) {
    const box = own.getBoundingClientRect();
    if (box.width > 0 && box.right > column.right + 1) wrong.push(`wider than its column: ${own.textContent.slice(0, 80)}`);
    const isCut = own.matches("pre code") && own.scrollWidth > own.clientWidth + 1;
    if (isCut) {
      const lines = own.textContent.split("\n");
      const longest = lines.reduce((best, next) => (next.length > best.length ? next : best), "");
      wrong.push(`a line is cut off: ${longest.slice(0, 140)}`);
    }
  }
  // What stands below something lies below it.
  let end = 0;
  for (const own of main.children) {
    const box = own.getBoundingClientRect();
    if (box.height === 0) continue;
    if (box.top < end - 2) wrong.push(`lies over what stands above: ${own.textContent.slice(0, 80)}`);
    end = Math.max(end, box.bottom);
  }
  const images = [...main.querySelectorAll("img")];
  for (const own of images) if (own.naturalWidth === 0) wrong.push(`a figure is not drawn: ${own.src}`);
  const formulas = [...main.querySelectorAll("math")];
  for (const own of formulas) if (own.getBoundingClientRect().height < 5) wrong.push("an empty formula");
  return { wrong, figures: images.length, formulas: formulas.length };
}

let [failed, pages, figures, formulas] = [0, 0, 0, 0];
for (const name of readdirSync(book, { recursive: true }).sort()) {
  if (!name.endsWith(".html") || ["print.html", "toc.html", "404.html", "index.html"].includes(name)) continue;
  await page.goto(pathToFileURL(resolve(join(book, name))).href);
  const found = await page.evaluate(look);
  for (const wrong of found.wrong) console.error(`${name}: ${wrong}`);
  [failed, pages] = [failed + found.wrong.length, pages + 1];
  [figures, formulas] = [figures + found.figures, formulas + found.formulas];
}
await browser.close();
console.log(`${pages} pages of the book with ${figures} figures and ${formulas} formulas are drawn; ${failed} are wrong`);
process.exitCode = failed > 0 || figures === 0 || formulas === 0 ? 1 : 0;
