// “Menu” leads to the navigation at the foot. With this script it opens the list in the header instead. And where there
// is room, the agenda of a meeting is open.

const link = document.querySelector("[data-menu]");
if (link) {
  const list = document.getElementById(link.dataset.menu);
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: link.textContent });
  button.setAttribute("aria-controls", list.id);
  const show = (isOpen) => {
    list.toggleAttribute("data-open", isOpen);
    button.setAttribute("aria-expanded", isOpen);
  };
  button.addEventListener("click", () => show(!list.hasAttribute("data-open")));
  list.parentElement.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !list.hasAttribute("data-open")) return;
    show(false);
    button.focus();
  });
  show(false);
  link.replaceWith(button);
}

document.querySelector(".agenda > details")?.toggleAttribute("open", matchMedia("(min-width: 62rem)").matches);
