// A pack of cards: one text, a button for each mark, what is said to it, and a row with all cards.
const make = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text });
const SIGNS = new Map([
  [1, ["●", "right"]],
  [0.5, ["◆", "half right"]],
  [0, ["✕", "not right"]],
]);

function render({ model, el }) {
  const card = make("div", "course-card");
  const head = make("p", "course-card-head");
  const text = make("p", "course-card-text");
  const marks = make("div", "course-marks");
  const told = make("p", "course-told");
  const row = make("div", "course-pack");
  const [back, next] = [make("button", "", "Back"), make("button", "", "Next card")];
  card.setAttribute("role", "group");
  card.setAttribute("aria-label", "Card");
  told.setAttribute("aria-live", "polite");
  row.setAttribute("role", "group");
  row.setAttribute("aria-label", "All cards");
  card.append(head, text, marks, told);
  const pack = make("div", "course-pack-line");
  pack.append(back, row, next);

  const put = (name, value) => {
    model.set(name, value);
    model.save_changes();
  };
  const go = (by) => put("at", Math.min(Math.max(model.get("at") + by, 0), model.get("texts").length - 1));
  const mark = (option) => put("chosen", model.get("chosen").map((old, place) => (place === model.get("at") ? option : old)));

  const buttons = model.get("options").map((option, place) => {
    const button = make("button", "", `${place + 1} ${option}`);
    button.addEventListener("click", () => mark(option));
    return button;
  });
  const dots = model.get("chosen").map((_, place) => {
    const dot = make("button", "");
    dot.addEventListener("click", () => put("at", place));
    return dot;
  });
  for (const button of [...buttons, ...dots, back, next]) button.type = "button";
  marks.append(...buttons);
  row.append(...dots);
  back.addEventListener("click", () => go(-1));
  next.addEventListener("click", () => go(1));

  const show = () => {
    const at = model.get("at");
    const [texts, chosen, worth] = ["texts", "chosen", "worth"].map((name) => model.get(name));
    head.textContent = `Card ${at + 1} of ${texts.length} · ${model.get("heads")[at] ?? ""}`;
    text.textContent = texts[at] ?? "";
    told.textContent = model.get("told")[at] ?? "";
    buttons.forEach((button, place) => button.setAttribute("aria-pressed", model.get("options")[place] === chosen[at]));
    dots.forEach((dot, place) => {
      const [sign, words] = SIGNS.get(worth[place]) ?? [`${place + 1}`, "not marked"];
      dot.textContent = sign;
      dot.dataset.worth = worth[place] ?? "";
      dot.setAttribute("aria-label", `Card ${place + 1}, ${words}`);
      dot.setAttribute("aria-current", place === at);
    });
    back.disabled = at === 0;
    next.disabled = at === texts.length - 1;
  };
  // Keys of the card: a number marks it, the arrows go on and back.
  el.addEventListener("keydown", (event) => {
    const option = model.get("options")[Number(event.key) - 1];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (option) mark(option);
    else if (event.key === "ArrowRight") go(1);
    else if (event.key === "ArrowLeft") go(-1);
    else return;
    event.preventDefault();
  });
  model.on("change", show);
  show();

  el.classList.add("course-cards");
  el.append(card, pack);
  return () => model.off("change", show);
}

export default { render };
