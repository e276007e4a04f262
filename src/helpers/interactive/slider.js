// A labelled range input: name in front, value with its unit behind.
let made = 0;

function render({ model, el }) {
  const id = `course-slider-${++made}`;
  const label = document.createElement("label");
  const input = document.createElement("input");
  const output = document.createElement("output");
  label.htmlFor = id;
  Object.assign(input, { type: "range", id });
  output.htmlFor = id;

  const show = () => {
    label.textContent = model.get("label");
    for (const name of ["min", "max", "step"]) input[name] = model.get(name);
    input.disabled = model.get("disabled");
    input.value = model.get("value");
    const text = `${Number(model.get("value").toPrecision(6))} ${model.get("unit")}`.trim();
    output.textContent = text;
    input.setAttribute("aria-valuetext", text);
  };
  input.addEventListener("input", () => {
    model.set("value", Number(input.value));
    model.save_changes();
    show();
  });
  model.on("change", show);
  show();

  el.classList.add("course-slider");
  // Keys belong to the slider while it has the focus, not to the notebook's shortcuts.
  el.dataset.lmSuppressShortcuts = "true";
  el.append(label, input, output);
  return () => model.off("change", show);
}

export default { render };
