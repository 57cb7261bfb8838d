// In the preview only: waits for the next saved change, and shows it.
//
// The server answers 205 when the page is to be loaded again (browsers then keep the place), 200 with mistakes to lay
// over it, and 204 when nothing has happened for a while.

const OLD = "#preview-problems";
let seen = document.currentScript.src.split("?")[1];

function lay(html) {
  document.querySelector(OLD)?.remove();
  document.body.prepend(new DOMParser().parseFromString(html, "text/html").querySelector(OLD));
}

async function watch() {
  for (;;) {
    try {
      await visible(); // a browser asks one host for few things at once: tabs behind others ask for nothing
      const answer = await fetch(`/.candour/next?${seen}`);
      if (answer.status === 205) return location.reload();
      if (answer.status === 200) lay(await answer.text());
      seen = answer.headers.get("ETag") ?? seen;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 500)); // the preview was ended; it may be started again
    }
  }
}

async function visible() {
  while (document.hidden) await new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }));
}

document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && document.querySelector(`${OLD} details[open]`);
  if (open) open.open = false;
});

watch();
