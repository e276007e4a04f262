// The steps of an explorer: one at a time, with buttons that show it, go back and go on.
const make = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text });

function render({ model, el }) {
  const box = make("div", "course-steps");
  const step = make("p", "course-step");
  const [count, what, watch] = [make("b", "course-count"), make("span", ""), make("em", "")];
  const buttons = make("div", "course-buttons");
  const show = make("button", "", "Show me");
  const back = make("button", "", "Back");
  const next = make("button", "", "Next");
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", "Steps");
  step.setAttribute("aria-live", "polite");
  for (const button of [show, back, next]) button.type = "button";
  step.append(count, " ", what, " ", watch);
  buttons.append(show, back, next);
  box.append(step, buttons);

  const fill = () => {
    const [texts, at] = [model.get("texts"), model.get("at")];
    el.hidden = texts.length === 0;
    if (el.hidden) return;
    count.textContent = `${at} of ${texts.length}`;
    [what.textContent, watch.textContent] = texts[at - 1];
    back.disabled = at === 1;
    next.disabled = at === texts.length;
  };
  const go = (by) => {
    model.set("at", model.get("at") + by);
    model.save_changes();
    // A button that has just been switched off would drop the focus to the page.
    if (document.activeElement === document.body) (by > 0 ? back : next).focus();
  };
  show.addEventListener("click", () => model.send("show"));
  back.addEventListener("click", () => go(-1));
  next.addEventListener("click", () => go(1));
  model.on("change", fill);
  fill();

  el.classList.add("course-guide");
  el.append(box);
  return () => model.off("change", fill);
}

export default { render };
