// Draws pages of HTML with Chromium, wide, narrow and for print: node html.mjs FOLDER_WITH_PACKAGES PAGE...
// Every formula takes room, nothing is wider than the page, and nothing wide is cut off without a way to reach it.
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, ...files] = process.argv.slice(2);
const puppeteer = createRequire(resolve(folder, "package.json"))("puppeteer-core");
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
const page = await browser.newPage();

/** Waits until the page is laid out anew. */
const drawn = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

/** What is wrong with the page as it is drawn. */
function wrongs(mayScroll) {
  const found = [];
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) found.push(`the page is ${document.documentElement.scrollWidth} wide`);
  const formulas = [...document.querySelectorAll("math")];
  if (formulas.length === 0) found.push("no formula");
  for (const formula of formulas) {
    const box = formula.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) found.push(`an empty formula: ${formula.textContent.slice(0, 60)}`);
  }
  for (const box of document.querySelectorAll(".equations, .wide, summary")) {
    if (!mayScroll && box.scrollWidth > box.clientWidth + 1) found.push(`${box.scrollWidth - box.clientWidth} px cut off: ${box.textContent.slice(0, 80)}`);
    if (box.scrollHeight > box.clientHeight + 3) found.push(`${box.scrollHeight - box.clientHeight} px cut off below: ${box.textContent.slice(0, 80)}`);
  }
  const heading = document.querySelector("h1");
  if (heading === null || heading.getBoundingClientRect().height < 5) found.push("no heading");
  return found;
}

let failed = 0;
let formulas = 0;
for (const file of files) {
  const requests = [];
  page.removeAllListeners("request");
  page.on("request", (request) => requests.push(request.url()));
  const say = (found, how) => {
    for (const wrong of found) console.error(`${file}, ${how}: ${wrong}`);
    failed += found.length;
  };
  await page.emulateMediaType("screen");
  await page.setViewport({ width: 1200, height: 900 });
  await page.goto(pathToFileURL(resolve(file)).href);
  if (requests.length !== 1) say([`it asks for ${requests.slice(1)}`], "loading");
  const closed = await page.$$eval("details", (all) => all.map((own) => own.querySelector(".equations math").checkVisibility()));
  if (closed.some((seen) => seen)) say(["steps are not folded"], "folded");
  await page.$$eval("details", (all) => all.forEach((own) => (own.open = true)));
  formulas += (await page.$$("math")).length;
  say(await page.evaluate(wrongs, false), "wide");
  await page.setViewport({ width: 420, height: 900 });
  await drawn();
  say(await page.evaluate(wrongs, true), "narrow");
  await page.$$eval("details", (all) => all.forEach((own) => (own.open = false)));
  await page.setViewport({ width: 720, height: 900 });
  await page.emulateMediaType("print");
  await drawn();
  const hidden = await page.$$eval("details .equations math", (all) => all.filter((own) => !own.checkVisibility()).length);
  if (hidden > 0) say([`${hidden} formulas of steps are missing`], "print");
  await page.emulateMediaType("screen");
  await page.setViewport({ width: 1200, height: 900 });
  await page.screenshot({ path: file.replace(/html$/, "png"), fullPage: false });
}
await browser.close();
console.log(`Chromium: ${formulas} formulas of ${files.length} pages drawn, ${failed} wrong`);
process.exit(failed > 0 ? 1 : 0);
