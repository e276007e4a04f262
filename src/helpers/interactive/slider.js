// A labelled range input: name in front, value with its unit behind.
function render({ model, el }) {
  const label = document.createElement("label");
  const name = document.createElement("span");
  const input = document.createElement("input");
  const value = document.createElement("span");
  input.type = "range";
  value.className = "course-value";
  value.setAttribute("aria-hidden", "true");
  // The label holds its input: ids would have to be unique on a page of many widgets.
  label.append(name, value, input);

  const show = () => {
    name.textContent = model.get("label");
    for (const bound of ["min", "max", "step"]) input[bound] = model.get(bound);
    input.disabled = model.get("disabled");
    el.classList.toggle("course-spoken", model.get("spoken"));
    input.value = model.get("value");
    value.textContent = `${Number(model.get("value").toPrecision(6))} ${model.get("unit")}`.trim();
    input.setAttribute("aria-valuetext", value.textContent);
  };
  input.addEventListener("input", () => {
    model.set("value", Number(input.value));
    model.save_changes();
    show();
  });
  model.on("change", show);
  show();

  el.classList.add("course-slider");
  el.append(label);
  return () => model.off("change", show);
}

export default { render };
