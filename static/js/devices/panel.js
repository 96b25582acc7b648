// On the counter's pages: whether this phone can go on without reception, what waits on it, and what asks attention.
import { becomeReady, canBePaired, forget, isPaired, keepPage, pairHere } from "./pairing.js";
import { changed, keepInTouch, state, sync } from "./sync.js";
import { moment, plural, said } from "./words.js";

let isStarted = false;

/** Again for every page that takes the place of the one before. */
export function preparePanel() {
  const panel = document.querySelector("[data-phone]");
  if (!panel) return;
  panel.hidden = !canBePaired();
  if (panel.hidden) return;
  part(panel, "pair").addEventListener("click", () => makeReady(panel));
  part(panel, "send").addEventListener("click", () => sync());
  if (!isStarted) start();
  show();
}

async function start() {
  isStarted = true;
  changed.addEventListener("change", show);
  if (!isPaired()) return;
  const { trouble } = await keepInTouch().then(state);
  if (!trouble) keepPage().catch(() => undefined);
}

async function makeReady(panel) {
  const button = part(panel, "pair");
  button.disabled = true;
  const status = await pairHere().catch(() => 0);
  const isReady = status === 200 && (await isKept());
  button.disabled = false;
  if (isReady) return keepInTouch().then(show);
  part(panel, "state").textContent = said(`panel/${{ 200: "not_kept", 403: "ended", 409: "full" }[status] ?? "failed"}`);
}

/** Whether what this phone needs could be kept; the page says it when not. */
function isKept() {
  return becomeReady().then(() => true, () => false);
}

async function show() {
  const panel = document.querySelector("[data-phone]");
  if (!panel) return;
  const now = isPaired() && (await current());
  if (now.trouble === "ended") await forget();
  part(panel, "pair").hidden = isPaired();
  part(panel, "state").textContent = said(`panel/${now.trouble === "ended" ? "ended" : isPaired() ? "ready" : "before"}`);
  if (now) tellAbout(panel, now);
}

/** The PIN was typed here again: the same phone goes on. */
async function current() {
  const now = await state();
  if (now.trouble !== "pin" || (await pairHere().catch(() => 0)) !== 200) return now;
  await sync();
  return state();
}

/** What waits, how the last sending went, what asks attention, and a clock that is wrong. */
export function tellAbout(panel, now) {
  fill(panel, "waiting", now.waiting && plural(now.isOld ? "old" : "waiting", now.waiting));
  fill(panel, "report", now.report && plural("report", now.report.attention, now.report));
  fill(panel, "contact", now.at && said("contact", { moment: moment(now.at) }));
  fill(panel, "clock", now.clock === "wrong" && said("clock", { minutes: Math.round(Math.abs(now.skew) / 60) }));
  part(panel, "send").hidden = !now.waiting;
  part(panel, "attention").hidden = !now.open;
}

function fill(panel, name, words) {
  const line = part(panel, name);
  line.hidden = !words;
  line.textContent = words || "";
}

function part(panel, name) {
  return panel.querySelector(`[data-phone-${name}]`);
}
