// What a reader does with a page: sorts, filters and copies its tables, shows past years, follows links. Each try
// is counted in `tried`, so that an empty list of problems means something.

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
  const seen = await table.locator("tbody tr[data-word]:visible").evaluateAll((all) => all.map((row) => row.dataset.word));
  if (!seen.length || seen.some((word) => word !== words[1])) problems.push(`filtered by ${words[1]}: ${seen}`);
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
  return 1;
}

export async function interact(page) {
  const problems = [], tried = { sort: 0, filter: 0, copy: 0, years: 0 };
  const table = page.locator("table[data-live]").filter({ visible: true }).first();
  if (await table.count() && await table.locator(".hba-sort").count()) {
    tried.sort += await sorting(page, table, problems);
    tried.filter += await filtering(page, table, problems);
  }
  tried.copy += await copying(page, table, problems);
  tried.years += await pastYears(page, problems);
  await page.emulateMedia({ media: "print" });
  const printed = await page.locator(".hba-tools").filter({ visible: true }).count();
  if (printed) problems.push(`${printed} tools are printed`);
  await page.emulateMedia({ media: "screen" });
  return { problems, tried };
}
