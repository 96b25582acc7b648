// The counter as one page: scan or type a code, look at the voucher, redeem it, hear the answer.
// Without this file each of these is a page of its own, and works the same.
import { Scanner, hasCamera } from "./scanner.js";
import { allowSound, say } from "./sounds.js";

const main = document.querySelector("main");
const counter = location.pathname.split("/counter/")[1]?.split("/")[0];

let scanner;
let isScanning = false;
let isBusy = false;

document.addEventListener("pointerdown", allowSound, { once: true });
document.addEventListener("submit", sendInPlace);
document.addEventListener("click", followInPlace);
window.addEventListener("popstate", () => location.reload());
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
    const response = await fetch(address, request);
    show(new DOMParser().parseFromString(await response.text(), "text/html"));
    const isAPage = response.redirected || request.method !== "POST";
    history.pushState(null, "", isAPage ? response.url : scanAddress());
    prepare();
    answerAloud();
  } catch {
    otherwise();
  } finally {
    isBusy = false;
    main.removeAttribute("aria-busy");
  }
}

function show(page) {
  scanner?.stop();
  document.title = page.title;
  main.replaceChildren(...page.querySelector("main").childNodes);
  window.scrollTo(0, 0);
  (main.querySelector("[data-error-summary]") ?? main).focus();
}

function prepare() {
  const corner = main.querySelector("[data-scanner]");
  if (!corner) return;
  corner.hidden = !hasCamera();
  corner.querySelector("[data-start-camera]").addEventListener("click", () => scan(corner));
  if (isScanning) scan(corner);
}

async function scan(corner) {
  const button = corner.querySelector("[data-start-camera]");
  const picture = corner.querySelector("[data-camera]");
  button.hidden = true;
  picture.hidden = false;
  scanner = new Scanner(picture.querySelector("video"), check);
  try {
    await scanner.start();
    isScanning = true;
  } catch {
    isScanning = false;
    picture.hidden = true;
    const said = corner.querySelector("[data-camera-said]");
    said.textContent = said.dataset.none;
  }
}

function check(code) {
  const form = main.querySelector("[data-code-form]");
  if (!form || isBusy) return;
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
