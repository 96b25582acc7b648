// Maps on request: the guide beside its list, one place, a route. The page stays the product: it has everything.
import { line } from "./map/elements.js";
import { newMap } from "./map/frame.js";
import { whereAmI } from "./map/here.js";
import { L } from "./map/leaflet.js";
import { drawLine } from "./map/line.js";
import { drawPoints, fit, popup } from "./map/points.js";
import { pointsOf, read } from "./map/columns.js";

const HERE = "guide:here"; // somebody said where they are: the map shows it, the list starts with what is near
const BESIDE = matchMedia("(min-width: 60rem)");

for (const frame of document.querySelectorAll("[data-map]")) start(frame).catch(() => fail(frame));

async function start(frame) {
  const words = frame.dataset;
  if (words.points) await showGuide(frame, words);
  else if (words.line) drawLine(await newMap(frame), await read(words.line));
  else await showPoint(frame, words);
}

function fail(frame) {
  frame.replaceChildren(line("p", frame.dataset.failed, "map__failed"));
}

async function showGuide(frame, words) {
  const columns = await read(words.points);
  const places = pointsOf(columns);
  const map = await newMap(frame, columns.credit);
  fit(map, places);
  const drawn = await drawPoints(map, places, (place) => popup(place, linksOf(place, words)));
  linkRows(frame, map, drawn);
  addHere(frame, map);
}

async function showPoint(frame, words) {
  const map = await newMap(frame, words.pointCredit);
  const [latitude, longitude] = words.point.split(",").map(Number);
  map.setView([latitude, longitude], 17);
  const icon = L.divIcon({ className: "map__pin map__pin--open", iconSize: [44, 44], iconAnchor: [22, 40] });
  L.marker([latitude, longitude], { icon, keyboard: false, interactive: false }).addTo(map);
  addHere(frame, map, [latitude, longitude]);
}

function linksOf({ slug }, words) {
  const more = [words.place + encodeURIComponent(slug), words.more];
  const row = rowOf(slug);
  return row ? [[`#${row.id}`, words.inList], more] : [more];
}

/** Every row points at its marker, and every marker at its row. */
function linkRows(frame, map, { markers, reveal }) {
  for (const [slug, marker] of markers) {
    marker.on("popupopen popupclose", ({ type }) => markRow(rowOf(slug), type === "popupopen"));
  }
  const point = (button) => {
    const marker = markers.get(button.closest(".place").id.replace("place-", ""));
    marker.once("popupopen", ({ popup: opened }) => handFocus(opened, marker, button));
    reveal(marker);
    frame.scrollIntoView({ block: "nearest" });
  };
  const addButtons = () => {
    for (const slug of markers.keys()) addButton(rowOf(slug), frame.dataset.show, point);
  };
  addButtons();
  document.addEventListener("guide:rows", addButtons);
}

function addButton(row, words, point) {
  if (!row || row.querySelector(".place__show")) return;
  const button = line("button", words, "place__show no-print");
  button.type = "button";
  button.setAttribute("aria-label", `${words}: ${row.querySelector(".place__name").textContent.trim()}`);
  button.addEventListener("click", () => point(button));
  row.append(button);
}

function handFocus(opened, marker, button) {
  opened.getElement().querySelector("[tabindex]").focus({ preventScroll: true });
  marker.once("popupclose", () => button.focus({ preventScroll: true }));
}

function markRow(row, isPointedAt) {
  row?.classList.toggle("place--pointed", isPointedAt);
  if (row && isPointedAt && BESIDE.matches) row.scrollIntoView({ block: "nearest" });
}

function rowOf(slug) {
  return document.getElementById(`place-${slug}`);
}

/** The button that asks the phone where it is; the sentence stands under the map. */
function addHere(frame, map, keptInSight) {
  const words = frame.dataset;
  const said = frame.closest(".map-part").querySelector("[data-map-said]");
  const control = L.control({ position: "topright" });
  control.onAdd = () => {
    const button = line("button", words.here, "map__here");
    button.type = "button";
    L.DomEvent.disableClickPropagation(button);
    button.addEventListener("click", async () => {
      const where = await whereAmI(words, (sentence) => (said.textContent = sentence));
      if (where) document.dispatchEvent(new CustomEvent(HERE, { detail: where }));
    });
    return button;
  };
  control.addTo(map);
  document.addEventListener(HERE, ({ detail }) => drawHere(map, detail, keptInSight));
}

let spot;

function drawHere(map, { latitude, longitude, accuracy }, keptInSight) {
  spot?.remove();
  const where = [latitude, longitude];
  spot = L.layerGroup([
    L.circle(where, { radius: accuracy, className: "map__around", interactive: false }),
    L.circleMarker(where, { radius: 8, className: "map__me", interactive: false }),
  ]).addTo(map);
  const around = L.latLng(where).toBounds(Math.max(accuracy * 2, 400));
  map.fitBounds(keptInSight ? around.extend(keptInSight) : around, { padding: [24, 48], maxZoom: 17 });
}
