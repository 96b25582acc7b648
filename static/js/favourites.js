// Favourites: a heart beside each place, and the page that lists them. They stand on this phone and are sent nowhere.
import { pointsOf, read } from "./map/columns.js";
import { rowFor } from "./map/rows.js";

const MOST_KEPT = 200;
const words = document.querySelector("template[data-favourites]");

if (words && storageWorks()) start();

function start() {
  placeHearts();
  document.addEventListener("guide:rows", placeHearts);
  addEventListener("storage", ({ key }) => key === keyOf() && document.querySelectorAll(".heart").forEach(draw));
  const page = document.querySelector("[data-favourites-page]");
  if (page) showList(page);
}

function placeHearts() {
  for (const row of document.querySelectorAll(".places .place[id^='place-']")) {
    if (row.querySelector(".heart")) continue;
    row.append(heartFor(row.id.slice("place-".length), row.querySelector(".place__name bdi").textContent));
  }
  for (const spot of document.querySelectorAll("[data-heart]")) {
    if (!spot.firstChild) spot.append(heartFor(spot.dataset.heart, spot.dataset.name));
  }
}

function heartFor(slug, name) {
  const heart = words.content.firstElementChild.cloneNode(true);
  Object.assign(heart.dataset, { slug, name });
  heart.addEventListener("click", () => toggle(heart));
  draw(heart);
  return heart;
}

function toggle(heart) {
  const { slug, name } = heart.dataset;
  const before = kept();
  const others = before.filter((one) => one.slug !== slug);
  const drops = others.length < before.length;
  if (!drops && others.length >= MOST_KEPT) return say(heart, words.dataset.full);
  keep(drops ? others : [...others, { slug, name }]);
  draw(heart);
}

function draw(heart) {
  const { slug, name } = heart.dataset;
  const isKept = kept().some((one) => one.slug === slug);
  heart.setAttribute("aria-pressed", String(isKept));
  say(heart, (isKept ? words.dataset.drop : words.dataset.keep).replace("{name}", name));
}

function say(heart, sentence) {
  heart.querySelector("span").textContent = sentence;
  heart.title = sentence;
}

/** What is open is asked of the whole guide at once, so that nobody learns which places are kept here. */
async function showList(page) {
  const list = page.querySelector("[data-favourites-list]");
  const drop = page.querySelector("[data-favourites-drop]");
  const mine = kept();
  drop.addEventListener("click", () => (keep([]), showNone(page, list, drop)));
  if (mine.length === 0) return showNone(page, list, drop);
  drop.hidden = false;
  const known = await placesNow(page);
  list.replaceChildren(...mine.map((one) => rowOf(one, known, page.dataset)));
  placeHearts();
}

async function placesNow(page) {
  try {
    return new Map(pointsOf(await read(page.dataset.points)).map((place) => [place.slug, place]));
  } catch {
    page.querySelector("[data-favourites-said]").textContent = page.dataset.failed;
    return null;
  }
}

function rowOf({ slug, name }, known, { gone, place }) {
  const found = known?.get(slug);
  if (found) return rowFor(found, { place });
  const row = rowFor({ slug, name, kindWords: "", street: "", state: "unknown", stateWords: gone }, { place });
  if (known) row.querySelector(".place__name a").removeAttribute("href");
  else row.querySelector(".place__traits").replaceChildren();
  return row;
}

function showNone(page, list, drop) {
  list.replaceChildren();
  drop.hidden = true;
  page.querySelector("[data-favourites-none]").hidden = false;
}

function keyOf() {
  return `favourites:${words.dataset.favourites}`;
}

function kept() {
  try {
    const rows = JSON.parse(localStorage.getItem(keyOf()) ?? "[]");
    return Array.isArray(rows) ? rows.filter((one) => typeof one?.slug === "string" && typeof one?.name === "string") : [];
  } catch {
    return [];
  }
}

function keep(rows) {
  localStorage.setItem(keyOf(), JSON.stringify(rows));
}

/** In a private window some browsers have a storage that refuses everything. */
function storageWorks() {
  try {
    const tried = `${keyOf()}:tried`;
    localStorage.setItem(tried, "1");
    localStorage.removeItem(tried);
    return true;
  } catch {
    return false;
  }
}
