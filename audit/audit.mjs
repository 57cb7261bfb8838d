// Checks finished sites as the validators and Lighthouse see them:  node audit.mjs CHROMIUM OUTPUT [MORE ...]
//
// html-validate and the Nu HTML checker read every page; Lighthouse looks at one page of each kind of the first site and
// must give 100 for accessibility, best practices and SEO. Exit status 1 when anything is less than that.

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as chromeLauncher from "chrome-launcher";
import lighthouse from "lighthouse";

const [chromium, output, ...others] = process.argv.slice(2);
const canonical = /rel="canonical" href="([^"]*)"/.exec(readFileSync(join(output, "index.html"), "utf8"));
const base = canonical ? new URL(canonical[1]).pathname : "/"; // where the 404 page expects the site
const here = fileURLToPath(new URL(".", import.meta.url));
const CATEGORIES = ["accessibility", "best-practices", "seo"];
let faults = 0;

function fail(text) {
  faults += 1;
  console.log(text);
}

function pagesBelow(folder, below = "") {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below + entry.name;
    return entry.isDirectory() ? pagesBelow(folder, path + "/") : path.endsWith(".html") ? [path] : [];
  });
}

/** One page of each kind: pages that differ only in the record they show are of one kind. */
function onePerKind(pages) {
  const kinds = new Map();
  for (const page of pages.sort()) {
    const [first, second] = page.split("/");
    const kind = page === "index.html" || !second ? page : second === "index.html" ? first : `${first}/*`;
    if (!kinds.has(kind)) kinds.set(kind, page);
  }
  return [...kinds.values()];
}

function run(name, command, args) {
  const done = spawnSync(command, args, { encoding: "utf8", maxBuffer: 1 << 26 });
  if (done.error) return fail(`${name} cannot be started: ${done.error.message}`);
  const told = (done.stdout + done.stderr).trim();
  if (done.status !== 0) fail(`${name}:\n${told || `exit status ${done.status}`}`);
  else console.log(`${name}: no problems`);
}

const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml",
  ".json": "application/json", ".pdf": "application/pdf",
};

function serve() {
  const server = createServer((request, response) => {
    let path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    path = path.startsWith(base) ? path.slice(base.length) : "nothing";
    if (path === "robots.txt" || path === "" || path.endsWith("/")) path += path === "robots.txt" ? "" : "index.html";
    const file = join(output, path);
    try {
      if (!statSync(file).isFile()) throw new Error("not a file");
      response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
      response.end(readFileSync(file));
    } catch {
      response.writeHead(404, { "content-type": "text/html; charset=utf-8" });
      response.end(readFileSync(join(output, "404.html")));
    }
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

async function lookWithLighthouse(pages) {
  const server = await serve();
  const chrome = await chromeLauncher.launch({
    chromePath: chromium,
    chromeFlags: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  for (const page of pages) {
    const address = `http://127.0.0.1:${server.address().port}${base}${page.replace(/index\.html$/, "")}`;
    const noindex = /name="robots" content="noindex"/.test(readFileSync(join(output, page), "utf8"));
    const found = await lighthouse(address, {
      port: chrome.port, onlyCategories: CATEGORIES, logLevel: "error", disableStorageReset: true,
      skipAudits: noindex ? ["is-crawlable"] : [], // what is not to be found by search engines is right to say so
    });
    const scores = CATEGORIES.map((name) => Math.round(found.lhr.categories[name].score * 100));
    const lacking = CATEGORIES.flatMap((name) =>
      found.lhr.categories[name].auditRefs
        .map(({ id }) => found.lhr.audits[id])
        .filter((audit) => audit && audit.score !== null && audit.score < 1 && audit.scoreDisplayMode !== "informative")
        .map((audit) => `  ${audit.id}: ${audit.title} ${JSON.stringify(audit.details?.items ?? "").slice(0, 400)}`));
    const told = `Lighthouse ${scores.join(" ")} ${page}`;
    if (scores.every((score) => score === 100)) console.log(told);
    else fail([told, ...lacking].join("\n"));
  }
  await chrome.kill();
  server.close();
}

const files = [output, ...others].flatMap((folder) => pagesBelow(folder).map((page) => join(folder, page)));
run("html-validate", process.execPath, [
  join(here, "node_modules/html-validate/bin/html-validate.mjs"), "--config", join(here, ".htmlvalidate.json"),
  ...files,
]);
run("Nu HTML checker", "java", [
  // Read as a file, a page has no origin, so "self" in its policy is nobody; the browser tests look after the policy.
  "-jar", join(here, "node_modules/vnu-jar/build/dist/vnu.jar"), "--Werror", "--filterpattern",
  ".*Content Security Policy.*", ...files,
]);
await lookWithLighthouse(onePerKind(pagesBelow(output)));
console.log(faults ? `${files.length} pages: ${faults} checks failed` : `${files.length} pages: no problems`);
process.exit(faults ? 1 : 0);
