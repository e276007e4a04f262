// Figure in two layers, its reading, an optional table, notes, an error, and what the model is.
const make = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text });

// "doi:10.1000/xyz" and its like become links; everything else stays text.
const ADDRESSES = {
  doi: (id) => `https://doi.org/${id}`,
  pmid: (id) => `https://pubmed.ncbi.nlm.nih.gov/${id}/`,
  pmc: (id) => `https://pmc.ncbi.nlm.nih.gov/articles/${id}/`,
  nct: (id) => `https://clinicaltrials.gov/study/${id}`,
};

function withLinks(text) {
  const line = make("li", "");
  for (const part of text.split(/((?:doi|pmid|pmc|nct):\S+)/)) {
    const [, kind, id] = part.match(/^(doi|pmid|pmc|nct):(\S+)$/) ?? [];
    line.append(kind ? Object.assign(make("a", "", part), { href: ADDRESSES[kind](id), target: "_blank", rel: "noopener" }) : part);
  }
  return line;
}

// The sentences that fit so many letters, and the rest, which opens on demand: what matters most is said first.
function parted(text, most) {
  const ends = [...text.matchAll(/[.!?](?= [A-Z0-9“])/g)].map((found) => found.index + 1);
  const fits = ends.filter((end) => end <= most);
  const end = text.length <= most ? text.length : (fits.at(-1) ?? ends[0] ?? text.length);
  return [text.slice(0, end), text.slice(end)];
}

function fillTable(box, table) {
  box.hidden = !table;
  if (!table) return box.replaceChildren();
  const whole = make("table", "");
  const head = whole.createTHead().insertRow();
  for (const name of table.columns) head.append(Object.assign(make("th", "", name), { scope: "col" }));
  const body = whole.createTBody();
  for (const row of table.rows) {
    const line = body.insertRow();
    for (const cell of row) line.insertCell().textContent = cell;
  }
  const scrolled = Object.assign(make("div", "course-rows"), { tabIndex: 0, role: "region" });
  scrolled.setAttribute("aria-label", table.caption);
  scrolled.append(whole);
  box.replaceChildren(make("summary", "", table.caption), scrolled);
}

function fillAbout(box, parts) {
  box.hidden = parts.length === 0;
  const list = make("dl", "");
  for (const [heading, texts] of parts) {
    const text = make("dd", "");
    const lines = make("ul", "");
    lines.append(...texts.map(withLinks));
    text.append(lines);
    list.append(make("dt", "", heading), text);
  }
  box.replaceChildren(make("summary", "", "About this model"), list);
}

function render({ model, el }) {
  const notes = make("p", "course-notes");
  const error = Object.assign(make("p", "course-error"), { role: "alert" });
  const locked = make("p", "course-locked");
  const picture = make("figure", "course-picture");
  const caption = make("figcaption", "course-caption");
  const [headline, nature] = [make("span", "course-headline"), make("span", "course-nature")];
  const layers = make("div", "course-layers");
  const still = make("div", "course-still");
  const moving = make("div", "course-moving");
  const reading = make("p", "course-reading");
  const [said, rest] = [make("span", ""), make("span", "course-rest")];
  const more = make("div", "course-more");
  const on = Object.assign(make("button", "course-on"), { type: "button" });
  const table = make("details", "course-table");
  const about = make("details", "course-about");
  for (const live of [notes, reading]) live.setAttribute("aria-live", "polite");
  layers.append(still, moving);
  caption.append(headline, nature);
  picture.append(caption, layers);
  more.append(on, table, about);
  reading.append(said, rest);
  const open = (whole) => {
    rest.hidden = !whole;
    on.textContent = whole ? "Read less" : "Read on";
    on.setAttribute("aria-expanded", whole);
  };
  on.addEventListener("click", () => open(rest.hidden));
  open(false);

  const show = {
    still: (svg) => (still.innerHTML = svg),
    moving: (svg) => (moving.innerHTML = svg),
    headline: (text) => ((headline.textContent = text), (caption.hidden = !text)),
    nature: (text) => ((nature.textContent = text), (nature.hidden = !text)),
    reading: (text) => {
      [said.textContent, rest.textContent] = parted(text, model.get("at_once"));
      on.hidden = rest.textContent === "";
    },
    notes: (texts) => ((notes.textContent = texts.join(" ")), (notes.hidden = texts.length === 0)),
    grade: (grade) => (el.dataset.grade = grade),
    error: (text) => ((error.textContent = text), (error.hidden = !text), layers.classList.toggle("course-dimmed", !!text)),
    locked: (text) => {
      locked.textContent = text;
      el.classList.toggle("course-is-locked", !!text);
    },
    table: (content) => fillTable(table, content),
    about: (parts) => fillAbout(about, parts),
  };
  const changes = Object.entries(show).map(([name, fill]) => {
    const change = () => fill(model.get(name));
    model.on(`change:${name}`, change);
    change();
    return [`change:${name}`, change];
  });

  // What has a name in the picture can be clicked: the same as choosing it with its control.
  picture.addEventListener("click", (event) => {
    const [control, ...value] = event.target.closest("[data-pick]")?.dataset.pick.split(":") ?? [];
    if (control) model.send({ control, value: value.join(":") });
  });

  el.classList.add("course-stage");
  el.append(notes, locked, error, picture, reading, more);
  return () => changes.forEach(([name, change]) => model.off(name, change));
}

// While a control has the focus, plain keys are its own: otherwise JupyterLab takes the arrow keys and Enter for
// its notebook shortcuts, and moves to another cell. It asks the focused element itself, on the document; window
// hears of the key first. Shortcuts with Ctrl, Cmd or Alt, Shift + Enter and Escape stay with JupyterLab.
function keepKeys(event) {
  if (!event.target.closest?.(".course-explorer, .course-exercise")) return;
  const forLab = event.ctrlKey || event.metaKey || event.altKey || event.key === "Escape" || (event.shiftKey && event.key === "Enter");
  event.target.toggleAttribute("data-lm-suppress-shortcuts", !forLab);
}

function initialize() {
  if (window.courseKeepsKeys) return;
  window.courseKeepsKeys = true;
  window.addEventListener("keydown", keepKeys, true);
}

export default { initialize, render };
