// The guide in a pocket: keeps it, shows it without reception, and takes it away again.
import { filled } from "./map/elements.js";
import { savedPlaces, showSaved } from "./map/saved.js";

const box = document.querySelector("[data-keep]");
const words = box.dataset;
const cacheName = `guide-${words.city}`;
const said = box.querySelector("[data-keep-said]");
const [keep, renew, forget] = ["keep", "renew", "forget"].map((act) => box.querySelector(`[data-act=${act}]`));

if (window.caches && navigator.serviceWorker) start().catch(() => say(words.failed));
else say(words.cannot);

async function start() {
  keep.addEventListener("click", () => act(keepGuide));
  renew.addEventListener("click", () => act(keepGuide));
  forget.addEventListener("click", () => act(forgetGuide));
  addEventListener("online", sayWhere);
  addEventListener("offline", sayWhere);
  sayWhere();
  await showState();
}

function say(sentence) {
  said.textContent = sentence;
}

function sayWhere() {
  box.querySelector("[data-keep-offline]").hidden = navigator.onLine;
}

async function act(what) {
  for (const button of [keep, renew, forget]) button.disabled = true;
  try {
    await what();
  } catch (fault) {
    say(fault.name === "QuotaExceededError" ? words.full : words.failed);
  } finally {
    for (const button of [keep, renew, forget]) button.disabled = false;
  }
}

/** All or nothing: first everything is fetched, then it takes the place of what was kept. */
async function keepGuide() {
  const addresses = [location.pathname, words.guide, ...filesToKeep()];
  let done = 0;
  const fetched = await Promise.all(addresses.map(async (address) => {
    const response = await fetch(address, { cache: address === words.guide || address === location.pathname ? "reload" : "default" });
    if (!response.ok) throw new Error(`${response.status} ${address}`);
    say(filled(words.keeping, { done: (done += 1), total: addresses.length }));
    return response;
  }));
  await navigator.serviceWorker.register("/service-worker.js");
  await caches.delete(cacheName);
  const cache = await caches.open(cacheName);
  await Promise.all(addresses.map((address, number) => put(cache, address, fetched[number])));
  say(words.kept);
  await showState();
}

function put(cache, address, response) {
  // a page that was redirected to may not answer a visit; an empty tile has no body to keep
  return cache.put(address, response.status === 204 ? new Response(null, { headers: response.headers }) : response);
}

/** The files the page names, and the sheets it wears itself. */
function filesToKeep() {
  const sheets = [...document.querySelectorAll("link[rel=stylesheet]")].map(({ href }) => new URL(href).pathname);
  return [...new Set([...words.files.split(" "), ...sheets])];
}

async function forgetGuide() {
  await caches.delete(cacheName);
  if (!(await caches.keys()).length) await (await navigator.serviceWorker.getRegistration())?.unregister();
  say(words.forgotten);
  await showState();
  keep.focus();
}

async function showState() {
  const kept = await (await caches.has(cacheName) ? caches.match(words.guide, { cacheName }) : undefined);
  keep.hidden = Boolean(kept);
  renew.hidden = forget.hidden = !kept;
  box.querySelector("[data-keep-before]").hidden = Boolean(kept);
  const section = document.querySelector("[data-saved]");
  section.hidden = !kept;
  if (!kept) return;
  const guide = await kept.json();
  box.querySelector("[data-keep-when]").textContent = whenWords(guide);
  showSaved(section, guide, savedPlaces(guide));
}

/** When it was kept, and until when its hours are known. */
function whenWords({ made, minutes }) {
  const until = made + minutes * 60;
  const sentence = Date.now() / 1000 < until ? words.keptOn : words.ranOut;
  return filled(sentence, { made: momentWords(made), until: momentWords(until) });
}

function momentWords(seconds) {
  const form = { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", timeZone: "Europe/Brussels" };
  return new Intl.DateTimeFormat(document.documentElement.lang, form).format(new Date(seconds * 1000));
}
