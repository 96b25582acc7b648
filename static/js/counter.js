// The counter as one page: scan or type a code, look at the voucher, redeem it, hear the answer.
// Without this file each of these is a page of its own, and works the same.
import { keepAwake } from "./counter-screen.js";
import { handOver, limits, noteDone, remember } from "./devices/handover.js";
import { preparePanel } from "./devices/panel.js";
import { listenToHandScanner } from "./hand-scanner.js";
import { allowSound, say } from "./sounds.js";
import { TillCamera } from "./till-camera.js";

const main = document.querySelector("main");
const counter = location.pathname.split("/counter/")[1]?.split("/")[0];

let camera;
let isScanning = false;
let isBusy = false;

document.addEventListener("pointerdown", allowSound);
document.addEventListener("submit", sendInPlace);
document.addEventListener("click", followInPlace);
window.addEventListener("popstate", () => location.reload());
listenToHandScanner(check);
keepAwake();
prepare();
if (!isReload()) answerAloud();

function sendInPlace(event) {
  const form = event.target;
  if (form.dataset.wholePage !== undefined || !isOurs(form.action)) return;
  event.preventDefault();
  const filledIn = new FormData(form);
  if (form.method === "get") {
    visit(`${form.action}?${new URLSearchParams(filledIn)}`, {}, () => form.submit());
  } else {
    visit(form.action, { method: "POST", body: new URLSearchParams(filledIn) }, () => form.submit());
  }
}

function followInPlace(event) {
  const link = event.target.closest("main a[href]");
  const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!link || !isPlain || link.hash || !isOurs(link.href)) return;
  event.preventDefault();
  visit(link.href, {}, () => location.assign(link.href));
}

/** Show the answer to a request in place of what is here. A lost answer is asked for again by the browser itself:
    the key in the form makes sure that nothing happens twice. */
async function visit(address, request, otherwise) {
  if (isBusy) return;
  isBusy = true;
  main.setAttribute("aria-busy", "true");
  try {
    remember(address, request);
    const response = await fetch(address, { ...request, ...limits(address, request) });
    show(new DOMParser().parseFromString(await response.text(), "text/html"));
    const isAPage = response.redirected || request.method !== "POST";
    history.pushState(null, "", isAPage ? response.url : scanAddress());
    prepare();
    answerAloud();
    noteDone(address, request, response).catch(() => undefined); // the site knows it; here it only helps without reception
  } catch {
    if (!handOver(address, request)) otherwise();
  } finally {
    isBusy = false;
    main.removeAttribute("aria-busy");
  }
}

function show(page) {
  camera?.stop();
  document.title = page.title;
  main.replaceChildren(...page.querySelector("main").childNodes);
  window.scrollTo(0, 0);
  (main.querySelector("[data-error-summary]") ?? main).focus();
}

function prepare() {
  preparePanel();
  const corner = main.querySelector("[data-scanner]");
  if (!corner) return;
  camera = new TillCamera(corner, (code) => !isBusy && check(code));
  corner.querySelector("[data-start-camera]").addEventListener("click", () => (isScanning = true));
  if (isScanning) camera.start();
}

/** A code that was scanned: look at the voucher, or redeem it at once where the shop wants that. */
async function check(code) {
  if (isBusy) return;
  if (!main.querySelector("[data-code-form]")) await visit(scanAddress(), {}, () => location.assign(scanAddress()));
  const form = main.querySelector("[data-at-once]") ?? main.querySelector("[data-code-form]");
  if (!form) return;
  form.elements.code.value = code;
  form.requestSubmit();
}

function answerAloud() {
  const answer = main.querySelector("[data-answer]");
  if (answer) say(answer.dataset.answer);
}

function isOurs(address) {
  return new URL(address).origin === location.origin && address.includes(`/counter/${counter}`);
}

function scanAddress() {
  return location.pathname.slice(0, location.pathname.indexOf(counter) + counter.length);
}

function isReload() {
  return performance.getEntriesByType("navigation")[0]?.type === "reload";
}
