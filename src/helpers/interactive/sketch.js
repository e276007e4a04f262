// Handles on the empty axes of a picture: each moves along one axis, by pointer or by keyboard, and is a slider to
// screen readers. Where one stands is what the learner predicts.
const SPACE = "http://www.w3.org/2000/svg";
const LARGE = 10; // steps of the page keys

/** @typedef {{name: string, along: "x" | "y", cross: number | null, from: number, to: number, low: number,
 *    high: number, least: number, most: number, log: boolean, across: number[], step: number}} Handle */

const make = (tag, attributes) => {
  const node = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
};

/** @param {Handle} handle @param {number} share from the axis' low end to its high one */
function valueAt(handle, share) {
  const inside = Math.min(1, Math.max(0, share));
  if (handle.log) return handle.low * (handle.high / handle.low) ** inside;
  return handle.low + inside * (handle.high - handle.low);
}

/** @param {Handle} handle @param {number} value */
function shareOf(handle, value) {
  if (handle.log) return Math.log(Math.max(value, handle.low) / handle.low) / Math.log(handle.high / handle.low);
  return (value - handle.low) / (handle.high - handle.low);
}

const plain = (value) => String(Number(value.toPrecision(value >= 100 ? 3 : 2)));

function render({ model, el }) {
  const box = Object.assign(document.createElement("div"), { className: "course-sketch" });
  box.innerHTML = model.get("backdrop"); // matplotlib's own SVG, and nothing that came from data
  const svg = box.querySelector("svg");
  const layer = make("g", { class: "course-handles" });
  const curve = make("polyline", { class: "course-curve" });
  const said = Object.assign(document.createElement("p"), { className: "course-drawn" });
  said.setAttribute("aria-live", "polite");
  layer.append(curve);
  svg.append(layer);
  // What it says to screen readers stands in its handles.
  svg.setAttribute("role", "group");
  const handles = model.get("handles");

  const place = (number) => {
    const handle = handles[number];
    const value = model.get("values")[number];
    const along = handle.from + (handle.to - handle.from) * Math.min(1, Math.max(0, value === null ? 0.5 : shareOf(handle, value)));
    const cross = handle.cross ?? (handle.across[0] + handle.across[1]) / 2;
    return handle.along === "y" ? [cross, along] : [along, cross];
  };
  const move = (number, value) => {
    if (model.get("disabled")) return;
    const { least, most } = handles[number];
    const values = [...model.get("values")];
    values[number] = Math.min(most, Math.max(least, value));
    model.set("values", values);
    model.save_changes();
  };

  const grips = handles.map((handle, number) => {
    const grip = make("g", { class: "course-grip", role: "slider", tabindex: 0, "aria-label": handle.name });
    grip.setAttribute("aria-orientation", handle.along === "y" ? "vertical" : "horizontal");
    grip.setAttribute("aria-valuemin", handle.least);
    grip.setAttribute("aria-valuemax", handle.most);
    const line = make(handle.cross === null || model.get("bars") ? "line" : "g", { class: "course-level" });
    grip.append(line, make("circle", { r: 14, class: "course-reach" }), make("circle", { r: 6, class: "course-dot" }));
    grip.addEventListener("keydown", (event) => {
      const steps = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: LARGE, PageDown: -LARGE }[event.key];
      const ends = { Home: handle.least, End: handle.most }[event.key];
      if (steps === undefined && ends === undefined) return;
      event.preventDefault();
      const now = shareOf(handle, model.get("values")[number] ?? valueAt(handle, 0.5));
      move(number, ends ?? valueAt(handle, now + (steps * handle.step) / (handle.high - handle.low)));
    });
    layer.append(grip);
    return [grip, line];
  });

  // Pointer: what is nearest across the picture is taken, and follows along its own axis.
  let held = null;
  const follow = (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    const far = (number) => {
      const { along, cross } = handles[number];
      return cross === null ? 0 : Math.abs((along === "y" ? point.x : point.y) - cross);
    };
    held ??= handles.map((_, number) => number).sort((one, other) => far(one) - far(other))[0];
    const handle = handles[held];
    const share = ((handle.along === "y" ? point.y : point.x) - handle.from) / (handle.to - handle.from);
    move(held, valueAt(handle, share));
  };
  svg.addEventListener("pointerdown", (event) => {
    if (model.get("disabled")) return;
    event.preventDefault();
    svg.setPointerCapture(event.pointerId);
    follow(event);
    grips[held][0].focus();
  });
  svg.addEventListener("pointermove", (event) => held !== null && follow(event));
  for (const end of ["pointerup", "pointercancel"]) svg.addEventListener(end, () => (held = null));

  const show = () => {
    const values = model.get("values");
    const unit = model.get("unit");
    grips.forEach(([grip, line], number) => {
      const [x, y] = place(number);
      const handle = handles[number];
      grip.classList.toggle("course-untouched", values[number] === null);
      for (const dot of grip.querySelectorAll("circle")) dot.setAttribute("transform", `translate(${x} ${y})`);
      const [first, last] = model.get("bars") ? [handle.from, handle.along === "y" ? y : x] : handle.across;
      const ends = model.get("bars") === (handle.along === "y") ? { x1: x, x2: x, y1: first, y2: last } : { x1: first, x2: last, y1: y, y2: y };
      for (const [name, end] of Object.entries(ends)) line.setAttribute(name, end);
      const words = values[number] === null ? "not drawn yet" : `${plain(values[number])} ${unit}`.trim();
      grip.setAttribute("aria-valuenow", values[number] ?? (handle.low + handle.high) / 2);
      grip.setAttribute("aria-valuetext", words);
    });
    const drawn = handles.map((_, number) => number).filter((number) => values[number] !== null);
    curve.setAttribute("points", model.get("bars") ? "" : drawn.map((number) => place(number).join(",")).join(" "));
    said.textContent = drawn.map((number) => `${handles[number].name}: ${plain(values[number])} ${unit}`.trim()).join(" · ") || (handles.length > 1 ? "Drag every mark to where you expect it, or move it with the arrow keys." : "Drag the mark to where you expect it, move it with the arrow keys, or type.");
  };
  const drawing = () => show();
  for (const name of ["values", "disabled"]) model.on(`change:${name}`, drawing);
  show();

  el.classList.add("course-stage");
  el.append(box, said);
  return () => ["values", "disabled"].forEach((name) => model.off(`change:${name}`, drawing));
}

export default { render };
