// The page of one voucher: kept for where there is no reception, looked at again when there is, awake at the till.
import { keepPage, keepVoucher, renewPage } from "./kept.js";
import { savePicture } from "./picture.js";

export function startVoucher() {
  document.addEventListener("click", ({ target }) => target.closest("[data-save]") && savePicture(box().querySelector(".ticket"), box().dataset.name));
  addEventListener("online", lookAgain);
  addEventListener("offline", () => note().removeAttribute("hidden"));
  document.addEventListener("visibilitychange", () => document.hidden || (stayAwake(), lookAgain()));
  prepare();
  if (note().hidden) keepPage(box().dataset.address, box()).catch(() => {});
  else lookAgain();
}

function box() {
  return document.querySelector("[data-voucher]");
}

function note() {
  return box().querySelector("[data-kept]");
}

function prepare() {
  const { voucher, city, address } = box().dataset;
  keepVoucher(city, { ...JSON.parse(voucher), address });
  for (const part of box().querySelectorAll("[data-needs-script]")) part.hidden = false;
  stayAwake();
}

/** How it stands now; without an answer what is on the screen stays, and says of when it is. */
async function lookAgain() {
  if (!navigator.onLine) return;
  const { address, voucher } = box().dataset;
  const answer = await fetch(address).catch(() => undefined);
  if (!answer?.ok) return;
  const copy = answer.clone();
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-voucher]");
  if (!fresh) return;
  renewPage(address, copy).catch(() => {});
  if (note().hidden && fresh.dataset.voucher === voucher) return;
  box().replaceWith(fresh);
  prepare();
}

async function stayAwake() {
  const words = box().querySelector("[data-awake]");
  if (!words || !navigator.wakeLock || document.hidden) return;
  try {
    await navigator.wakeLock.request("screen");
    words.hidden = false;
  } catch {
    words.hidden = true; // a battery that is nearly empty refuses
  }
}
