// How a page or a passage of it is cited: in words, for BibTeX (biblatex's @online) and in RIS. All comes from the page:
// its meta elements, and the day and the last correction at the link in its foot, or at a link to another page.

const meta = (name) => document.querySelector(`meta[name="${name}"], meta[property="${name}"]`)?.content ?? "";
const oneLine = (text) => text.replace(/\s+/g, " ").trim();
const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);
const isGiven = ([, value]) => value;

/** What the link of a passage leads to: its words after “to ”. */
export const nameOf = (link) => oneLine(link.querySelector("span").textContent).slice(3);

function source(link) {
  const { date = "", corrected = "" } = { ...document.querySelector(".cite a")?.dataset, ...link.dataset };
  const canonical = document.querySelector("link[rel=canonical]")?.href ?? location.href;
  return {
    author: oneLine(meta("DC.creator")),
    title: capital(nameOf(link)),
    site: oneLine(meta("og:site_name")),
    publisher: oneLine(meta("DC.publisher")),
    date,
    note: corrected && `as corrected ${corrected}`,
    address: new URL(link.getAttribute("href"), canonical).href,
    today: new Date().toLocaleDateString("sv"), // the reader's own day, as 2023-02-08
  };
}

export function citation(link) {
  const { author, title, site, note, address } = source(link);
  const inner = title.replaceAll("“", "‘").replaceAll("”", "’");
  return [author, `“${inner}”`, site, note, address].filter(Boolean).join(", ");
}

const IN_TEX = { "\\": "{\\textbackslash}", "{": "\\{\\vphantom{\\}}", "}": "\\vphantom{\\{}\\}", "~": "{\\textasciitilde}", "^": "{\\textasciicircum}" };
/** As Zotero writes it: with each brace its invisible partner, as BibTeX counts them. In two braces names stay as they are. */
const tex = (text) => text && `{${text.replace(/[\\{}~^%&#_$]/g, (sign) => IN_TEX[sign] ?? `\\${sign}`)}}`;

/** https://ctan.org/pkg/biblatex, in UTF-8. The key is the address within the site: `reviews-2023-02-08-knife-crime`. */
export function bibtex(link) {
  const { author, title, site, publisher, date, note, address, today } = source(link);
  const key = address.replace(/^.*?\/(?=(projects|meetings|reviews)\/)/, "").replace(/\W+$/, "").replace(/[^a-z0-9]+/gi, "-");
  const known = { author: tex(author), title: tex(title), titleaddon: tex(site), organization: tex(publisher), date, url: address, urldate: today, note: note && tex(capital(note)) };
  const fields = Object.entries(known).filter(isGiven).map(([name, value]) => `  ${name} = {${value}},\n`);
  return `@online{${key},\n${fields.join("")}}\n`;
}

/** https://en.wikipedia.org/wiki/RIS_(file_format): a day is year/month/day/, as far as it is known. */
export function ris(link) {
  const { author, title, site, publisher, date, note, address, today } = source(link);
  const day = (iso) => iso && `${[...iso.split("-"), "", ""].slice(0, 3).join("/")}/`;
  const lines = { TY: "ELEC", AU: author, TI: title, T2: site, PB: publisher, PY: date.slice(0, 4), DA: day(date), Y2: day(today), N1: note && capital(note), UR: address };
  return [...Object.entries(lines).filter(isGiven), ["ER", ""]].map(([tag, value]) => `${tag}  - ${value}\r\n`).join("");
}
