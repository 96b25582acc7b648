// The counter without reception: scan, judge with what this phone knows, keep, and say honestly that nobody checked it yet.
import { allowSound, say } from "./sounds.js";
import { keepAwake } from "./counter-screen.js";
import { listenToHandScanner } from "./hand-scanner.js";
import { TillCamera } from "./till-camera.js";
import { takeOver } from "./devices/handover.js";
import { isPaired } from "./devices/pairing.js";
import { judge } from "./devices/judging.js";
import { add, forgetTry, keyFor, mayBeUndone, triedKey, undo, waiting } from "./devices/queue.js";
import { redeemOnline } from "./devices/redeeming.js";
import { kept } from "./devices/store.js";
import { tellAbout } from "./devices/panel.js";
import { changed, keepInTouch, state, sync } from "./devices/sync.js";
import { took, takenBefore } from "./devices/taken.js";
import { recognise, serialOf } from "./devices/tokens.js";
import { cents, euro, moment, ownText, said } from "./devices/words.js";

const SCREENS = ["scan", "voucher", "answer"];
const LATEST = 20;
const TOO_MANY = 429;

const main = document.querySelector("main");
const form = main.querySelector("[data-code-form]");
const order = main.querySelector("[data-order]");
const camera = new TillCamera(main.querySelector("[data-scanner]"), (code) => isWaiting() && check(code));

let shown; // the voucher on the screen
let lastKept; // the scan that was kept last
let isBusy = false;

document.addEventListener("pointerdown", allowSound);
listenToHandScanner((code) => check(code));
form.addEventListener("submit", (event) => (event.preventDefault(), check(form.elements.code.value)));
order.addEventListener("submit", (event) => (event.preventDefault(), take()));
main.addEventListener("click", press);
main.querySelector("[data-phone-send]").addEventListener("click", () => sync());
changed.addEventListener("change", showState);
addEventListener("offline", showState);
keepAwake();
start();

async function start() {
  if (!isPaired()) return sayNotReady();
  keepInTouch();
  await showState();
  const handed = takeOver();
  if (handed?.code) await goOn(handed);
}

/** The script runs, this phone is not ready: only the counter can make it so. */
function sayNotReady() {
  main.querySelector("[data-reception]").hidden = true;
  for (const name of ["[data-not-paired]", "[data-to-counter]"]) main.querySelector(name).hidden = false;
}

/** What the counter could not finish with reception: with the key of its first try; without one it was only a look. */
async function goOn({ code, key, amount }) {
  await check(code, key);
  if (!shown) return;
  order.elements.amount.value = amount;
  if (key) await take();
}

/** The camera goes on behind the other screens; what it sees there is for later. */
function isWaiting() {
  return !isBusy && !main.querySelector("[data-screen=scan]").hidden;
}

/** Look at what was scanned or typed: one thing at a time. */
function check(code, key) {
  if (code.trim()) return oneAtATime(() => look(code, key));
}

/** What fails here is that the phone cannot read or write: then nothing was kept, and it has to say so. */
async function oneAtATime(deed, whenItFails = "not_kept") {
  if (isBusy) return;
  isBusy = true;
  main.setAttribute("aria-busy", "true");
  try {
    await deed();
  } catch (error) {
    console.error(error);
    answer(whenItFails);
  } finally {
    isBusy = false;
    main.removeAttribute("aria-busy");
  }
}

async function look(code, handed) {
  shown = undefined;
  const { token, typed, text } = recognise(code);
  if (typed) return lookAtTyped(typed, handed);
  const knowledge = await kept("self", "knowledge");
  if (!knowledge) return answer("no_knowledge");
  const before = token && (await takenBefore(token.serial));
  const facts = { taken: before?.isCertain, queued: await waiting(), now: Date.now() + (await skew()) };
  const { reason, offer, terms } = await judge(token, knowledge, facts);
  if (reason) return answer(reason, before && { moment: moment(before.at) });
  const key = await keyFor(text, handed);
  shown = { code: text, key, serial: token.serial, offer: offer.id, asksPurchase: offer.asks_purchase, title: ownText(terms.title), terms, before };
  showVoucher();
}

/** Ten characters say nothing about a voucher: somebody has to look at it, and the site has the say. */
async function lookAtTyped(code, handed) {
  if (!isPaired()) return answer("no_knowledge");
  const key = handed ?? (await triedKey(code));
  if (!key && !navigator.onLine) return answer("typed");
  shown = { code, key, serial: serialOf(code), title: code, terms: { conditions: { [document.documentElement.lang]: said("unseen") } }, isTyped: true };
  showVoucher();
}

function showVoucher() {
  const { title, terms, asksPurchase, before } = shown;
  main.querySelector("[data-voucher-title]").textContent = title;
  main.querySelector("[data-voucher-conditions]").textContent = ownText(terms.conditions ?? {});
  const warning = main.querySelector("[data-voucher-before]");
  warning.hidden = !before;
  warning.textContent = before ? said("before", { moment: moment(before.at) }) : "";
  const least = main.querySelector("[data-voucher-least]");
  least.hidden = !terms.min_spend_cents;
  least.textContent = said("least", { amount: euro(terms.min_spend_cents ?? 0) });
  for (const word of order.querySelectorAll("[data-amount-free]")) word.hidden = Boolean(asksPurchase);
  order.querySelector("[data-amount-asked]").hidden = !asksPurchase;
  order.elements.amount.required = Boolean(asksPurchase);
  order.elements.amount.value = "";
  wrongAmount("");
  screen("voucher");
}

/** Take the voucher: with reception when an answer comes in time, else kept here under the same key. */
async function take() {
  if (isBusy || !shown) return;
  const amount = cents(order.elements.amount.value);
  if (Number.isNaN(amount) || amount > 10_000_000) return wrongAmount(said("wrong_amount"));
  if (amount === undefined && shown.asksPurchase) return wrongAmount(said("asks_purchase"));
  const least = shown.terms.min_spend_cents;
  if (amount !== undefined && amount < least) return answer("min_spend", { amount: euro(least) });
  const finish = shown.isTyped ? redeemTyped : takeOnlineOrKeep;
  return oneAtATime(() => finish({ ...shown, cents: amount }));
}

async function takeOnlineOrKeep(voucher) {
  const reply = navigator.onLine && (await redeemOnline(voucher));
  if (reply) return tell(voucher, reply);
  lastKept = await add(voucher);
  await showState();
  answer("saved", { title: voucher.title });
  sync();
}

/** A typed code cannot be kept. After a try without answer nobody knows; the same key tries again. */
async function redeemTyped(voucher) {
  if (!navigator.onLine) return answer(voucher.key ? "unanswered" : "typed");
  const key = (shown.key = await keyFor(voucher.code, voucher.key));
  const reply = await redeemOnline({ ...voucher, key });
  return reply ? tell(voucher, reply) : answer("unanswered");
}

/** The answer of the site, which ends this try. */
async function tell(voucher, { status, said: told }) {
  if (status === 401) return answer("pin");
  if (status !== TOO_MANY) await forgetTry(voucher.code);
  if (status >= 300) return answer(told.reason ?? "busy", {}, told.detail);
  await took(voucher.serial, told.id).catch(() => undefined); // the site knows it, so it counts whatever is kept here
  return answer("redeemed", { title: voucher.title });
}

function wrongAmount(sentence) {
  const line = main.querySelector("[data-amount-wrong]");
  line.textContent = sentence;
  line.hidden = !sentence;
  order.elements.amount.setAttribute("aria-invalid", String(Boolean(sentence)));
}

/** One answer on the whole screen, in colour, word, sound and picture. */
function answer(name, facts = {}, sentence = "") {
  const { look, word, sentence: own, then } = said(`answers/${name}`) ?? said("answers/busy");
  const place = main.querySelector("[data-screen=answer]");
  const picture = main.querySelector(`template[data-look=${look}]`).content.cloneNode(true);
  for (const [kind, words] of Object.entries({ word, sentence: sentence || fill(own, facts), then: fill(then, facts) })) {
    picture.querySelector(`.answer__${kind}`).textContent = words;
  }
  picture.querySelector("[data-again]")?.toggleAttribute("hidden", name !== "unanswered");
  place.replaceChildren(picture);
  document.title = word;
  screen("answer");
  say(look === "saved" ? "wait" : look);
}

function fill(sentence = "", facts) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => facts[name] ?? "");
}

function press({ target }) {
  if (target.closest("[data-next]")) next();
  if (target.closest("[data-again]")) take();
  if (target.closest("[data-undo-last]")) oneAtATime(takeLastBack, "not_undone");
}

/** What was kept a moment ago, taken back while the shop may: for ten minutes, as with reception. Whether it was. */
async function takeBack(scan) {
  if (!mayBeUndone(scan)) {
    answer("too_late");
    return false;
  }
  await undo(scan);
  await showState();
  sync();
  return true;
}

async function takeLastBack() {
  if (await takeBack(lastKept)) answer("undone", { title: lastKept.title });
}

function next() {
  shown = undefined;
  form.elements.code.value = "";
  screen("scan");
}

function screen(name) {
  for (const one of SCREENS) main.querySelector(`[data-screen=${one}]`).hidden = one !== name;
  scrollTo(0, 0);
  main.focus();
}

async function skew() {
  const contact = await kept("self", "contact");
  return (contact?.skew ?? 0) * 1000;
}

async function showState() {
  const now = await state();
  const line = main.querySelector("[data-reception]");
  line.textContent = said(navigator.onLine ? "reception" : "no_reception");
  main.querySelector("[data-to-counter]").hidden = !navigator.onLine;
  tellAbout(main, now);
  await showQueue();
}

async function showQueue() {
  const scans = (await waiting()).slice(-LATEST).reverse();
  const undone = new Set(scans.map(({ undoes }) => undoes));
  const rows = scans.filter(({ undoes }) => !undoes).map((scan) => queueRow(scan, undone.has(scan.key)));
  main.querySelector("[data-queue]").hidden = !rows.length;
  main.querySelector("[data-queue-rows]").replaceChildren(...rows);
}

function queueRow(scan, isUndone) {
  const row = main.querySelector("template[data-queue-row]").content.cloneNode(true);
  row.querySelector("[data-row-time]").textContent = moment(scan.at);
  row.querySelector("[data-row-title]").textContent = scan.title;
  row.querySelector("[data-row-undone]").hidden = !isUndone;
  const button = row.querySelector("button");
  button.hidden = isUndone || !mayBeUndone(scan);
  button.addEventListener("click", () => oneAtATime(() => takeBack(scan), "not_undone"));
  return row;
}
