// Narrows a long list by the words that a row must hold and by choices that it must meet. Without this script the whole
// list is there. `data-filter-list` is the label of the field; `data-row` and `data-group` are what may be hidden.

import { element } from "./element.js";
import { fold } from "./fold.js";

const list = document.querySelector("[data-filter-list]");
const rows = [...list.querySelectorAll("[data-row]")].map((row) => [row, fold(row.textContent)]);
const groups = [...list.querySelectorAll("[data-group]")].map((group) => [group, group.open]);
const selects = [...document.querySelectorAll("[data-choice]")];
const choices = document.querySelector("#choices");

const field = element("input", { type: "search", id: "filter-words", autocomplete: "off" });
const label = element("label", { for: field.id }, list.dataset.filterList);
const box = element("div", { class: "filter__field" }, label, field);
const status = element("p", { class: "filter__status", role: "status" });
if (choices) choices.querySelector("legend").after(box);
list.before(...(choices ? [status] : [box, status]));

function show() {
  const wanted = fold(field.value).split(" ");
  const chosen = selects.filter((select) => select.value);
  const isNarrowed = wanted[0] !== "" || chosen.length > 0;
  let shown = 0;
  for (const [row, words] of rows) {
    const meets = ({ dataset, value }) => row.dataset[dataset.choice].split(" ").includes(value);
    row.hidden = !(wanted.every((word) => words.includes(word)) && chosen.every(meets));
    shown += !row.hidden;
  }
  for (const [group, wasOpen] of groups) {
    group.hidden = !group.querySelector("[data-row]:not([hidden])");
    group.open = isNarrowed || wasOpen;
  }
  for (const links of list.querySelectorAll("[data-jump]")) links.hidden = isNarrowed;
  status.textContent = isNarrowed ? `${shown} of ${rows.length} shown.` : "";
}

const parameters = new URLSearchParams(location.search);
for (const select of selects) {
  const asked = parameters.get(select.dataset.choice);
  if ([...select.options].some(({ value }) => value === asked)) select.value = asked;
  select.addEventListener("change", () => {
    const chosen = selects.filter(({ value }) => value).map(({ dataset, value }) => [dataset.choice, value]);
    history.replaceState(null, "", chosen.length ? `?${new URLSearchParams(chosen)}` : location.pathname);
    show();
  });
}
field.addEventListener("input", show);
if (choices) choices.hidden = false;
if (choices && selects.some(({ value }) => value)) choices.open = true;
show();

// A link to a row shows all of it: addresses of requests in the list are in old links.
const details = document.getElementById(location.hash.slice(1))?.querySelector(":scope > details");
if (details) details.open = true;
