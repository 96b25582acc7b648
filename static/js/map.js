// The map beside the list: own drawing of the town, a marker per place, nothing from elsewhere.
// The list stays the product: every marker leads to it, and every row can point at its marker.
import * as L from "../vendor/leaflet/leaflet.js";

const MOST_MARKERS = 150; // above this many, dots on a canvas: markers would be hundreds of elements
const LABELS_FROM_ZOOM = { river: 14, square: 15, green: 15.5, street: 16 };
const FINGER = matchMedia("(pointer: coarse)").matches;
const frame = document.querySelector("[data-map]");

if (frame) start().catch(fail);

async function start() {
  const words = frame.dataset;
  const [points, ground] = await Promise.all([read(words.points), words.ground ? read(words.ground) : null]);
  const map = newMap(words, points);
  if (ground) drawGround(map, ground, words);
  const markers = drawPlaces(map, points, words);
  fit(map, points);
  linkRows(map, markers, words);
}

async function read(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  return response.json();
}

function fail() {
  const sentence = document.createElement("p");
  sentence.textContent = frame.dataset.failed;
  frame.replaceChildren(sentence);
}

function newMap(words, points) {
  const map = L.map(frame, {
    dragging: !FINGER, // one finger scrolls the page, two move the map
    scrollWheelZoom: false,
    zoomControl: false,
    attributionControl: false,
    zoomSnap: 0.25,
    minZoom: 11,
    maxZoom: 19,
    zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
  });
  L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  const credits = L.control.attribution({ prefix: false }).addTo(map);
  credits.addAttribution(escaped(points.attribution));
  return map;
}

function drawGround(map, ground, words) {
  const drawing = L.geoJSON(ground, {
    interactive: false,
    style: ({ properties }) => ({ className: `map__${properties.kind}` }),
  }).addTo(map);
  map.attributionControl.addAttribution(escaped(words.schematic));
  const labels = drawing.getLayers().filter(hasName).map((shape) => [shape.feature.properties.kind, label(shape)]);
  map.on("zoomend", () => {
    for (const [kind, name] of labels) {
      if (map.getZoom() >= LABELS_FROM_ZOOM[kind]) name.addTo(map);
      else name.remove();
    }
  });
}

function hasName(shape) {
  return shape.feature.properties.name;
}

function label(shape) {
  const { kind, name } = shape.feature.properties;
  const text = document.createElement("span");
  text.textContent = name;
  const icon = L.divIcon({ className: `map__label map__label--${kind}`, html: text, iconSize: null });
  return L.marker(shape.getBounds().getCenter(), { icon, interactive: false, keyboard: false, zIndexOffset: -1000 });
}

function drawPlaces(map, points, words) {
  const draw = points.features.length > MOST_MARKERS ? dot : pin;
  const canvas = L.canvas();
  const markers = new Map();
  for (const place of points.features) {
    const [longitude, latitude] = place.geometry.coordinates;
    const marker = draw([latitude, longitude], place.properties, canvas).addTo(map);
    marker.bindPopup(() => popup(place.properties, words), { autoPanPadding: [16, 16] });
    markers.set(place.id, marker);
  }
  return markers;
}

function pin(where, { state, name }) {
  const icon = L.divIcon({ className: `map__pin map__pin--${state}`, iconSize: [44, 44], iconAnchor: [22, 40] });
  return L.marker(where, { icon, alt: name, keyboard: false });
}

function dot(where, { state }, renderer) {
  const colour = getComputedStyle(frame).getPropertyValue(state === "open" ? "--good" : "--ink-soft").trim();
  return L.circleMarker(where, { renderer, radius: 7, weight: 2, color: colour, fillOpacity: 0.5 });
}

function popup({ slug, name, street, state }, words) {
  const row = rowOf(slug);
  const box = document.createElement("div");
  box.append(line("strong", name), line("span", row?.querySelector(".tag")?.textContent.trim() ?? words[state]));
  if (street) box.append(line("span", street));
  const more = document.createElement("a");
  more.href = row ? `#${row.id}` : words.place + encodeURIComponent(slug);
  more.textContent = row ? words.inList : words.more;
  box.append(more);
  return box;
}

function line(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

function linkRows(map, markers, words) {
  for (const [slug, marker] of markers) {
    const row = rowOf(slug);
    if (row) row.append(mapButton(row, () => pointAt(map, marker), words));
  }
}

function mapButton(row, act, words) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "place__show no-print";
  button.textContent = words.show;
  button.setAttribute("aria-label", `${words.show}: ${row.querySelector(".place__name").textContent.trim()}`);
  button.addEventListener("click", act);
  return button;
}

function pointAt(map, marker) {
  map.setView(marker.getLatLng(), Math.max(map.getZoom(), 17));
  marker.openPopup();
  frame.scrollIntoView({ block: "nearest" });
}

function fit(map, points) {
  const corners = points.features.map(({ geometry: { coordinates } }) => [coordinates[1], coordinates[0]]);
  map.fitBounds(corners, { paddingTopLeft: [24, 48], paddingBottomRight: [24, 24], maxZoom: 17 });
}

function rowOf(slug) {
  return document.getElementById(`place-${slug}`);
}

function escaped(text) {
  return line("span", text).innerHTML;
}
