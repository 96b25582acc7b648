// From the counter with reception to the page without it: the same code, key and amount go along.
import { counter, counterAddress } from "./store.js";
import { isPaired } from "./pairing.js";
import { gaveBack, took } from "./taken.js";
import { recognise, serialOf } from "./tokens.js";

const PATIENCE = 1_500; // milliseconds for an answer before the phone goes on alone
const KEPT = `handed-over-${counter}`;

let lastScanned = "";

/** How long a phone waits for an answer where it can go on alone: with a code. All else takes the time it takes. */
export function limits(address, { body } = {}) {
  if (!isPaired() || !codeOf(address, body)) return {};
  const limit = new AbortController();
  setTimeout(() => limit.abort(), PATIENCE);
  return { signal: limit.signal };
}

/** No answer came: go on without reception, if this phone can. Whether it does. */
export function handOver(address, { body } = {}) {
  const facts = factsOf(address, body);
  const code = codeOf(address, body);
  if (!isPaired() || !code) return false;
  sessionStorage.setItem(KEPT, JSON.stringify({ code: asScanned(code), key: facts.get("key"), amount: facts.get("amount") ?? "" }));
  location.assign(`${counterAddress}/offline`);
  return true;
}

/** What was scanned last: the page with the voucher knows only its typed code. */
export function remember(address, { body } = {}) {
  const code = codeOf(address, body);
  if (code) lastScanned = asScanned(code);
}

/** What the counter did just now: without reception this phone must know which vouchers it took. */
export async function noteDone(address, request, response) {
  if (!isPaired() || !response.ok || request.method !== "POST") return;
  const undone = /\/answer\/(\d+)\/undo$/.exec(address);
  if (undone) return gaveBack(Number(undone[1]));
  const [, redemption] = /\/answer\/(\d+)$/.exec(response.url) ?? [];
  const { token, typed } = recognise(codeOf(address, request.body));
  if (redemption && (token ?? typed)) await took(token?.serial ?? serialOf(typed), Number(redemption));
}

export function takeOver() {
  const facts = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  sessionStorage.removeItem(KEPT);
  return facts;
}

function codeOf(address, body) {
  return factsOf(address, body).get("code") ?? "";
}

function factsOf(address, body) {
  return body ?? new URL(address, location.href).searchParams;
}

/** A typed code as it was scanned a moment ago, if that was the same voucher: without reception only that can be checked. */
function asScanned(code) {
  const { typed } = recognise(code);
  const { token } = recognise(lastScanned);
  return typed && token && serialOf(typed) === token.serial ? lastScanned : code;
}
