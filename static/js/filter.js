// Narrows a list by words that a row must hold and choices that one row must meet; both are in the address. Without this
// script the whole list is there. `data-filter-list` is the label of the field, `data-one` what a row of a list with
// choices is called; `data-row` and `data-group` are what may be hidden. The own page of a list that has a page for each
// year is narrowed over all years, with the rows of those pages.

import { element } from "./element.js";
import { fold } from "./fold.js";

const list = document.querySelector("[data-filter-list]");
const { one } = list.dataset;
const groups = [...list.querySelectorAll("[data-group]")].map((group) => [group, group.open]);
const selects = [...document.querySelectorAll("[data-choice]")];
const choices = document.querySelector("#choices");
const isOfYear = document.querySelector(".years [aria-current]");
const links = one && !isOfYear ? [...document.querySelectorAll(".years a")] : [];
const years = links.map(({ href, textContent }) => ({ href, year: textContent, rows: [], loading: null }));
const everyYear = element("div", { class: "parts" });
const folded = new Map();
let shown = list;
let gathered = 0;
let turn = 0;

const field = element("input", { type: "search", id: "filter-words", autocomplete: "off" });
const label = element("label", { for: field.id }, list.dataset.filterList);
const box = element("div", { class: "filter__field" }, label, field);
const status = element("p", { class: "filter__status", role: "status" });
const further = element("p", { class: "filter__status row" });
if (choices) choices.querySelector("legend").after(box);
list.before(...(choices ? [] : [box]), status, further);

const chosen = () => selects.filter(({ value }) => value);

/** This page, or that of a year, with all that is chosen `except` for one choice. */
function address(except, page = location.pathname) {
  const asked = chosen().filter((select) => select !== except);
  const query = asked.map(({ dataset, value }) => [dataset.choice, value]);
  if (field.value.trim()) query.push(["q", field.value.trim()]);
  return query.length ? `${page}?${new URLSearchParams(query)}` : page;
}

/** A year's rows, each with the part that it is in: `Overdue: 12 more` is part of `Overdue`. Without any it failed. */
async function load(year) {
  const answer = await fetch(year.href).catch(() => ({}));
  const page = new DOMParser().parseFromString(answer.ok ? await answer.text().catch(() => "") : "", "text/html");
  for (const link of page.querySelectorAll("main a[href]")) link.href = new URL(link.getAttribute("href"), year.href);
  year.rows = [...page.querySelectorAll("[data-row]")].map((row) => {
    const group = row.closest("[data-group]");
    const title = group.querySelector(":scope > h2 > a, :scope > div > p > a") ?? group.querySelector("h2").firstChild;
    return { row, title, id: group.querySelector(":scope > [id]").id.replace(/-more$/, ""), of: row.parentElement };
  });
  year.loading = null;
}

/** What is loaded, in parts: states in their order, oldest first; the meetings of the latest year first. */
function gather() {
  const several = years.filter(({ rows }) => rows.length).length;
  if (several === gathered) return;
  gathered = several;
  const parts = new Map();
  const order = [...selects[0].options].map(({ value }) => value);
  for (const [age, { rows }] of [...years.entries()].reverse()) {
    for (const { row, title, id, of } of rows) {
      if (!parts.has(id)) parts.set(id, { place: order.indexOf(id), age, title, rows: of.cloneNode() });
      parts.get(id).rows.append(row);
    }
  }
  const inOrder = [...parts.values()].sort((a, b) => a.place - b.place || a.age - b.age);
  const section = ({ title, rows }) =>
    element("section", { class: "part", "data-group": true }, element("h2", {}, title.cloneNode(true)), rows);
  everyYear.replaceChildren(...inOrder.map(section));
}

async function show() {
  const words = fold(field.value).split(" ").filter(Boolean);
  const wanted = chosen();
  const isNarrowed = words.length + wanted.length > 0;
  const year = wanted.find(({ dataset }) => dataset.choice === "year")?.value;
  const asked = isNarrowed ? years.filter((other) => !year || other.year === year) : [];
  const lacking = () => asked.filter(({ rows }) => !rows.length);
  const now = ++turn;
  further.replaceChildren();
  if (lacking().length) {
    status.textContent = `Loading the ${one}s of ${year ?? "all years"}.`;
    shown.hidden = true;
    await Promise.all(lacking().map((other) => (other.loading ??= load(other))));
    if (now !== turn) return;
  }
  if (asked.length) gather();
  const before = shown;
  shown = isNarrowed && years.length ? everyYear : list;
  before.replaceWith(shown);
  shown.hidden = false;
  const rows = [...shown.querySelectorAll("[data-row]")];
  for (const row of rows) {
    const has = ({ dataset, value }) => row.dataset[dataset.choice]?.split(" ").includes(value);
    if (words.length && !folded.has(row)) folded.set(row, fold(row.textContent));
    row.hidden = !(wanted.every(has) && words.every((word) => folded.get(row).includes(word)));
  }
  for (const group of shown.querySelectorAll("[data-group]")) {
    group.hidden = !group.querySelector("[data-row]:not([hidden])");
  }
  for (const [group, wasOpen] of groups) group.open = isNarrowed || wasOpen;
  for (const part of document.querySelectorAll("[data-whole]")) part.hidden = isNarrowed; // true of the whole list alone
  const number = rows.filter((row) => !row.hidden).length;
  if (isNarrowed && one) say(number, wanted, lacking());
  else status.textContent = isNarrowed ? `${number} of ${rows.length} shown.` : "";
}

/** What is shown, and where to go from there. */
function say(number, wanted, lacking) {
  const titles = wanted.map((select) => select.selectedOptions[0].text);
  if (field.value.trim()) titles.push(`“${field.value.trim()}”`);
  const lost = lacking.map(({ year }) => year).join(", ");
  const found = `${number || "No"} ${one}${number === 1 ? "" : "s"}: ${titles.join(", ")}.`;
  const failed = lost && `Not loaded: ${lost}. Check your connection and try again, or open a year.`;
  status.textContent = lost ? `${number ? found : ""} ${failed}`.trim() : found;
  const link = (text, href) => further.append(element("a", { href }, text));
  for (const { href, year } of lacking) link(year, address(selects.find(({ dataset }) => dataset.choice === "year"), href));
  if (!number && titles.length > 1) wanted.forEach((select, at) => link(`Without “${titles[at]}”`, address(select)));
  if (isOfYear) link("The same in all years", address(null, "../"));
  link("Show all", location.pathname);
}

const parameters = new URLSearchParams(location.search);
field.value = parameters.get("q") ?? "";
for (const select of selects) {
  const value = parameters.get(select.dataset.choice);
  if (value && ![...select.options].some((option) => option.value === value)) select.add(new Option(value, value));
  if (value) select.parentElement.hidden = false;
  select.value = value ?? "";
}
for (const input of [field, ...selects]) {
  input.addEventListener("change", () => history.replaceState(null, "", address()));
  input.addEventListener("input", show);
}
if (choices) choices.hidden = false;
show();

// A link to a row shows all of it: addresses of requests in the list are in old links.
const details = document.getElementById(location.hash.slice(1))?.querySelector(":scope > details");
if (details) details.open = true;
