// A stop on the way: what is open is worked out on the phone, and the whole route is kept for where there is no reception.
// Without this file the page says what was so when it was asked for. service-worker.js answers from what is kept here.

const page = document.querySelector("[data-route-stop]");
const { cache: cacheName, language } = page.dataset;
const said = page.querySelector("[data-kept]");
const forgetBox = page.querySelector("[data-forget-box]");
const A_MINUTE = 60_000;
const KEPT_SECONDS = 48 * 60 * 60;
const DECLINED = "routes-not-kept";
let isKept = false;
let madeAt;

for (const state of page.querySelectorAll("[data-later]")) state.later = JSON.parse(state.dataset.later);
sayStates();
setInterval(sayStates, A_MINUTE);
addEventListener("pageshow", sayStates);
addEventListener("offline", sayWhere);
addEventListener("online", sayWhere);
if (window.caches && navigator.serviceWorker && said) start().catch(() => undefined);

/** Each change comes with its words, so that every language stays right. */
function sayStates() {
  const now = Date.now() / 1000;
  for (const state of page.querySelectorAll("[data-later]")) {
    const [first] = state.later;
    if (!first) continue;
    const [, look, words] = state.later.filter(([moment]) => moment <= now).at(-1) ?? first;
    const isTooOld = now - first[0] > KEPT_SECONDS;
    state.textContent = isTooOld ? page.dataset.unknown : words;
    state.className = `place__state place__state--${isTooOld ? "unknown" : look}`;
  }
}

async function start() {
  page.querySelector("[data-forget]").addEventListener("click", forget);
  if (navigator.onLine && !isDeclined() && !navigator.connection?.saveData) await keep();
  await showKept();
}

/** Once in a page view and after everything else: all pages of the route and what they need. */
async function keep() {
  await navigator.serviceWorker.register("/service-worker.js");
  const cache = await caches.open(cacheName);
  await Promise.all(addresses().map((address) => put(cache, address)));
}

function addresses() {
  const sheets = [...document.querySelectorAll("link[rel=stylesheet], script[src]")].map((one) => one.href || one.src);
  const files = performance.getEntriesByType("resource").map(({ name }) => name);
  const ours = [...sheets, ...files].map((address) => new URL(address)).filter(({ origin, pathname }) => origin === location.origin && /^\/(static|theme)\//.test(pathname));
  return [...new Set([...page.dataset.pages.split(" "), ...ours.map(({ pathname }) => pathname)])];
}

/** One page that cannot be fetched does not keep the others from being kept. */
async function put(cache, address) {
  const answer = await fetch(address).catch(() => undefined);
  if (answer?.ok && !answer.redirected) await cache.put(address, answer);
}

async function forget({ target }) {
  await caches.delete(cacheName);
  try {
    sessionStorage.setItem(DECLINED, cacheName);
  } catch {
    // storage is off: then it is kept again at the next stop
  }
  isKept = false;
  forgetBox.hidden = true;
  said.hidden = false;
  said.textContent = target.dataset.forgotten;
}

function isDeclined() {
  try {
    return sessionStorage.getItem(DECLINED) === cacheName;
  } catch {
    return false;
  }
}

async function showKept() {
  const kept = (await caches.has(cacheName)) && (await caches.match(location.pathname, { cacheName }));
  forgetBox.hidden = !kept;
  if (!kept) return;
  isKept = true;
  madeAt = kept.headers.get("Date");
  sayWhere();
}

function sayWhere() {
  if (!isKept) return;
  said.hidden = false;
  said.textContent = navigator.onLine ? said.dataset.keptWords : said.dataset.offlineWords.replace("{moment}", madeWords());
}

function madeWords() {
  const form = { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", timeZone: "Europe/Brussels" };
  const seconds = page.querySelector("[data-later]")?.later[0]?.[0];
  const made = seconds ? new Date(seconds * 1000) : new Date(madeAt ?? Date.now());
  return new Intl.DateTimeFormat(language, form).format(made);
}
