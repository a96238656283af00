// Opens finished pages in Debian's chromium and prints what is wrong with each, as JSON: accessibility (axe-core),
// requests that leave the page, console errors (a script that the page's policy refuses is one), sideways scrolling,
// missing language or alternative texts, and what a reader cannot do with it (interactions.mjs).
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { files, hovering, interact, links } from "./interactions.mjs";

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [executablePath, ...pages] = process.argv.slice(2);
const wide = { width: 1366, height: 768 }, phone = { width: 390, height: 844 };

const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});

// Run in the page: what is seen at this width, in charts how tall letters are and where words end.
function facts() {
  const charts = [...document.querySelectorAll("svg.hba-pic")]
    .map((svg) => [svg, svg.getBoundingClientRect()]).filter(([, box]) => box.width > 0);
  const letters = ([svg, box]) => parseFloat(getComputedStyle(svg).fontSize) * box.width / svg.viewBox.baseVal.width;
  const cut = ([svg, box]) => box.right > window.innerWidth + 0.5 || [...svg.querySelectorAll("text")].some((text) => {
    const own = text.getBoundingClientRect();
    return own.width > 0 && (own.right > box.right + 2 || own.left < box.left - 2);
  });
  const first = [...document.querySelectorAll(".hba-lead-chart svg")].map((svg) => svg.getBoundingClientRect())
    .filter((box) => box.width > 0);
  return {
    wide: document.documentElement.scrollWidth - window.innerWidth,
    lang: document.documentElement.lang,
    h1: document.querySelectorAll("h1").length,
    mute: [...document.images].filter((image) => !image.alt.trim()).length,
    broken: [...document.images].filter((image) => !image.complete || image.naturalWidth === 0).length,
    scripts: [...document.scripts].filter((script) => script.src || script.parentElement !== document.body
      || script.nextElementSibling).length,
    long: [...document.querySelectorAll(".hba-figure > h3, .hba-chart-title")]
      .map((title) => (title.firstChild?.textContent ?? "").trim()).filter((title) => title.split(/\s+/).length > 15),
    small: charts.filter((chart) => letters(chart) < 12).length,
    cut: charts.filter(cut).length,
    lead: first.length, below: first.filter((box) => box.bottom > window.innerHeight).length,
    amounts: document.querySelector(".hba-lead") === null || /\d/.test(document.querySelector("h1").textContent),
  };
}

function faults(seen, size) {
  const at = `at ${size.width} px`, found = [];
  if (seen.wide > 0) found.push(`scrolls sideways by ${seen.wide} px ${at}`);
  if (!["vi", "en"].includes(seen.lang)) found.push(`language is ${seen.lang}`);
  if (seen.h1 !== 1) found.push(`${seen.h1} main headings`);
  if (seen.mute) found.push(`${seen.mute} images without words`);
  if (seen.broken) found.push(`${seen.broken} images that do not load`);
  for (const title of seen.long) found.push(`more than fifteen words: ${title}`);
  if (seen.small) found.push(`${seen.small} charts with letters below 12 px ${at}`);
  if (seen.cut) found.push(`${seen.cut} charts cut ${at}`);
  if (!seen.amounts) found.push("no amount in the headline");
  if (size === wide && seen.lead && seen.below) found.push(`${seen.below} of ${seen.lead} charts below the first screen`);
  if (seen.scripts) found.push(`${seen.scripts} scripts`);
  return found;
}

async function accessibility(page, size) {
  await page.evaluate(axe);
  const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return result.violations.map((violation) => {
    const where = violation.nodes.slice(0, 3).map((node) => node.html.slice(0, 120)).join(" | ");
    return `axe ${violation.id} at ${size.width} px: ${where}`;
  });
}

async function checked(context, file) {
  const page = await context.newPage(), own = pathToFileURL(file).href;
  const told = { page: file, problems: [], tried: {} };
  page.on("request", (request) => {
    const url = request.url();
    if (url !== own && !url.startsWith("data:")) told.problems.push(`request: ${url}`);
  });
  page.on("console", (message) => {
    if (message.type() === "error") told.problems.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => told.problems.push(`error: ${error.message}`));
  await page.setViewportSize(wide);
  await page.goto(own);
  for (const part of [await page.evaluate(links), await page.evaluate(hovering), await files(page)]) {
    told.problems.push(...part.problems);
    Object.assign(told.tried, part.tried);
  }
  // Light on a laptop, dark on a phone: every rule at both sizes and in both colours.
  for (const [colorScheme, size] of [["light", wide], ["dark", phone]]) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(size);
    told.problems.push(...faults(await page.evaluate(facts), size), ...await accessibility(page, size));
  }
  await page.setViewportSize(wide);
  const done = await interact(page);
  told.problems.push(...done.problems);
  Object.assign(told.tried, done.tried);
  await page.emulateMedia({ media: null, colorScheme: null });
  const printed = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  told.tried.sheets = printed.match(/\/Type\s*\/Page\b/g).length;
  await page.close();
  return told;
}

const context = await browser.newContext();
// Whoever runs the tests ends a browser that hangs; no check is decided by how fast it is.
context.setDefaultTimeout(0);
const queue = [...pages], found = [];
const worker = async () => {
  for (let file = queue.shift(); file; file = queue.shift()) found.push(await checked(context, file));
};
await Promise.all([worker(), worker()]);
await browser.close();
console.log(JSON.stringify(found));
