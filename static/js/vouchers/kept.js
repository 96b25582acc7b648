// What this phone keeps: a list of vouchers for each city, and their pages for when there is no reception.

const CACHE = "vouchers";
const MOST_KEPT = 50;

/** The newest first; empty where the browser has no storage, or one that refuses. */
export function keptVouchers(city) {
  try {
    const rows = JSON.parse(localStorage.getItem(keyOf(city)) ?? "[]");
    return Array.isArray(rows) ? rows.filter((one) => typeof one?.code === "string" && typeof one?.title === "string") : [];
  } catch {
    return [];
  }
}

export function keepVoucher(city, voucher) {
  const others = keptVouchers(city).filter(({ code }) => code !== voucher.code);
  keepAll(city, [voucher, ...others].slice(0, MOST_KEPT));
}

export function keepAll(city, vouchers) {
  try {
    localStorage.setItem(keyOf(city), JSON.stringify(vouchers));
  } catch {
    // a private window, or a full phone: then nothing is kept, and nothing breaks
  }
}

/** Off the list, with every copy of its page: whatever the language, and however its code was written. */
export async function dropVoucher(city, { code }) {
  keepAll(city, keptVouchers(city).filter((one) => one.code !== code));
  if (!window.caches) return;
  const cache = await caches.open(CACHE);
  const copies = (await cache.keys()).filter(({ url }) => codeIn(url) === code);
  await Promise.all(copies.map((copy) => cache.delete(copy)));
}

function codeIn(url) {
  const typed = new URL(url).pathname.split("/").pop().toUpperCase();
  return typed.replace(/O/g, "0").replace(/[IL]/g, "1");
}

/** The page with the files it needs; what is kept already is not asked for again. Then it says so. */
export async function keepPage(address, page) {
  const { files } = page.dataset;
  if (!files || !navigator.serviceWorker || !window.caches) return;
  await navigator.serviceWorker.register("/service-worker.js");
  const cache = await caches.open(CACHE);
  const sheets = [...document.querySelectorAll("link[rel=stylesheet]")].map(({ href }) => new URL(href).pathname);
  for (const path of [address, ...files.split(" "), ...sheets]) if (!(await cache.match(path))) await cache.add(path);
  page.querySelector("[data-stored]")?.removeAttribute("hidden");
}

/** The page as it was fetched a moment ago takes the place of the copy. */
export async function renewPage(address, answer) {
  if (window.caches && (await caches.has(CACHE))) await (await caches.open(CACHE)).put(address, answer);
}

function keyOf(city) {
  return `vouchers:${city}`;
}
