// The link of a passage copies its address. On the passage's own page it goes there as well, as a link does.

const status = Object.assign(document.createElement("p"), { className: "copied" });
status.setAttribute("role", "status");
const linkOf = (event) => event.target.closest?.(".passage-link a");
let shown = 0;

// The status region is there before it speaks: screen readers tell only what changes in one.
for (const name of ["pointerover", "focusin"]) {
  document.addEventListener(name, (event) => linkOf(event) && !status.isConnected && document.body.append(status));
}

document.addEventListener("click", async (event) => {
  const link = linkOf(event);
  const opensElsewhere = event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  if (!link || opensElsewhere || !navigator.clipboard) return;
  if (link.pathname !== location.pathname) event.preventDefault();
  clearTimeout(shown);
  try {
    await navigator.clipboard.writeText(link.href);
    status.textContent = "The address of the passage was copied.";
  } catch {
    location.href = link.href; // copying was not allowed: then it is a link like any other
  }
  shown = setTimeout(() => (status.textContent = ""), 3000);
});
