// Narrows a long list: a field whose words a row must contain, and choices that it must meet. Without this script the
// whole list is there. `data-filter-list` is the field's label; `data-row` and `data-group` are what may be hidden.

import { fold } from "./fold.js";

const list = document.querySelector("[data-filter-list]");
const rows = [...list.querySelectorAll("[data-row]")];
const words = new Map(rows.map((row) => [row, fold(row.textContent)]));
const groups = [...list.querySelectorAll("[data-group]")];
const folds = groups.filter((group) => group.matches("details")).map((group) => [group, group.open]);
const choices = document.querySelector("#choices");
const selects = [...document.querySelectorAll("[data-choice]")];
const parameters = new URLSearchParams(location.search);

const field = document.createElement("input");
const label = document.createElement("label");
const status = document.createElement("p");
const box = document.createElement("div");
Object.assign(field, { type: "search", id: "filter-words", autocomplete: "off" });
Object.assign(label, { htmlFor: field.id, textContent: list.dataset.filterList });
Object.assign(status, { role: "status", className: "filter__status" });
box.className = "filter__field";
box.append(label, field);
if (choices) choices.prepend(box);
else list.before(box);
list.before(status);

function meets(row, wanted, chosen) {
  const holds = (select) => row.dataset[select.dataset.choice].split(" ").includes(select.value);
  return wanted.every((word) => words.get(row).includes(word)) && chosen.every(holds);
}

function show() {
  const wanted = fold(field.value).split(" ").filter(Boolean);
  const chosen = selects.filter((select) => select.value);
  const narrowed = wanted.length + chosen.length > 0;
  for (const row of rows) row.hidden = !meets(row, wanted, chosen);
  for (const group of groups) group.hidden = !group.querySelector("[data-row]:not([hidden])");
  for (const [group, wasOpen] of folds) group.open = narrowed ? !group.hidden : wasOpen;
  for (const one of list.querySelectorAll("[data-jump]")) one.hidden = narrowed;
  const shown = rows.filter((row) => !row.hidden).length;
  status.textContent = narrowed ? `${shown} of ${rows.length} shown.` : "";
}

for (const select of selects) {
  const asked = parameters.get(select.dataset.choice);
  if ([...select.options].some((option) => option.value === asked)) select.value = asked;
  select.addEventListener("change", () => {
    const chosen = selects.filter((one) => one.value).map((one) => [one.dataset.choice, one.value]);
    history.replaceState(null, "", chosen.length ? `?${new URLSearchParams(chosen)}` : location.pathname);
    show();
  });
}
field.addEventListener("input", show);
if (choices) choices.hidden = false;
show();

// A link to a row leads to what is known of it.
const target = document.getElementById(location.hash.slice(1));
for (const one of target?.querySelectorAll(":scope > details") ?? []) one.open = true;
