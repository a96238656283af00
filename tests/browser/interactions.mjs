// What a reader does with a page: sorts, filters and copies its tables, shows past years, follows links, saves files.
// Each try is counted in `tried`, so that an empty list of problems means something.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

// Run in the page. Events are those of a keyboard: a focused button is pressed by a click without a place.
export function links() {
  const ids = new Set([...document.querySelectorAll("[id]")].map((one) => one.id));
  const inside = [...document.querySelectorAll('a[href^="#"]')].map((link) => decodeURIComponent(link.hash.slice(1)));
  const problems = inside.filter((id) => id && !ids.has(id)).map((id) => `link to #${id} leads nowhere`);
  const mute = [...document.querySelectorAll("h1, h2, h3, h4")].filter((one) => !one.id && !one.closest("[id]"));
  problems.push(...mute.map((one) => `no anchor: ${one.textContent.slice(0, 60)}`));
  const twice = [...document.querySelectorAll("[id]")].map((one) => one.id).filter((id, n, all) => all.indexOf(id) !== n);
  problems.push(...twice.map((id) => `#${id} stands twice`));
  if (document.head.querySelectorAll("title").length !== 1) problems.push("not one title");
  return { problems, tried: { links: inside.length } };
}

// Files beside the page that it links to, and tables that it carries within a link.
export async function files(page) {
  const links = await page.locator("a[href]").evaluateAll((all) => all.map((link) => link.href));
  const beside = links.filter((href) => href.startsWith("file:")).map((href) => fileURLToPath(href.split("#")[0]));
  const problems = beside.filter((path) => !existsSync(path)).map((path) => `no file ${path}`);
  const inside = links.filter((href) => href.startsWith("data:"));
  problems.push(...inside.filter((href) => href.length < 100).map((href) => `an empty file: ${href}`));
  const offered = await page.locator(".hba-get a").count();
  return { problems, tried: { files: offered, carried: inside.length } };
}

async function savingCharts(page, problems) {
  const saver = page.locator("figure .hba-get button").first();
  if (!await saver.count()) return 0;
  await page.emulateMedia({ colorScheme: "dark" });
  const [saved] = await Promise.all([page.waitForEvent("download"), saver.press("Enter")]);
  await page.emulateMedia({ colorScheme: "light" });
  const picture = readFileSync(await saved.path()), wide = picture.readUInt32BE(16), tall = picture.readUInt32BE(20);
  if (picture.toString("latin1", 1, 4) !== "PNG" || wide < 900 || tall < 500) problems.push(`saved ${wide} x ${tall}`);
  if (!/^[\w-]+\.png$/.test(saved.suggestedFilename())) problems.push(`saved as ${saved.suggestedFilename()}`);
  // White even where the page is dark, and not only white.
  const seen = await page.evaluate(async (bytes) => {
    const image = new Image();
    image.src = `data:image/png;base64,${bytes}`;
    await image.decode();
    const sheet = document.createElement("canvas");
    sheet.width = image.width;
    sheet.height = image.height;
    const pen = sheet.getContext("2d");
    pen.drawImage(image, 0, 0);
    const { data } = pen.getImageData(0, 0, image.width, image.height);
    const colours = new Set();
    for (let n = 0; n < data.length; n += 4) colours.add((data[n] << 16) | (data[n + 1] << 8) | data[n + 2]);
    return { corner: [...data.slice(0, 3)], colours: colours.size };
  }, picture.toString("base64"));
  if (seen.corner.some((part) => part !== 255)) problems.push(`a saved chart on ${seen.corner}`);
  if (seen.colours < 20) problems.push(`a saved chart of ${seen.colours} colours`);
  return 1;
}

export function hovering() {
  const told = [...document.querySelectorAll("svg.hba-pic circle > title")];
  const empty = told.filter((title) => !/\d/.test(title.textContent)).length;
  return { problems: empty ? [`${empty} dots tell no value`] : [], tried: { hover: told.length } };
}

async function sorting(page, table, problems) {
  const heads = table.locator("thead th");
  for (let n = 1; n < await heads.count(); n += 1) {
    const cells = await table.locator(`tbody tr:has(th[scope=row]) > :nth-child(${n + 1})`)
      .evaluateAll((all) => all.map((cell) => cell.dataset.value).filter(Boolean).map(Number));
    if (new Set(cells).size < 3) continue;
    await heads.nth(n).locator("button").focus();
    await page.keyboard.press("Enter");
    if (await heads.nth(n).getAttribute("aria-sort") !== "ascending") problems.push("Enter on a head does not sort");
    const after = await table.locator(`tbody tr:has(th[scope=row]) > :nth-child(${n + 1})`)
      .evaluateAll((all) => all.map((cell) => cell.dataset.value).filter(Boolean).map(Number));
    const wanted = [...cells].sort((a, b) => a - b);
    if (JSON.stringify(after) !== JSON.stringify(wanted)) problems.push(`column ${n} is not sorted: ${after}`);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    const back = await table.locator(`tbody tr:has(th[scope=row]) > :nth-child(${n + 1})`)
      .evaluateAll((all) => all.map((cell) => cell.dataset.value).filter(Boolean).map(Number));
    if (JSON.stringify(back) !== JSON.stringify(cells)) problems.push("the third press does not restore the order");
    return 1;
  }
  return 0;
}

async function filtering(page, table, problems) {
  const choice = page.locator(".hba-tools", { has: page.locator("select") }).first().locator("select").first();
  if (!await choice.count()) return 0;
  const words = await choice.locator("option").allTextContents();
  await choice.selectOption(words[1]);
  const seen = await table.locator("tbody tr[data-word]:visible").evaluateAll((all) => all.map((row) => [row.dataset.word, row.dataset.owner]));
  // The first filter is by owner where all rows have one word.
  if (!seen.length || seen.some((own) => !own.includes(words[1]))) problems.push(`filtered by ${words[1]}: ${seen}`);
  await choice.selectOption("");
  return 1;
}

async function copying(page, table, problems) {
  await page.evaluate(() => { navigator.clipboard.writeText = (text) => { globalThis.copied = text; return Promise.resolve(); }; });
  const button = page.locator(".hba-copy").filter({ visible: true }).first();
  if (!await button.count()) return 0;
  await button.focus();
  await page.keyboard.press("Enter");
  const copied = await page.evaluate(() => globalThis.copied ?? "");
  const widths = copied.split("\n").map((line) => line.split("\t").length);
  if (widths.length < 4 || widths[0] < 2) problems.push(`copied: ${copied.slice(0, 80)}`);
  return 1;
}

// The line of last year is seen from the start, its name at its end: both go, and both come back.
async function namesGoWithTheirLines(page, problems) {
  const figure = page.locator("figure:has(.hba-years)").first();
  if (!await figure.locator("button[aria-pressed=true]").count()) return;
  const choice = figure.locator(".hba-years button").first(), year = await choice.textContent();
  const seen = () => figure.locator("svg:visible [data-year]").evaluateAll((all, own) => all
    .filter((one) => one.dataset.year === own && getComputedStyle(one).display !== "none").map((one) => one.tagName), year);
  const before = (await seen()).join();
  if (!before.includes("text") || !before.includes("polyline")) problems.push(`${year} has no name: ${before}`);
  await choice.press("Space");
  const left = await seen();
  if (left.length) problems.push(`${year} is switched off, there stays: ${left}`);
  await choice.press("Space");
  if ((await seen()).join() !== before) problems.push(`${year} does not come back`);
}

async function pastYears(page, problems) {
  const choice = page.locator(".hba-years button[aria-pressed=false]").first();
  if (!await choice.count()) return 0;
  const year = await choice.textContent();
  const line = page.locator(`figure svg:visible polyline[data-year="${year}"]`).first();
  await choice.focus();
  await page.keyboard.press("Space");
  if (!await line.isVisible()) problems.push(`${year} is not shown`);
  await page.keyboard.press("Space");
  if (await line.isVisible()) problems.push(`${year} is not hidden again`);
  await namesGoWithTheirLines(page, problems);
  return 1;
}

export async function interact(page) {
  const problems = [], tried = { sort: 0, filter: 0, copy: 0, years: 0, saved: 0 };
  const table = page.locator("table[data-live]").filter({ visible: true }).first();
  if (await table.count() && await table.locator(".hba-sort").count()) {
    tried.sort += await sorting(page, table, problems);
    tried.filter += await filtering(page, table, problems);
  }
  tried.copy += await copying(page, table, problems);
  tried.years += await pastYears(page, problems);
  tried.saved += await savingCharts(page, problems);
  await page.emulateMedia({ media: "print" });
  const printed = await page.locator(".hba-tools, .hba-get").filter({ visible: true }).count();
  if (printed) problems.push(`${printed} tools are printed`);
  await page.emulateMedia({ media: "screen" });
  return { problems, tried };
}
