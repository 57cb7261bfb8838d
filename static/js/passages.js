// Pressing the “Link” of a passage or of a page offers to copy its address or how to cite it. Without this it is a link.

import { bibtex, citation, nameOf, ris } from "./citing.js";

const make = (tag, properties, attributes = {}) => {
  const made = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
};
const offer = make("span", { className: "copy" }, { role: "group" });
const status = make("p", { className: "copied" }, { role: "status" });
const textOf = { address: (one) => one.href, citation, "BibTeX entry": bibtex, "RIS entry": ris };
let link = null;
let shown = 0;

for (const what of Object.keys(textOf)) {
  const button = make("button", { type: "button", textContent: `Copy ${what}` });
  button.addEventListener("click", () => copy(what));
  offer.append(button);
}

function open(one) {
  close();
  link = one;
  link.setAttribute("aria-expanded", "true");
  offer.setAttribute("aria-label", nameOf(link));
  link.after(offer);
  document.body.append(status); // there before it speaks: screen readers only announce what changes in it
  offer.firstChild.focus();
}

function close() {
  link?.removeAttribute("aria-expanded");
  offer.remove();
  link = null;
}

async function copy(what) {
  const one = link;
  one.focus();
  close();
  clearTimeout(shown);
  try {
    await navigator.clipboard.writeText(textOf[what](one));
    status.textContent = `The ${what} was copied.`;
  } catch {
    location.href = one.href; // copying was not allowed: then it is a link like any other
  }
  shown = setTimeout(() => (status.textContent = ""), 4000);
}

offer.addEventListener("focusout", ({ relatedTarget: next }) => {
  if (next && next !== link && !offer.contains(next)) close();
});

document.addEventListener("click", (event) => {
  const pressed = event.target.closest?.(".passage-link > a");
  const opensElsewhere = event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  if (pressed && navigator.clipboard && !opensElsewhere) {
    event.preventDefault();
    if (pressed === link) close();
    else open(pressed);
  } else if (!offer.contains(event.target)) close();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !link) return;
  link.focus();
  close();
});
