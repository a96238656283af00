// All the script there is: it sorts, filters and copies tables, shows past years in charts and saves charts as pictures.
// A page is whole without it.
"use strict";
(() => {
  const words = JSON.parse(document.body.dataset.words);
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const fill = (text, facts) => text.replace(/\{(\w+)\}/g, (_, name) => facts[name]);

  function make(name, facts, ...inside) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(facts)) made.setAttribute(key, value);
    made.append(...inside);
    return made;
  }

  function button(text, pressed) {
    const made = make("button", { type: "button" }, text);
    made.addEventListener("click", () => pressed(made));
    return made;
  }

  const toolbar = (label, kind = "") => make("div", {
    class: `hba-tools${kind}`, role: "group", "aria-label": label,
  });

  // The rows of a table, each with the line below it; the heading of a group is a row of its own.
  function rowsOf(table) {
    const found = [];
    for (const row of table.tBodies[0]?.rows ?? []) {
      if (row.matches(".hba-under")) found.at(-1)?.lines.push(row);
      else found.push({ row, lines: [row], data: !row.matches(".gt_group_heading_row") });
    }
    return found;
  }

  const textOf = (cell) => cell.innerText.replace(/\s+/g, " ").trim();
  const valueOf = (row, place) => row.cells[place]?.dataset.value ?? "";

  function ordered(rows, place, step) {
    const known = rows.filter(({ row }) => valueOf(row, place) !== "");
    const numeric = known.length > 0;
    const others = rows.filter((one) => !known.includes(one));
    const compare = numeric
      ? (a, b) => valueOf(a.row, place) - valueOf(b.row, place)
      : (a, b) => collator.compare(textOf(a.row.cells[place]), textOf(b.row.cells[place]));
    return numeric
      ? [...known.sort((a, b) => step * compare(a, b)), ...others]
      : others.sort((a, b) => step * compare(a, b));
  }

  function sortable(table, rows) {
    const body = table.tBodies[0], heads = [...table.tHead.rows[0].cells];
    const lay = (order) => body.append(...order.flatMap((one) => one.lines));
    const reset = () => {
      heads.forEach((head) => head.removeAttribute("aria-sort"));
      rows.filter((one) => !one.data).forEach(({ row }) => row.classList.remove("hba-out"));
      lay(rows);
    };
    const sort = (head, place) => {
      const now = head.getAttribute("aria-sort");
      reset();
      if (now === "descending") return;
      const step = now === "ascending" ? -1 : 1;
      head.setAttribute("aria-sort", step > 0 ? "ascending" : "descending");
      rows.filter((one) => !one.data).forEach(({ row }) => row.classList.add("hba-out"));
      lay(ordered(rows.filter((one) => one.data), place, step));
    };
    heads.forEach((head, place) => {
      const sorter = button("", () => sort(head, place));
      sorter.className = "hba-sort";
      sorter.title = words.sort;
      sorter.append(...head.childNodes);
      head.append(sorter);
    });
    addEventListener("beforeprint", reset);
  }

  function filterable(rows, tools) {
    const chosen = {}, told = make("output", { "aria-live": "polite" });
    const data = rows.filter((one) => one.data);
    const show = () => {
      const fits = ({ row }) => Object.keys(chosen).every(
        (name) => !chosen[name] || row.dataset[name] === chosen[name]);
      for (const one of data) {
        for (const line of one.lines) line.classList.toggle("hba-filtered", !fits(one));
      }
      const seen = data.filter(fits).length;
      told.textContent = fill(words.seen, { n: seen, all: data.length });
    };
    for (const name of ["word", "owner"]) {
      const kinds = [...new Set(data.map(({ row }) => row.dataset[name]).filter(Boolean))];
      if (kinds.length < 2) continue;
      const choice = make("select", {}, make("option", { value: "" }, words.all));
      choice.append(...kinds.sort(collator.compare).map((kind) => make("option", {}, kind)));
      choice.addEventListener("change", () => { chosen[name] = choice.value; show(); });
      tools.append(make("label", {}, `${words[name]} `, choice));
    }
    return told;
  }

  // Tabs between cells, a line for each row that is seen: what a spreadsheet takes in.
  function tabbed(table) {
    const line = (row) => [...row.cells].map(textOf).join("\t");
    const rows = rowsOf(table).filter(({ row }) => !row.matches(".hba-out, .hba-filtered"));
    const under = ({ lines }) => lines.slice(1).map(
      (one) => `\t${textOf(one.querySelector("p") ?? one)}`).join("");
    return [line(table.tHead.rows[0]), ...rows.map((one) => line(one.row) + under(one))].join("\n");
  }

  async function copy(text) {
    const held = (event) => {
      event.clipboardData.setData("text/plain", text);
      event.preventDefault();
    };
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      document.addEventListener("copy", held, { once: true });
      if (!document.execCommand("copy")) throw new Error(words.copy);
    }
  }

  function equip(table) {
    const rows = rowsOf(table), box = table.closest(".hba-scroll");
    if (!table.tHead || rows.filter((one) => one.data).length < 3) return;
    const tools = toolbar(words.tools), told = "live" in table.dataset ? filterable(rows, tools)
      : make("output", { "aria-live": "polite" });
    if ("live" in table.dataset) sortable(table, rows);
    const done = () => { told.textContent = words.copied; };
    const copier = button(words.copy, () => copy(tabbed(table)).then(done));
    copier.className = "hba-copy";
    tools.append(copier, told);
    box.before(tools);
    // Heads stay in sight where the table needs no scrolling of its own.
    box.classList.toggle("hba-fits", table.offsetWidth <= box.clientWidth + 1);
  }

  function years(figure) {
    const lines = [...figure.querySelectorAll("[data-year]")];
    const all = [...new Set(lines.map((line) => line.dataset.year))].sort().reverse();
    if (!all.length) return;
    const tools = toolbar(words.years, " hba-years");
    tools.append(`${words.years}: `);
    for (const year of all) {
      const own = lines.filter((line) => line.dataset.year === year);
      const choice = button(year, () => {
        own.forEach((line) => line.classList.toggle("hba-flip"));
        choice.setAttribute("aria-pressed", choice.getAttribute("aria-pressed") !== "true");
      });
      choice.setAttribute("aria-pressed", !own[0].classList.contains("hba-past"));
      tools.append(choice);
    }
    [...figure.querySelectorAll("svg.hba-pic")].at(-1).after(tools);
  }

  const FONT = "Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif", SHARP = 3, EDGE = 16;

  // The chart as it stands on the page, always on white: it carries the page's rules, those of screens left out.
  function drawn(svg) {
    const whole = svg.cloneNode(true), style = document.createElementNS(svg.namespaceURI, "style");
    const { width, height } = svg.viewBox.baseVal;
    style.textContent = document.querySelector("style").textContent.replaceAll("@media screen", "@media speech");
    whole.prepend(style);
    for (const [name, value] of Object.entries({ width, height, "font-family": FONT })) whole.setAttribute(name, value);
    const image = new Image(width, height);
    image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(whole))}`;
    return image.decode().then(() => image);
  }

  function wrapped(pen, text, width) {
    const lines = [""];
    for (const word of text.split(/\s+/)) {
      const longer = `${lines.at(-1)} ${word}`.trim();
      if (lines.at(-1) && pen.measureText(longer).width > width) lines.push(word);
      else lines[lines.length - 1] = longer;
    }
    return lines;
  }

  const titleOf = (figure) => figure.querySelector(":is(h3, h4)").firstChild.textContent.trim();

  // Title, what it measures, the chart and its source on one sheet, three times as sharp as a screen.
  function sheetOf(figure, image) {
    const sheet = document.createElement("canvas"), pen = sheet.getContext("2d");
    const mark = figure.querySelector(".hba-demo-mark")?.textContent.toUpperCase();
    const source = [textOf(figure.querySelector("figcaption > p")), mark].filter(Boolean).join("  ·  ");
    const texts = [[titleOf(figure), "600 19px", 26], [textOf(figure.querySelector(".hba-chart-sub")), "14px", 21],
      [source, "13px", 18]];
    const parts = texts.map(([text, font, step]) => {
      pen.font = `${font} ${FONT}`;
      return { font: pen.font, step, lines: wrapped(pen, text, image.width) };
    });
    const tall = parts.reduce((sum, { step, lines }) => sum + step * lines.length, 0);
    sheet.width = SHARP * (image.width + 2 * EDGE);
    sheet.height = SHARP * (image.height + tall + 4 * EDGE);
    pen.scale(SHARP, SHARP);
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, sheet.width, sheet.height);
    pen.fillStyle = "#111";
    let down = EDGE;
    const say = ({ font, step, lines }) => {
      pen.font = font;
      for (const line of lines) pen.fillText(line, EDGE, down += step);
    };
    say(parts[0]);
    say(parts[1]);
    pen.drawImage(image, EDGE, down + EDGE, image.width, image.height);
    down += image.height + EDGE;
    say(parts[2]);
    return sheet;
  }

  // A picture to put into a letter or a slide. Where a browser cannot draw it the SVG is there.
  function savable(line) {
    const figure = line.closest("figure"), name = figure.id.split("fig-").at(-1);
    const saver = button("PNG", async () => {
      const sheet = sheetOf(figure, await drawn(figure.querySelector("svg.hba-pic")));
      make("a", { href: sheet.toDataURL("image/png"), download: `${name}.png` }).click();
    });
    saver.setAttribute("aria-label", `PNG: ${titleOf(figure)}`);
    line.append(saver);
  }

  document.querySelectorAll(".hba-scroll > table").forEach(equip);
  document.querySelectorAll("figure").forEach(years);
  document.querySelectorAll("figure .hba-get").forEach(savable);
})();
