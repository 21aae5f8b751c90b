// Draws or corrects an outline on MapLibre and writes it in the form's field as GeoJSON: an area, or what the radio
// buttons beside the map say (`data-kind`): a point, a line, an area.
// Without this script, its library or WebGL, the field alone does: the page says what to put there.
// Keyboard: arrows move the map, a button puts a point at its centre; a point is moved by arrows and removed by Delete.

const STEPS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
const NEAR = 4; // pixels that a key moves a point
const MARKED = 400; // beyond, an outline keeps its points but only its last ring is offered to be moved

for (const holder of document.querySelectorAll("[data-draw]")) {
  const field = document.getElementById(holder.dataset.field);
  if (document.createElement("canvas").getContext("webgl2")) start(holder, field).catch(() => (holder.hidden = true));
  else holder.hidden = true;
}

async function start(holder, field) {
  const words = holder.dataset;
  const [library, ground] = await Promise.all([import(words.library), fetch(words.ground).then((got) => got.json()), sheet(words.sheet)]);
  library.setWorkerUrl(new URL(words.worker, location.href).href);
  const outline = new Outline(field.value, kindOf(holder, field.value));
  const map = new library.Map({
    container: holder.querySelector(".cv-draw__map"),
    style: style(ground, outline),
    bounds: extent(outline.isEmpty ? ground : outline.geojson()),
    fitBoundsOptions: { padding: 48, maxZoom: 14 },
    dragRotate: false,
    pitchWithRotate: false,
    attributionControl: false,
    locale: { "NavigationControl.ZoomIn": words.zoomIn, "NavigationControl.ZoomOut": words.zoomOut, "Map.Title": words.label },
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new library.NavigationControl({ showCompass: false }), "top-right");
  const desk = new Desk({ holder, field, map, library, outline, words });
  map.on("click", (event) => desk.add(event.lngLat));
  holder.addEventListener("click", (event) => desk.order(event.target.dataset.do));
  holder.addEventListener("change", (event) => event.target.dataset.kind && desk.turn(event.target.dataset.kind));
  field.addEventListener("change", () => desk.read());
  map.once("style.load", () => inTheme(map)); // before it, MapLibre refuses a colour
  map.once("idle", () => (holder.dataset.state = "idle")); // what a test waits for
}

class Outline {
  // The rings of one or several polygons; new points go to the outer ring of the last polygon.
  constructor(text, kind) {
    this.kind = kind;
    this.polygons = parse(text);
  }

  get isEmpty() {
    return this.polygons.every((rings) => rings.every((ring) => ring.length === 0));
  }

  get last() {
    if (this.polygons.length === 0) this.polygons.push([[]]);
    return this.polygons.at(-1)[0];
  }

  rings() {
    return this.polygons.flat();
  }

  add(point) {
    if (this.kind === "point") this.polygons = [[[]]];
    this.last.push(point);
  }

  geojson() {
    if (this.kind === "point") return this.isEmpty ? null : { type: "Point", coordinates: this.last.at(-1) };
    if (this.kind === "line") return this.last.length > 1 ? { type: "LineString", coordinates: this.last } : null;
    const closed = this.polygons.map((rings) => rings.filter((ring) => ring.length > 2).map((ring) => [...ring, ring[0]])).filter((rings) => rings.length);
    if (closed.length === 0) return null;
    return closed.length === 1 ? { type: "Polygon", coordinates: closed[0] } : { type: "MultiPolygon", coordinates: closed };
  }

  line() {
    if (this.kind !== "area") return null;
    return { type: "MultiLineString", coordinates: this.rings().filter((ring) => ring.length > 1).map((ring) => [...ring, ring[0]]) };
  }
}

class Desk {
  constructor(parts) {
    Object.assign(this, parts, { markers: [] });
    this.redraw();
  }

  order(name) {
    if (name === "add") this.add(this.map.getCenter());
    if (name === "undo") this.outline.last.pop();
    if (name === "clear") this.outline.polygons = [];
    if (name === "undo" || name === "clear") this.changed();
  }

  add({ lng, lat }) {
    this.outline.add(round([lng, lat]));
    this.changed();
  }

  turn(kind) {
    this.outline.kind = kind;
    if (kind === "point") this.outline.polygons = [[this.outline.last.slice(-1)]];
    this.changed();
  }

  read() {
    this.outline.kind = kindOf(this.holder, this.field.value);
    this.outline.polygons = parse(this.field.value);
    this.redraw();
  }

  changed() {
    const geometry = this.outline.geojson();
    this.field.value = geometry ? JSON.stringify(geometry) : "";
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    this.redraw();
  }

  redraw() {
    const paint = () => this.map.getSource("drawn").setData(feature(this.outline));
    if (this.map.getSource("drawn")) paint();
    else this.map.once("load", paint);
    for (const marker of this.markers) marker.remove();
    const rings = this.outline.rings();
    const total = rings.reduce((sum, ring) => sum + ring.length, 0);
    const shown = total > MARKED ? [this.outline.last].filter((ring) => ring.length <= MARKED) : rings;
    let number = 0;
    this.markers = shown.flatMap((ring) => ring.map((_point, place) => this.vertex(ring, place, ++number)));
    this.holder.querySelector(".cv-draw__count").textContent = counted(total, this.words);
  }

  vertex(ring, place, number) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "cv-vertex";
    button.setAttribute("aria-label", this.words.point.replace("{n}", number));
    button.addEventListener("click", (event) => event.stopPropagation());
    button.addEventListener("keydown", (event) => this.key(event, ring, place, number));
    const marker = new this.library.Marker({ element: button, draggable: true }).setLngLat(ring[place]).addTo(this.map);
    button.setAttribute("role", "button");
    marker.on("dragend", () => {
      const { lng, lat } = marker.getLngLat();
      ring[place] = round([lng, lat]);
      this.changed();
    });
    return marker;
  }

  key(event, ring, place, number) {
    const way = STEPS[event.key];
    if (!way && event.key !== "Delete") return;
    event.preventDefault();
    event.stopPropagation();
    if (way) {
      const at = this.map.project(ring[place]);
      const { lng, lat } = this.map.unproject([at.x + NEAR * way[0], at.y + NEAR * way[1]]);
      ring[place] = round([lng, lat]);
    } else ring.splice(place, 1);
    this.changed();
    this.markers[Math.min(number, this.markers.length) - 1]?.getElement().focus();
  }
}

// The kind that is drawn: that of what the field holds, which the buttons then show, else the one they show.
function kindOf(holder, text) {
  const kind = { Point: "point", LineString: "line" }[text.match(/"type"\s*:\s*"(\w+)"/)?.[1]] ?? (text.includes("Polygon") ? "area" : null);
  const asked = kind && holder.querySelector(`[data-kind="${kind}"]`);
  if (asked) asked.checked = true;
  return kind ?? holder.querySelector("[data-kind]:checked")?.dataset.kind ?? "area";
}

function parse(text) {
  try {
    const found = JSON.parse(text);
    const geometry = found.geometry ?? found;
    if (geometry.type === "Point") return [[[geometry.coordinates]]];
    if (geometry.type === "LineString") return [[geometry.coordinates]];
    const polygons = { Polygon: [geometry.coordinates], MultiPolygon: geometry.coordinates }[geometry.type] ?? [];
    return polygons.map((rings) => rings.map((ring) => ring.slice(0, -1)));
  } catch {
    return [];
  }
}

function round(point) {
  return point.map((degrees) => Number(degrees.toFixed(6))); // about 10 cm
}

function feature(outline) {
  const geometries = [outline.geojson(), outline.line()].filter(Boolean);
  return { type: "FeatureCollection", features: geometries.map((geometry) => ({ type: "Feature", properties: {}, geometry })) };
}

function extent(geojson) {
  const points = [];
  const walk = (part) => (typeof part[0] === "number" ? points.push(part) : part.forEach(walk));
  const geometries = geojson.features?.map((one) => one.geometry) ?? [geojson];
  for (const geometry of geometries) walk(geometry.coordinates);
  if (points.length === 0) return [-5.3, 41.2, 9.8, 51.2];
  const sides = [0, 1].map((axis) => points.map((point) => point[axis]));
  return [...sides.map((side) => Math.min(...side)), ...sides.map((side) => Math.max(...side))];
}

function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function style(ground, outline) {
  const of = (role) => ["==", ["get", "role"], role];
  return {
    version: 8,
    sources: { ground: { type: "geojson", data: ground }, drawn: { type: "geojson", data: feature(outline) } },
    layers: [
      { id: "ground", type: "fill", source: "ground", filter: of("ground"), paint: { "fill-color": token("--bf-land") } },
      { id: "limit", type: "line", source: "ground", filter: of("ground"), paint: { "line-color": token("--bf-third"), "line-width": 1 } },
      { id: "others", type: "fill", source: "ground", filter: of("perimeter"), paint: { "fill-color": token("--bf-main"), "fill-opacity": 0.2 } },
      { id: "others-line", type: "line", source: "ground", filter: of("perimeter"), paint: { "line-color": token("--bf-main"), "line-width": 2 } },
      { id: "drawn", type: "fill", source: "drawn", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": token("--bf-second"), "fill-opacity": 0.25 } },
      { id: "drawn-line", type: "line", source: "drawn", paint: { "line-color": token("--bf-second"), "line-width": 3 } },
    ],
  };
}

// The theme may have changed since the style was written.
function inTheme(map) {
  repaint(map);
  new MutationObserver(() => repaint(map)).observe(document.documentElement, { attributeFilter: ["data-fr-theme"] });
}

function repaint(map) {
  map.setPaintProperty("ground", "fill-color", token("--bf-land"));
  map.setPaintProperty("limit", "line-color", token("--bf-third"));
  for (const layer of ["others", "others-line"]) map.setPaintProperty(layer, layer === "others" ? "fill-color" : "line-color", token("--bf-main"));
  for (const layer of ["drawn", "drawn-line"]) map.setPaintProperty(layer, layer === "drawn" ? "fill-color" : "line-color", token("--bf-second"));
}

// Zero is singular in French, plural in English.
function counted(total, words) {
  const isOne = new Intl.PluralRules(document.documentElement.lang).select(total) === "one";
  return (isOne ? words.countOne : words.count).replace("{n}", total);
}

function sheet(address) {
  return new Promise((ready, failed) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address, onload: ready, onerror: failed });
    document.head.append(link);
  });
}
