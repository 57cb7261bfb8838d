// The filters: a group of checkboxes for each facet, with the number of results that each would have.

import { element } from "./element.js";
import { fold } from "./fold.js";
import { FACETS } from "./state.js";
import { words } from "./words.js";

const MANY = 8;

/**
 * Fills the groups (`fieldset[data-facet]`) of `container`; `onChoose(facet, values)` is called when a reader ticks or
 * unticks. Returns what draws the numbers, without touching the boxes, so that the focus stays where it is.
 */
export function facets(container, onChoose) {
  const groups = FACETS.map((facet) => [facet, group(container.querySelector(`[data-facet="${facet}"]`), facet, onChoose)]);
  return (counts, chosen) => groups.forEach(([facet, show]) => show(counts[facet] ?? {}, chosen[facet]));
}

function group(fieldset, facet, onChoose) {
  const order = JSON.parse(fieldset.dataset.order);
  const legend = fieldset.querySelector("legend").textContent;
  const list = element("ul", { class: "facet__values" });
  const rows = new Map();
  let narrow = null;
  fieldset.append(list);

  function row(value) {
    const id = `filter-${facet}-${rows.size}`;
    const box = element("input", { type: "checkbox", name: facet, value, id });
    const count = element("span", { class: "facet__count" });
    box.addEventListener("change", () => {
      onChoose(facet, [...rows].filter(([, { box }]) => box.checked).map(([value]) => value));
    });
    const item = element("li", { class: "facet__value" }, box, element("label", { for: id }, element("bdi", {}, value), " ", count));
    const made = { box, count, item, folded: fold(value) };
    rows.set(value, made);
    return made;
  }

  function offerNarrowing() {
    const id = `narrow-${facet}`;
    const shown = element("span", { class: "facet__shown", role: "status" });
    narrow = element("input", { type: "search", id, class: "facet__narrow", autocomplete: "off" });
    narrow.addEventListener("input", () => {
      const visible = hide();
      shown.textContent = narrow.value.trim() ? words.narrowed(visible, rows.size) : "";
    });
    narrow.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault(); // it would search for the words in the other field
    });
    list.before(element("label", { for: id, class: "facet__label" }, words.narrow(legend)), narrow, shown);
  }

  /** Long lists show what fits the words typed, and what still has results; what is chosen always shows. */
  function hide() {
    const wanted = fold(narrow?.value ?? "");
    let visible = 0;
    for (const { box, item, folded, number } of rows.values()) {
      const fits = folded.includes(wanted) && (number > 0 || rows.size <= MANY);
      item.hidden = !(fits || box.checked || box === document.activeElement);
      visible += !item.hidden;
    }
    return visible;
  }

  const place = (value) => (order.includes(value) ? order.indexOf(value) : order.length);
  const compare = (one, other) => place(one) - place(other) || one.localeCompare(other, "en", { numeric: true });

  return (counts, chosen) => {
    const values = [...Object.keys(counts), ...chosen];
    if (values.some((value) => !rows.has(value))) {
      const all = [...new Set([...rows.keys(), ...values])].sort(compare);
      list.append(...all.map((value) => (rows.get(value) ?? row(value)).item));
      list.classList.toggle("facet__values--long", rows.size > MANY);
      if (rows.size > MANY && !order.length && !narrow) offerNarrowing();
    }
    for (const [value, one] of rows) {
      one.number = Object.hasOwn(counts, value) ? counts[value] : 0;
      one.box.checked = chosen.includes(value);
      one.count.textContent = `(${one.number})`;
    }
    hide();
  };
}
