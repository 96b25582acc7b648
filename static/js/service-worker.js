// Answers without reception from what people chose to keep on their device. Apart from vouchers that they open, it
// keeps nothing itself: whoever offers to keep a page puts its files in a cache of its own name (guide-<city>, ...).
// The site ends all of this with the setting CITYSHOP_OFFLINE=0: then service-worker-off.js stands at this address.

const PATIENCE = 4_000; // milliseconds for a page of which a copy is kept
const LESS_PATIENCE = 2_500; // with a queue behind somebody at the till
const VOUCHERS = /^(\/(fr|en|de))?\/(v\/\w{10}|[a-z0-9-]+\/vouchers)$/i; // the typed code: a token never says whose copy it is
const COUNTER = /^(.*\/counter\/[^/]+)/;
const IN_A_CITY = /^((?:\/(?:fr|en|de))?\/([a-z0-9-]+))(?:\/(?:guide|gids)(?:\/.*)?)?$/;

// What a request is for, and how it is answered; the first rule that fits. Nothing fits: the browser goes its own way.
const RULES = [
  [({ pathname }) => /^\/(static|theme)\//.test(pathname), keptFirst],
  [({ pathname }) => pathname.startsWith("/tiles/"), keptOrNothing],
  [({ pathname }) => pathname.endsWith("/guide/offline.json"), siteFirst],
  [({ pathname }, { mode }) => mode === "navigate" && VOUCHERS.test(pathname), freshAndKept],
  [({ pathname }, request) => request.mode === "navigate" && COUNTER.test(pathname), counterFirst],
  [(address, request) => request.mode === "navigate" && !/^\/(staff|shop|counter|organiser|creator)\b/.test(address.pathname), siteFirst],
];

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  const rule = RULES.find(([fits]) => fits(address, request));
  if (rule) event.respondWith(rule[1](request, address));
});

/** An address with a hash never changes what it says. */
async function keptFirst(request) {
  return (await caches.match(request)) ?? fetch(request);
}

/** The edge of a kept map is empty paper, not a fault. */
function keptOrNothing(request) {
  return keptFirst(request).catch(() => new Response(null, { status: 204 }));
}

/** The page as it is now, else the copy of it, else the guide of its city. */
async function siteFirst(request, address) {
  const fresh = fetch(request);
  const kept = await keptFor(request, address);
  if (!kept) return fresh;
  return Promise.race([fresh.catch(() => kept), later(kept)]);
}

/** A counter with reception, else the page that goes on without: names and words only, no voucher is ever kept. */
async function counterFirst(request, { pathname }) {
  const kept = await caches.match(`${COUNTER.exec(pathname)[1]}/offline`);
  return kept ? Promise.race([fetch(request).catch(() => kept), later(kept)]) : fetch(request);
}

async function keptFor(request, { pathname }) {
  const page = await caches.match(request, { ignoreSearch: request.mode === "navigate" });
  if (page || request.mode !== "navigate") return page;
  const [, , city] = IN_A_CITY.exec(pathname) ?? [];
  if (!city || !(await caches.has(`guide-${city}`))) return undefined;
  const cache = await caches.open(`guide-${city}`);
  const addresses = (await cache.keys()).map(({ url }) => url);
  return cache.match(addresses.find((url) => url.endsWith("/guide/offline")));
}

/** A voucher, or the list of them: as it is now, which is kept; else as it was kept, and it says so. */
async function freshAndKept(request, { pathname }) {
  const cache = await caches.open("vouchers");
  const kept = await cache.match(pathname);
  const fresh = fetch(request).then(async (answer) => {
    if (answer.ok) await cache.put(pathname, answer.clone());
    return answer.status < 500 || !kept ? answer : asKept(kept);
  });
  if (!kept) return fresh;
  return Promise.race([fresh.catch(() => asKept(kept)), later(kept.clone(), LESS_PATIENCE).then(asKept)]);
}

async function asKept(answer) {
  const page = await answer.text();
  return new Response(page.replace("data-kept hidden", "data-kept"), { headers: answer.headers });
}

function later(answer, patience = PATIENCE) {
  return new Promise((done) => setTimeout(() => done(answer), patience));
}
