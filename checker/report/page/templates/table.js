"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("lines").textContent);
  const words = JSON.parse(byId("words").textContent);
  const codes = words.codes;
  const count = data.row.length;
  const PAGE = 50, PRINTED = 2000;
  const body = document.querySelector("#table tbody");
  const heads = [...document.querySelectorAll("#table thead button")];
  const state = { text: "", verdict: "", category: "", sort: "", descending: false, page: 0, size: PAGE };
  const open = new Set();
  let shown = [];
  let haystack = null;

  const language = () => document.documentElement.dataset.lang;
  const say = (name) => words[language()][name];
  const cell = (name, i) => data[name].texts[data[name].codes[i]];
  const paths = data.path.texts, several = paths.length > 1;
  const short = paths.map((path) => path.split(/[\\/]/).pop());
  const files = paths.map((path, k) => (short.filter((name) => name === short[k]).length > 1 ? path : short[k]));
  const place = (i) => {
    const sheet = cell("sheet", i), file = files[data.path.codes[i]];
    return (several && sheet !== file ? file + ":" : "") + sheet + "!" + data.row[i];
  };
  const product = (i) => ["manufacturer", "model", "version"].map((name) => cell(name, i)).filter(Boolean).join(" ");

  function fill(tag, text, className) {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (className) element.className = className;
    return element;
  }

  function searchable(i) {
    const own = ["sku", "product_name", "manufacturer", "model", "version", "seller", "categories", "certificate_number"].map((name) => cell(name, i));
    const verdict = data.verdict[i];
    return [place(i), ...own, words.zh.verdicts[verdict], words.en.verdicts[verdict]].join("\u0001").toLowerCase();
  }

  function choose() {
    if (state.text && haystack === null) haystack = Array.from({ length: count }, (_, i) => searchable(i));
    const wanted = state.text.toLowerCase().split(/\s+/).filter(Boolean);
    shown = [];
    for (let i = 0; i < count; i += 1) {
      if (state.verdict !== "" && data.verdict[i] !== Number(state.verdict)) continue;
      if (state.category && !cell("categories", i).split(" ").includes(state.category)) continue;
      if (wanted.length && !wanted.every((part) => haystack[i].includes(part))) continue;
      shown.push(i);
    }
    sort();
  }

  const collator = new Intl.Collator(undefined, { numeric: true });
  function ranks(name) {
    const texts = data[name].texts;
    const order = texts.map((_, k) => k).sort((a, b) => collator.compare(texts[a], texts[b]));
    const rank = new Uint32Array(texts.length);
    order.forEach((k, position) => { rank[k] = position; });
    return (i) => rank[data[name].codes[i]];
  }
  function keys(name) {
    if (name === "verdict") return [(i) => data.verdict[i]];
    if (name === "place") return [ranks("path"), ranks("sheet"), (i) => data.row[i]];
    if (name === "product") return [ranks("manufacturer"), ranks("model"), ranks("product_name")];
    return [ranks(name === "category" ? "categories" : name)];
  }
  function sort() {
    if (!state.sort) return;
    const chosen = keys(state.sort), sign = state.descending ? -1 : 1;
    shown.sort((a, b) => {
      for (const key of chosen) {
        const difference = key(a) - key(b);
        if (difference) return sign * difference;
      }
      return a - b;
    });
  }

  function reasonList(i) {
    const list = fill("ol");
    const [reasons, problems] = data.texts[data.reasons[i]];
    for (const [zh, en, evidence] of [...reasons, ...problems]) {
      const entry = fill("li", language() === "zh" ? zh : en);
      if (evidence.length) {
        const facts = fill("dl");
        const names = say("evidence"), fields = say("fields");
        for (const [key, text] of evidence) facts.append(fill("dt", names[key] || key), fill("dd", (key === "field" && fields[text]) || text));
        entry.append(facts);
      }
      list.append(entry);
    }
    return list;
  }

  function rows(i) {
    const row = fill("tr"), verdict = data.verdict[i];
    const toggle = fill("button", place(i), "toggle");
    toggle.type = "button";
    toggle.dataset.line = i;
    toggle.setAttribute("aria-expanded", String(open.has(i)));
    toggle.setAttribute("aria-controls", "reasons-" + i);
    toggle.title = say("show_reasons");
    const first = fill("td");
    first.append(toggle);
    const second = fill("td");
    second.append(fill("span", words[language()].verdicts[verdict], "badge " + codes[verdict]));
    const third = fill("td");
    third.append(fill("strong", product(i) || cell("sku", i)));
    if (cell("product_name", i)) third.append(" ", fill("span", cell("product_name", i), "name"));
    row.append(first, second, third);
    ["categories", "certificate_number", "certificate_valid_until", "date"].forEach((name, position) => {
      const td = fill("td", cell(name, i));
      td.dataset.label = heads[position + 3].innerText;
      row.append(td);
    });
    if (!open.has(i)) return [row];
    const below = fill("tr", undefined, "reasons"), wide = fill("td");
    below.id = "reasons-" + i;
    wide.colSpan = 7;
    wide.append(reasonList(i));
    below.append(wide);
    return [row, below];
  }

  function draw() {
    const pages = Math.max(1, Math.ceil(shown.length / state.size));
    state.page = Math.min(state.page, pages - 1);
    const part = shown.slice(state.page * state.size, (state.page + 1) * state.size);
    body.replaceChildren(...part.flatMap(rows));
    if (!part.length) {
      const td = fill("td", say("no_line_fits"));
      td.colSpan = 7;
      const row = fill("tr");
      row.append(td);
      body.append(row);
    }
    byId("status").textContent = say("lines_shown").replace("{shown}", shown.length.toLocaleString("en")).replace("{all}", count.toLocaleString("en"));
    byId("position").textContent = say("page").replace("{page}", state.page + 1).replace("{pages}", pages);
    byId("previous").disabled = state.page === 0;
    byId("next").disabled = state.page >= pages - 1;
    for (const button of heads) {
      const own = button.dataset.sort === state.sort;
      button.parentElement.setAttribute("aria-sort", own ? (state.descending ? "descending" : "ascending") : "none");
    }
    const options = byId("verdict").options;
    for (const option of options) if (option.dataset.verdict) option.textContent = words[language()].verdicts[codes.indexOf(option.dataset.verdict)];
  }
  function update() { state.page = 0; choose(); draw(); }

  function fold(line) {
    if (open.has(line)) open.delete(line); else open.add(line);
    draw();
    body.querySelector('[data-line="' + line + '"]').focus();
  }

  let waiting = 0;
  byId("search").addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { state.text = event.target.value.trim(); update(); }, 120);
  });
  byId("verdict").addEventListener("change", (event) => {
    const name = event.target.selectedOptions[0].dataset.verdict;
    state.verdict = name ? String(codes.indexOf(name)) : "";
    update();
  });
  byId("category").addEventListener("change", (event) => { state.category = event.target.value; update(); });
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("filters").addEventListener("reset", () => { Object.assign(state, { text: "", verdict: "", category: "" }); update(); });
  for (const button of heads) button.addEventListener("click", () => {
    if (state.sort !== button.dataset.sort) Object.assign(state, { sort: button.dataset.sort, descending: false });
    else if (!state.descending) state.descending = true;
    else Object.assign(state, { sort: "", descending: false });
    update();
  });
  body.addEventListener("click", (event) => {
    const toggle = event.target.closest(".toggle");
    if (toggle) fold(Number(toggle.dataset.line));
  });
  body.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !event.target.classList.contains("toggle")) return;
    const toggles = [...body.querySelectorAll(".toggle")];
    const next = toggles[toggles.indexOf(event.target) + step];
    if (next) { next.focus(); event.preventDefault(); }
  });
  byId("previous").addEventListener("click", () => { state.page -= 1; draw(); });
  byId("next").addEventListener("click", () => { state.page += 1; draw(); });
  byId("unfold").addEventListener("click", () => {
    const part = shown.slice(state.page * state.size, (state.page + 1) * state.size);
    const all = part.every((i) => open.has(i));
    for (const i of part) if (all) open.delete(i); else open.add(i);
    draw();
  });
  byId("language").addEventListener("click", () => {
    const root = document.documentElement;
    root.dataset.lang = language() === "zh" ? "en" : "zh";
    root.lang = root.dataset.lang;
    draw();
  });

  let before = null;
  window.addEventListener("beforeprint", () => {
    before = { page: state.page, open: [...open], folded: [...document.querySelectorAll("details:not([open])")] };
    state.size = PRINTED;
    state.page = 0;
    for (const i of shown.slice(0, PRINTED)) if (data.verdict[i] <= 2) open.add(i);
    for (const one of before.folded) one.open = true;
    draw();
  });
  window.addEventListener("afterprint", () => {
    if (!before) return;
    state.size = PAGE;
    state.page = before.page;
    open.clear();
    before.open.forEach((i) => open.add(i));
    for (const one of before.folded) one.open = false;
    before = null;
    draw();
  });

  choose();
  draw();
})();
