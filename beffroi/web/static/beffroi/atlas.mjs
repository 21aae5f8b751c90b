// Moves the links of the drawn map onto an interactive one. The drawn map stays where WebGL, or this script, does not run.
// Keyboard: one stop for the map, arrows go to the nearest town that way, Enter opens, Escape closes.

const WEST_SOUTH_EAST_NORTH = [-5.3, 41.2, 9.8, 51.2];
const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

for (const figure of document.querySelectorAll("[data-atlas]")) {
  const mainland = figure.querySelector(".bf-atlas__mainland");
  const watcher = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watcher.disconnect();
    if (hasWebGL()) enliven(figure, mainland).catch(() => figure.classList.remove("bf-atlas--live"));
  });
  watcher.observe(mainland);
}

function hasWebGL() {
  return Boolean(document.createElement("canvas").getContext("webgl2"));
}

async function enliven(figure, mainland) {
  const words = figure.dataset;
  const [library] = await Promise.all([import(words.library), sheet(words.sheet)]);
  library.setWorkerUrl(new URL(words.worker, location.href).href);
  const holder = mainland.appendChild(document.createElement("div"));
  holder.className = "bf-atlas__live";
  const map = new library.Map({
    container: holder,
    style: style(words),
    bounds: WEST_SOUTH_EAST_NORTH,
    fitBoundsOptions: { padding: 16 },
    maxZoom: 13,
    dragRotate: false,
    pitchWithRotate: false,
    cooperativeGestures: matchMedia("(pointer: coarse)").matches,
    keyboard: false,
    attributionControl: words.tiles ? { compact: false } : false,
    locale: { "NavigationControl.ZoomIn": words.zoomIn, "NavigationControl.ZoomOut": words.zoomOut, "Map.Title": words.label, "Popup.Close": words.close },
  });
  map.once("style.load", () => inTheme(map)); // before it, MapLibre refuses a colour
  map.touchZoomRotate.disableRotation();
  map.addControl(new library.NavigationControl({ showCompass: false }), "top-right");
  const canvas = map.getCanvas();
  canvas.tabIndex = -1; // the towns are the way in; the zoom buttons follow
  const pins = [...mainland.querySelectorAll(".bf-panel a")].map((link) => pin(link, { library, map, words }));
  rove(pins, { map, holder, label: words.label });
  await new Promise((ready) => map.once("idle", ready));
  figure.classList.add("bf-atlas--live");
  mainland.querySelector(".bf-panel").setAttribute("aria-hidden", "true");
  for (const link of mainland.querySelectorAll(".bf-panel a")) link.tabIndex = -1;
  figure.dataset.state = "idle"; // what a screenshot waits for
}

function sheet(address) {
  return new Promise((ready, failed) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address, onload: ready, onerror: failed });
    document.head.append(link);
  });
}

function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function style(words) {
  const departments = { type: "geojson", data: new URL(words.outlines, location.href).href };
  const base = words.tiles ? { base: { type: "raster", tiles: [words.tiles], tileSize: 256, attribution: "© IGN" } } : {};
  const fill = { id: "land", type: "fill", source: "departments", paint: { "fill-color": token("--bf-land"), "fill-opacity": words.tiles ? 0.2 : 1 } };
  const line = { id: "borders", type: "line", source: "departments", paint: { "line-color": token("--bf-border"), "line-width": 1 } };
  const tiles = words.tiles ? [{ id: "base", type: "raster", source: "base" }] : [];
  return { version: 8, sources: { ...base, departments }, layers: [...tiles, fill, line] };
}

// The theme may have changed since the style was written.
function inTheme(map) {
  repaint(map);
  new MutationObserver(() => repaint(map)).observe(document.documentElement, { attributeFilter: ["data-fr-theme"] });
}

function repaint(map) {
  map.setPaintProperty("land", "fill-color", token("--bf-land"));
  map.setPaintProperty("borders", "line-color", token("--bf-border"));
}

function pin(link, { library, map, words }) {
  const [lon, lat] = link.dataset.at.split(",").map(Number);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "bf-pin";
  button.tabIndex = -1;
  button.setAttribute("aria-label", link.getAttribute("aria-label"));
  button.setAttribute("aria-expanded", "false");
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.setAttribute("viewBox", "-12 -12 24 24");
  drawing.setAttribute("aria-hidden", "true");
  const dot = link.querySelector("circle").cloneNode(false);
  for (const [name, value] of [["cx", 0], ["cy", 0], ["r", 8]]) dot.setAttribute(name, value);
  drawing.append(dot);
  button.append(drawing);
  new library.Marker({ element: button }).setLngLat([lon, lat]).addTo(map);
  button.setAttribute("role", "button");
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    open(button, { at: [lon, lat], link, library, map, words });
  });
  return { button, lon, lat };
}

function open(button, { at, link, library, map, words }) {
  const content = document.createElement("div");
  const name = content.appendChild(document.createElement("p"));
  name.className = "fr-text--bold";
  name.textContent = link.querySelector("title").textContent.split(" – ").slice(0, -1).join(" – ");
  content.appendChild(document.createElement("p")).textContent = link.dataset.note;
  const way = content.appendChild(document.createElement("a"));
  way.href = link.getAttribute("href");
  way.className = "fr-link";
  way.textContent = words.open;
  const popup = new library.Popup({ offset: 12, maxWidth: "18rem" }).setLngLat(at).setDOMContent(content).addTo(map);
  button.setAttribute("aria-expanded", "true");
  popup.getElement().addEventListener("keydown", (event) => event.key === "Escape" && popup.remove());
  popup.on("close", () => {
    button.setAttribute("aria-expanded", "false");
    button.focus({ preventScroll: true });
  });
}

function rove(pins, { map, holder, label }) {
  const group = holder.querySelector(".maplibregl-canvas-container");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", label);
  pins[0].button.tabIndex = 0;
  holder.addEventListener("keydown", (event) => {
    const here = pins.find(({ button }) => button === document.activeElement);
    const way = DIRECTIONS[event.key];
    if (!here || !way) return;
    event.preventDefault();
    const next = nearest(here, way, pins, map);
    if (!next) return;
    here.button.tabIndex = -1;
    next.button.tabIndex = 0;
    next.button.focus({ preventScroll: true });
    if (!map.getBounds().contains([next.lon, next.lat])) map.panTo([next.lon, next.lat]);
  });
}

function nearest(here, [right, down], pins, map) {
  const from = map.project([here.lon, here.lat]);
  let best = null;
  let least = Infinity;
  for (const candidate of pins) {
    const to = map.project([candidate.lon, candidate.lat]);
    const along = (to.x - from.x) * right + (to.y - from.y) * down;
    const aside = Math.abs((to.x - from.x) * down) + Math.abs((to.y - from.y) * right);
    const cost = along + 2 * aside;
    if (candidate !== here && along > 0 && cost < least) [best, least] = [candidate, cost];
  }
  return best;
}
