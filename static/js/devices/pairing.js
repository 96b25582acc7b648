// Makes this phone one that goes on without reception: a key of its own, and the page it opens then.
import { makeKey, publicBytes } from "./signing.js";
import { act, alone, counter, counterAddress, keep, kept } from "./store.js";

const FLAG = `paired-${counter}`;

export function canBePaired() {
  return Boolean(globalThis.crypto?.subtle && globalThis.indexedDB && navigator.serviceWorker && globalThis.caches);
}

export function isPaired() {
  return localStorage.getItem(FLAG) !== null;
}

/** Pair with whoever lets us: the counter's own page, or a link. The same key again is the same phone. Then `becomeReady`. */
export async function pair(address) {
  const before = await kept("self", "device");
  const key = before?.key ?? (await makeKey());
  const told = { sent_at: Date.now(), name: nameOfPhone(), algorithm: key.algorithm, public_key: await publicBytes(key) };
  const response = await fetch(address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(told) });
  if (!response.ok) return response.status;
  const { device, token } = await response.json();
  await alone(() => keepPhone({ id: device, token, key }));
  return response.status;
}

/** Keep what a paired phone needs to go on alone; only then it does. */
export async function becomeReady() {
  await navigator.storage?.persist?.().catch(() => false);
  await keepPage();
  localStorage.setItem(FLAG, (await kept("self", "device")).id);
}

/** Scans may have been kept while the site answered: the chain goes on from where it is now. */
async function keepPhone(phone) {
  const now = await kept("self", "device");
  const chain = now?.id === phone.id ? now : { sequence: 0, previous: "" };
  await keep("self", { ...chain, ...phone }, "device");
}

export function pairHere() {
  return pair(`${counterAddress}/devices`);
}

/** The page for when reception is gone, in a cache of this counter: every file it needs first, so that the page before
    goes on to work until this one can. */
export async function keepPage() {
  const address = `${counterAddress}/offline`;
  const page = await fetch(address, { cache: "reload" });
  if (!page.ok) throw new Error(`The page to keep answers ${page.status}`);
  const text = await page.clone().text();
  const document = new DOMParser().parseFromString(text, "text/html");
  const files = document.querySelector("[data-offline-files]").dataset.offlineFiles.split(" ");
  const sheets = [...document.querySelectorAll("link[rel=stylesheet], link[rel=manifest]")].map((link) => link.getAttribute("href"));
  await navigator.serviceWorker.register("/service-worker.js");
  const cache = await caches.open(`counter-${counter}`);
  await cache.addAll([...new Set([...files, ...sheets])]);
  await cache.put(address, page);
}

/** The shop ended this phone: nothing of it stays, once all was sent. A scan that is being kept comes first. */
export function forget() {
  return alone(async () => {
    if (!(await emptied())) return;
    localStorage.removeItem(FLAG);
    await caches.delete(`counter-${counter}`);
  });
}

/** Clears all that is kept here if no scan waits; says whether. */
async function emptied() {
  let isSent = false;
  await act(["queue", "self", "tries", "taken"], (queue, ...others) => {
    queue.count().onsuccess = ({ target }) => {
      isSent = target.result === 0;
      if (isSent) others.forEach((rows) => rows.clear());
    };
  });
  return isSent;
}

function nameOfPhone() {
  const agent = navigator.userAgent;
  const kind = ["iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux"].find((name) => agent.includes(name)) ?? "?";
  const browser = [["Firefox/", "Firefox"], ["SamsungBrowser/", "Samsung"], ["Edg/", "Edge"], ["CriOS/", "Chrome"], ["Chrome/", "Chrome"], ["Safari/", "Safari"]];
  return `${kind}, ${browser.find(([sign]) => agent.includes(sign))?.[1] ?? "?"}`;
}
