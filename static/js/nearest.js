// "Nearest first": the list in the order of the distance from here. Where that is never leaves the phone.
import { pointsOf, read } from "./map/columns.js";
import { distanceWords, filled, line } from "./map/elements.js";
import { metresBetween, whereAmI } from "./map/here.js";
import { rowFor } from "./map/rows.js";

const MOST_ROWS = 50;
const HERE = "guide:here";
const button = document.querySelector("[data-nearest]");

if (button) offer();

function offer() {
  const words = button.dataset;
  const said = document.querySelector("[data-nearest-said]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    const where = await whereAmI(words, (sentence) => (said.textContent = sentence));
    if (where) document.dispatchEvent(new CustomEvent(HERE, { detail: where }));
  });
  document.addEventListener(HERE, ({ detail }) => sortFrom(detail, words).catch(() => (said.textContent = words.failed)));
}

async function sortFrom(here, words) {
  const places = pointsOf(await read(words.points));
  for (const place of places) place.metres = metresBetween(here, place);
  places.sort((one, other) => one.metres - other.metres);
  const list = document.querySelector("ul.places");
  const near = places.slice(0, MOST_ROWS);
  list.replaceChildren(...near.map((place) => rowWithDistance(place, words)));
  markSorted(words, near.length, places.length);
  document.dispatchEvent(new CustomEvent("guide:rows"));
}

function rowWithDistance(place, words) {
  const row = document.getElementById(`place-${place.slug}`) ?? rowFor(place, words);
  row.querySelector(".place__far")?.remove();
  row.querySelector(".place__traits").prepend(line("span", distanceWords(place.metres), "tag tag--plain place__far"));
  return row;
}

function markSorted(words, shown, total) {
  document.querySelector(".sorts [aria-current]")?.removeAttribute("aria-current");
  button.setAttribute("aria-pressed", "true");
  document.querySelector(".pager")?.remove();
  if (shown < total) document.querySelector("[data-nearest-count]").textContent = filled(words.count, { shown, total });
}
