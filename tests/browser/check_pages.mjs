// Opens finished pages in Debian's chromium and prints what is wrong with each, as JSON: accessibility (axe-core),
// requests that leave the page, console errors, sideways scrolling, missing language or alternative texts.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [executablePath, ...pages] = process.argv.slice(2);
// What is seen of each chart at this width: how tall its letters are, where it ends.
const chartFacts = `globalThis.charts = () => [...document.querySelectorAll("svg.hba-pic")]
  .map((svg) => [svg, svg.getBoundingClientRect()]).filter(([, box]) => box.width > 0)
  .map(([svg, box]) => ({
    letters: parseFloat(getComputedStyle(svg).fontSize) * box.width / svg.viewBox.baseVal.width,
    right: box.right,
  }))`;
const sizes = [{ width: 1280, height: 900 }, { width: 390, height: 844 }];

const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
const found = [];
for (const file of pages) {
  for (const colorScheme of ["light", "dark"]) {
    const context = await browser.newContext({ colorScheme, bypassCSP: true });
    const page = await context.newPage();
    const told = { page: file, colorScheme, problems: [] };
    const own = pathToFileURL(file).href;
    page.on("request", (request) => {
      const url = request.url();
      if (url !== own && !url.startsWith("data:")) told.problems.push(`request: ${url}`);
    });
    page.on("console", (message) => {
      if (message.type() === "error") told.problems.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => told.problems.push(`error: ${error.message}`));
    await page.goto(own);
    for (const size of sizes) {
      await page.setViewportSize(size);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (wide > 0) told.problems.push(`scrolls sideways by ${wide} px at ${size.width} px`);
      await page.evaluate(axe);
      const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
      for (const violation of result.violations) {
        const where = violation.nodes.slice(0, 3).map((node) => node.html.slice(0, 120)).join(" | ");
        told.problems.push(`axe ${violation.id} at ${size.width} px: ${where}`);
      }
    }
    await page.addScriptTag({ content: chartFacts });
    const facts = await page.evaluate(() => ({
      lang: document.documentElement.lang,
      h1: document.querySelectorAll("h1").length,
      mute: [...document.images].filter((image) => !image.alt.trim()).length,
      broken: [...document.images].filter((image) => !image.complete || image.naturalWidth === 0).length,
      scripts: document.scripts.length,
      long: [...document.querySelectorAll(".hba-figure > h3, .hba-chart-title")]
        .map((title) => (title.firstChild?.textContent ?? "").trim())
        .filter((title) => title.split(/\s+/).length > 15),
      small: charts().filter((chart) => chart.letters < 12).length,
      cut: charts().filter((chart) => chart.right > window.innerWidth + 0.5).length,
      amounts: document.querySelector(".hba-lead") === null || /\d/.test(document.querySelector("h1").textContent),
    }));
    if (!["vi", "en"].includes(facts.lang)) told.problems.push(`language is ${facts.lang}`);
    if (facts.h1 !== 1) told.problems.push(`${facts.h1} main headings`);
    if (facts.mute) told.problems.push(`${facts.mute} images without words`);
    if (facts.broken) told.problems.push(`${facts.broken} images that do not load`);
    for (const title of facts.long) told.problems.push(`more than fifteen words: ${title}`);
    if (facts.small) told.problems.push(`${facts.small} charts with letters below 12 px on a phone`);
    if (facts.cut) told.problems.push(`${facts.cut} charts cut on a phone`);
    if (!facts.amounts) told.problems.push("no amount in the headline");
    if (facts.scripts - 1) told.problems.push(`${facts.scripts - 1} scripts`);
    found.push(told);
    await context.close();
  }
}
await browser.close();
console.log(JSON.stringify(found));
