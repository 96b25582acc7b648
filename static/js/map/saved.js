// The kept guide as a list that filters itself, with its map.
import { folded, placesOf } from "./columns.js";
import { filled } from "./elements.js";
import { openingAt } from "./opening.js";
import { rowFor } from "./rows.js";

const A_MINUTE = 60_000;

export function savedPlaces(guide) {
  return placesOf(guide).map((place) => ({ ...place, found: folded(`${place.name} ${place.street} ${place.kindWords}`) }));
}

let clock;

export function showSaved(section, guide, places) {
  const form = section.querySelector("form");
  const show = () => showList(section, fitting(places, guide, new FormData(form), section.dataset), places.length);
  form.oninput = show;
  form.onsubmit = (event) => event.preventDefault();
  clearInterval(clock);
  clock = setInterval(show, A_MINUTE);
  section.querySelector("[data-act=map]").onclick = ({ currentTarget }) => showMap(section, guide, places, currentTarget);
  show();
}

function fitting(places, guide, wanted, sentences) {
  const now = Date.now() / 1000;
  const asked = folded(wanted.get("q")).split(/\s+/).filter(Boolean);
  const kind = wanted.get("kind");
  return places.map((place) => withState(place, guide, now, sentences)).filter((place) =>
    (!kind || place.kind === kind) &&
    (!wanted.has("open") || place.state === "open") &&
    (!wanted.has("terrace") || guide.terrace[place.number] === "1") &&
    asked.every((word) => place.found.includes(word)));
}

function withState(place, guide, now, sentences) {
  const { state, words } = openingAt(guide, place.number, now, sentences);
  return { ...place, state, stateWords: words };
}

function showList(section, places, total) {
  const list = section.querySelector("ul.places");
  list.replaceChildren(...places.map((place) => savedRow(place, section.dataset)));
  section.querySelector("[role=status]").textContent = filled(section.dataset.count, { shown: places.length, total });
}

/** The page of a place is not kept, so without reception its name leads nowhere. */
function savedRow(place, words) {
  const row = rowFor(place, words);
  if (!navigator.onLine) row.querySelector(".place__name a").removeAttribute("href");
  return row;
}

async function showMap(section, guide, places, button) {
  const frame = section.querySelector("[data-saved-map]");
  section.querySelector(".map-part").hidden = false;
  button.hidden = true;
  const { showSavedMap } = await import("./saved-map.js");
  const now = Date.now() / 1000;
  await showSavedMap(frame, places.map((place) => withState(place, guide, now, section.dataset)), guide.credit);
}
