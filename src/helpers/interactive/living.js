// A drawing that lives: its named parts take what the scene's numbers say, and move at the rates that these give.
// Nothing moves that no number drives; nothing runs when nothing is seen.
const SPACE = "http://www.w3.org/2000/svg";
const FLASH_S = 0.16;
const CALM = window.matchMedia("(prefers-reduced-motion: reduce)");
const make = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text });

/** @typedef {Record<string, string | number | string[]>} Act what a part does: attributes, words, states of a crowd */
/** @typedef {{label: string, said: string[], at: number, seconds: number, across: number[], tall: number[]}} Clock */
/** @typedef {{node: SVGElement, phase: number, turn: (mover: Mover, seconds: number) => void}} Mover */

/** @param {SVGElement} node @param {Act} act @param {string} salt */
function apply(node, act, salt) {
  for (const [key, value] of Object.entries(act)) {
    if (key === "text") node.textContent = value;
    else if (key === "states") value.forEach((name, place) => node.children[place]?.setAttribute("href", `#${salt}-${name}`));
    else node.setAttribute(key, value);
  }
}

// -- what moves by itself ---------------------------------------------------------------------------

/** Dots along a path: one gap a dot. @param {Mover} mover @param {number} seconds */
function flow(mover, seconds) {
  const rate = Number(mover.node.dataset.flow);
  mover.phase += rate * seconds;
  const [dash, gap] = (mover.node.getAttribute("stroke-dasharray") ?? "0 1").split(" ").map(Number);
  mover.node.setAttribute("stroke-dashoffset", -((mover.phase % 1) * (dash + gap)).toFixed(2));
}

/** A flash at the beginning of each turn. @param {Mover} mover @param {number} seconds */
function beat(mover, seconds) {
  const rate = Number(mover.node.dataset.beat);
  mover.phase += rate * seconds;
  const since = rate ? (mover.phase % 1) / rate : Infinity;
  mover.node.setAttribute("opacity", Math.max(0, 1 - since / FLASH_S).toFixed(2));
}

/** A group that is drawn twice runs by. @param {Mover} mover @param {number} seconds */
function scroll(mover, seconds) {
  const [period, speed] = mover.node.dataset.scroll.split(" ").map(Number);
  mover.phase += (speed / period) * seconds;
  mover.node.setAttribute("transform", `translate(${(-(mover.phase % 1) * period).toFixed(2)} 0)`);
}

const KINDS = { flow, beat, scroll };

// -- what the clock moves ---------------------------------------------------------------------------

/** Numbers of a course at a moment, between two of its own, too. @param {number[][]} course @param {number} at */
function between(course, at) {
  const before = Math.min(Math.floor(at), course.length - 1);
  const after = Math.min(before + 1, course.length - 1);
  return course[before].map((value, place) => value + (at - before) * (course[after][place] - value));
}

/** So many of a crowd are in the first of its two states. @param {SVGElement} node @param {number[]} value */
function count(node, [value], speed, salt) {
  const [first, second] = node.dataset.states.split(" ").map((name) => `#${salt}-${name}`);
  [...node.children].forEach((member, place) => {
    const wanted = place < Math.round(value) ? first : second;
    if (member.getAttribute("href") !== wanted) member.setAttribute("href", wanted);
  });
}

/** @type {Record<string, (node: SVGElement, value: number[], speed: number, salt: string) => void>} */
const SHOWS = {
  count,
  place: (node, [x, y]) => node.setAttribute("transform", `translate(${x.toFixed(2)} ${y.toFixed(2)})`),
  level: (node, [value]) => node.setAttribute("transform", `scale(1 ${Math.min(1, Math.max(0, value)).toFixed(4)})`),
  shade: (node, [value]) => node.setAttribute("opacity", Math.min(1, Math.max(0, value)).toFixed(3)),
  number: (node, [value]) => (node.textContent = value.toFixed(0)),
  flow: (node, [value], speed) => {
    const seen = value > speed / 4000;
    node.dataset.flow = seen ? value : 0;
    node.setAttribute("visibility", seen ? "visible" : "hidden");
    if (seen) node.setAttribute("stroke-dasharray", `0.01 ${(speed / value).toFixed(3)}`);
  },
};

/** A line across the picture beside the drawing, where the clock stands. @param {HTMLElement} el */
function cursorBeside(el) {
  const layer = document.createElementNS(SPACE, "svg");
  layer.setAttribute("aria-hidden", "true");
  const line = layer.appendChild(document.createElementNS(SPACE, "line"));
  line.setAttribute("class", "course-cursor");
  const box = make("div", "course-now");
  box.append(layer);
  /** @param {Clock} clock @param {number} at */
  return (clock, at) => {
    const layers = el.closest(".course-alive")?.querySelector(".course-layers");
    const view = layers?.querySelector("svg")?.getAttribute("viewBox");
    box.hidden = !view || !clock.across?.length;
    if (box.hidden) return;
    if (box.parentElement !== layers) layers.append(box);
    layer.setAttribute("viewBox", view);
    const [x] = between(clock.across.map((place) => [place]), at);
    for (const [name, end] of Object.entries({ x1: x, x2: x, y1: clock.tall[0], y2: clock.tall[1] })) line.setAttribute(name, end);
  };
}

// -- the widget --------------------------------------------------------------------------------------

function render({ model, el }) {
  const stage = make("div", "course-drawing");
  const bar = make("div", "course-clock");
  const button = Object.assign(make("button", "course-pause"), { type: "button" });
  const time = Object.assign(make("input", ""), { type: "range", min: 0, step: "any" });
  const told = make("output", "course-told-time");
  const moveCursor = cursorBeside(el);

  let parts = new Map();
  /** @type {Mover[]} */
  let movers = [];
  let timed = [];
  let at = 0; // moment of the clock
  let first = { at: 0 }; // the clock that it was put to
  let paused = CALM.matches;
  let seen = false;
  let frame = 0;
  let last = 0;

  const clock = () => model.get("clock");
  const hasClock = () => Boolean(clock().said?.length);
  const ends = () => clock().said.length - 1;

  const draw = () => {
    stage.innerHTML = model.get("drawing"); // a file of the course, and nothing that came from data
    const svg = stage.querySelector("svg");
    parts = new Map([...stage.querySelectorAll("[data-part]")].map((node) => [node.dataset.part, node]));
    if (!svg) return;
    svg.setAttribute("role", stage.querySelector("[data-pick]") ? "group" : "img");
    svg.setAttribute("aria-label", model.get("label"));
    for (const node of stage.querySelectorAll("[data-pick]")) {
      node.setAttribute("tabindex", 0);
      node.setAttribute("role", "button");
    }
    first = { at };
  };

  const showMoment = () => {
    for (const [node, values] of timed) SHOWS[node.dataset.as](node, between(values, at), model.get("speed"), model.get("salt"));
    if (!hasClock()) return;
    const words = clock().said[Math.round(at)];
    Object.assign(time, { max: ends(), value: at });
    time.setAttribute("aria-label", clock().label);
    time.setAttribute("aria-valuetext", words);
    told.textContent = words;
    moveCursor(clock(), at);
  };

  const move = () => {
    for (const [name, act] of Object.entries(model.get("acts"))) if (parts.has(name)) apply(parts.get(name), act, model.get("salt"));
    timed = [...stage.querySelectorAll("[data-course]")].map((node) => [node, node.dataset.course.split(" ").map((pair) => pair.split(",").map(Number))]);
    // Time stays where a learner has put it, until there is another clock.
    if (hasClock()) at = at === first.at || clock().label !== first.label ? clock().at : Math.min(at, ends());
    first = clock();
    bar.replaceChildren(button, ...(hasClock() ? [time, told] : []));
    bar.classList.toggle("course-timed", hasClock());
    showMoment();
    const phases = new Map(movers.map((mover) => [mover.node, mover.phase]));
    movers = Object.entries(KINDS).flatMap(([kind, turn]) =>
      [...stage.querySelectorAll(`[data-${kind}]`)].map((node) => ({ node, turn, phase: phases.get(node) ?? 0 })),
    );
    bar.hidden = !movers.length && !hasClock();
    turnOn();
  };

  const still = () => paused || !seen || document.hidden || (!movers.length && !hasClock());
  const tick = (now) => {
    frame = 0;
    if (still() || !el.isConnected) return;
    const seconds = Math.max(0, Math.min(0.1, (now - last) / 1000)); // a frame may have begun before it was asked for
    last = now;
    if (hasClock()) {
      at = Math.min(ends(), at + (seconds / clock().seconds) * ends());
      showMoment();
      if (at >= ends()) pause(true);
    }
    for (const mover of movers) mover.turn(mover, seconds);
    frame = requestAnimationFrame(tick);
  };
  const turnOn = () => {
    button.textContent = paused ? "Play" : "Pause";
    el.classList.toggle("course-runs", !still());
    if (still() || frame) return;
    last = performance.now();
    frame = requestAnimationFrame(tick);
  };
  const pause = (wanted) => {
    paused = wanted;
    turnOn();
  };

  // Where time is let stand, words and numbers are of one moment.
  const rest = () => {
    at = Math.round(at);
    showMoment();
  };

  time.addEventListener("change", rest);
  button.addEventListener("click", () => {
    if (paused && hasClock() && (at >= ends() || at === clock().at)) at = 0; // all of it runs, if nobody has stopped it
    pause(!paused);
    if (paused) rest();
  });
  time.addEventListener("input", () => {
    pause(true);
    at = Number(time.value);
    showMoment();
  });
  // The arrow keys go from moment to moment, though the pointer may stop between two.
  time.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -6, PageUp: 6, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    pause(true);
    at = Math.min(ends(), Math.max(0, Math.round(at) + step));
    showMoment();
  });
  const pick = (event) => {
    const [control, ...value] = event.target.closest("[data-pick]")?.dataset.pick.split(":") ?? [];
    if (control) model.send({ control, value: value.join(":") });
    return Boolean(control);
  };
  stage.addEventListener("click", pick);
  stage.addEventListener("keydown", (event) => ["Enter", " "].includes(event.key) && pick(event) && event.preventDefault());

  const watch = new IntersectionObserver(([entry]) => {
    seen = entry.isIntersecting;
    if (seen) showMoment(); // the picture that the cursor runs over may have come later
    turnOn();
  });
  watch.observe(el);
  document.addEventListener("visibilitychange", turnOn);
  const calm = () => pause(CALM.matches);
  CALM.addEventListener("change", calm);

  const drawAnew = () => (draw(), move());
  model.on("change:drawing", drawAnew);
  for (const name of ["acts", "clock"]) model.on(`change:${name}`, move);
  el.append(stage, bar);
  drawAnew();
  if (hasClock()) pause(true); // time stands where the scene begins, until it is let go
  return () => {
    cancelAnimationFrame(frame);
    watch.disconnect();
    document.removeEventListener("visibilitychange", turnOn);
    CALM.removeEventListener("change", calm);
    model.off("change:drawing", drawAnew);
    for (const name of ["acts", "clock"]) model.off(`change:${name}`, move);
  };
}

export default { render };
