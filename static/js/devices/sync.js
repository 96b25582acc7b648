// A phone and the site: contact while there is reception, and what waits is sent until each scan has its verdict.
import { act, all, count, keep, kept } from "./store.js";

const MOST_AT_ONCE = 200;
const EVERY = 60_000;
const PATIENCE = 20_000;
const OLD = 2 * 60 * 60_000;
const IN_ORDER = ["redeemed", "undone"];

export const changed = new EventTarget();
let running;

/** Keep in touch: now, every minute, when reception returns and when somebody looks. */
export function keepInTouch() {
  addEventListener("online", sync);
  addEventListener("offline", tell);
  document.addEventListener("visibilitychange", () => document.hidden || sync());
  setInterval(sync, EVERY);
  return sync();
}

/** Send what waits, then hear what is new; one at a time. */
export function sync() {
  running ??= exchange().finally(() => {
    running = undefined;
    tell();
  });
  return running;
}

export async function state() {
  const [contact, first, waiting] = await Promise.all([kept("self", "contact"), all("queue", 1), count("queue")]);
  const isOld = Boolean(first.length) && Date.now() - first[0].at > OLD;
  return { waiting, isOld, ...contact };
}

/** Ask the site as this phone. Gives the answer, or nothing when there is no reception. */
export async function ask(path, body, { patience = PATIENCE, token } = {}) {
  const device = await kept("self", "device");
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), patience);
  try {
    const headers = { "Content-Type": "application/json", Authorization: `Bearer ${token ?? device.token}` };
    const response = await fetch(`/api/v1/${path}`, { method: "POST", headers, body: JSON.stringify(body), signal: limit.signal });
    const said = await response.json();
    return response.status < 500 ? { status: response.status, said } : undefined;
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

function tell() {
  changed.dispatchEvent(new Event("change"));
}

async function exchange() {
  if (!(await kept("self", "device"))) return;
  const report = { inOrder: 0, attention: 0 };
  if (!(await sendAll(report))) return;
  const told = await hear();
  const sent = report.inOrder + report.attention;
  if (told) await keep("self", { ...told, ...(sent && { report: { ...report, sent } }) }, "contact");
}

/** Whether everything that waited is at the site now. */
async function sendAll(report) {
  for (let scans = await all("queue", MOST_AT_ONCE); scans.length; scans = await all("queue", MOST_AT_ONCE)) {
    const sent = scans.map(({ text, signature }) => ({ text, signature }));
    const answer = await ask("redemptions/batch", { sent_at: Date.now(), scans: sent });
    if (answer?.status !== 200) return noteTrouble(answer);
    if (!(await settle(scans, answer.said.answers, report))) return false;
  }
  return true;
}

/** A scan leaves when its verdict came; the site keeps what asks attention. Whether any left. */
async function settle(scans, answers, report) {
  const verdicts = new Map(answers.map((answer) => [answer.digest, answer]));
  const told = scans.filter(({ digest }) => verdicts.has(digest));
  const knowledge = await kept("self", "knowledge");
  await act(["queue", "self"], (queue, self) => {
    if (knowledge) self.put({ ...knowledge, leases: knowledge.leases.map((lease) => without(lease, told)) }, "knowledge");
    for (const { sequence, digest } of told) {
      const { verdict, was } = verdicts.get(digest);
      report[IN_ORDER.includes(was ?? verdict) ? "inOrder" : "attention"] += 1;
      queue.delete(sequence);
    }
  });
  return told.length > 0;
}

/** What the site knows of now is no longer on loan. */
function without(lease, told) {
  return { ...lease, left: lease.left - told.filter(({ offer }) => offer === lease.offer).length };
}

/** What is new at the site: keys, void vouchers, pauses, offers, stock on loan, and whether our clock is right. */
async function hear() {
  const before = await kept("self", "knowledge");
  const known = Object.fromEntries(Object.entries(before?.revoked ?? {}).map(([campaign, { number }]) => [campaign, number]));
  const answer = await ask("devices/contact", { sent_at: Date.now(), waiting: await count("queue"), known });
  if (answer?.status !== 200) return noteTrouble(answer);
  const { bearer, skew_seconds: skew, clock, attention, ...news } = answer.said;
  await keep("self", { ...news, revoked: withNews(before?.revoked, news.revocations), bearer }, "knowledge");
  return { at: Date.now(), skew, clock, open: attention, trouble: "" };
}

function withNews(known = {}, news) {
  const merged = news.map(({ campaign, number, serials }) => [campaign, { number, serials: [...(known[campaign]?.serials ?? []), ...serials] }]);
  return Object.fromEntries(merged);
}

/** 401: the counter has a new PIN. 409: this phone, or its counter, was ended. */
async function noteTrouble(answer) {
  const trouble = { 401: "pin", 409: "ended" }[answer?.status] ?? "";
  const contact = await kept("self", "contact");
  await keep("self", { ...contact, trouble }, "contact");
  return false;
}
