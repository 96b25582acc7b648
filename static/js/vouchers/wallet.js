// “My vouchers”: the list that stands on this phone, with how each of them stands now.
import { dropVoucher, keepAll, keepPage, keptVouchers } from "./kept.js";

let page;

export function startWallet(found) {
  page = found;
  part("without-script").hidden = true;
  show(keptVouchers(page.dataset.city));
  askStates();
  addEventListener("online", askStates);
  addEventListener("storage", () => show(keptVouchers(page.dataset.city)));
  document.addEventListener("visibilitychange", () => document.hidden || askStates());
  addEventListener("beforeinstallprompt", offerToInstall);
  keepPage(location.pathname, page).catch(() => {});
}

function part(name) {
  return page.querySelector(`[data-${name}]`);
}

function show(vouchers) {
  part("none").hidden = vouchers.length > 0;
  part("list").replaceChildren(...[...vouchers].sort((one, other) => Number(other.usable ?? 0) - Number(one.usable ?? 0)).map(rowOf));
}

function rowOf(voucher) {
  const row = part("row").content.firstElementChild.cloneNode(true);
  const put = (name, words) => (row.querySelector(`[data-${name}]`).textContent = words ?? "");
  for (const name of ["worth", "title", "shop", "until"]) put(name, voucher[name]);
  put("typed", voucher.code.replace(/^.{5}/, "$& "));
  row.querySelector("[data-title]").href = voucher.address;
  const state = row.querySelector("[data-state]");
  state.hidden = !voucher.state;
  state.textContent = voucher.state ?? "";
  state.classList.add(`tag--${voucher.look ?? "plain"}`);
  const remove = row.querySelector("[data-remove]");
  remove.setAttribute("aria-label", remove.dataset.words.replace("{title}", voucher.title));
  remove.addEventListener("click", () => drop(voucher));
  return row;
}

async function drop(voucher) {
  const { city, removed } = page.dataset;
  await dropVoucher(city, voucher);
  show(keptVouchers(city));
  say(removed.replace("{title}", voucher.title));
  page.querySelector("h1").tabIndex = -1;
  page.querySelector("h1").focus();
}

/** One question for all of them: how they stand now. Nobody remembers who asked. */
async function askStates() {
  const { city, wallet, asOf, noReception, unknown } = page.dataset;
  const mine = keptVouchers(city);
  if (mine.length === 0) return;
  if (!navigator.onLine) return say(noReception);
  const body = JSON.stringify({ codes: mine.map(({ code }) => code) });
  const answer = await fetch(wallet, { method: "POST", headers: { "Content-Type": "application/json" }, body }).catch(() => undefined);
  if (!answer?.ok) return say(noReception);
  const { vouchers, as_of: moment } = await answer.json();
  const known = new Map(vouchers.map((one) => [one.code, one]));
  const now = mine.map((one) => ({ ...one, ...(known.get(one.code) ?? { state: unknown, look: "off", usable: false }) }));
  keepAll(city, now);
  show(now);
  say(asOf.replace("{moment}", moment));
}

function say(sentence) {
  part("said").textContent = sentence;
}

function offerToInstall(offer) {
  offer.preventDefault();
  const corner = part("install");
  corner.hidden = false;
  corner.querySelector("button").onclick = () => offer.prompt();
}
