// Whether a voucher may be taken without reception, in the order in which the counter judges. Gives {reason} or {offer, terms}.
import { isGenuine, keyOf } from "./tokens.js";

const A_DAY = { timeZone: "Europe/Brussels", weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

export async function judge(token, knowledge, { taken, queued, now }) {
  if (!token) return { reason: "forged" };
  if (!knowledge.campaigns.some(({ id }) => id === token.campaign)) return { reason: "wrong_shop" };
  const key = keyOf(token, knowledge.keys);
  if (!key) return { reason: "unknown_key" };
  if (!(await isGenuine(token, key))) return { reason: "forged" };
  const offer = knowledge.offers.find(({ id, campaign }) => id === token.offer && campaign === token.campaign);
  if (!offer) return { reason: "wrong_shop" };
  const terms = termsOf(offer, token);
  return { offer, terms, reason: reasonAgainst(token, { offer, terms, knowledge, taken, queued, now }) };
}

function reasonAgainst(token, { offer, terms, knowledge, taken, queued, now }) {
  const campaign = knowledge.campaigns.find(({ id }) => id === offer.campaign);
  if (knowledge.revoked[token.campaign]?.serials.includes(token.serial)) return "revoked";
  if (campaign?.paused) return "paused";
  if (now < token.from - 60_000 || now >= token.until || !isWithinHours(offer, terms, now)) return "outside_window";
  if (taken) return "already_redeemed";
  if (offer.online_only) return "needs_reception";
  return isLent(offer, knowledge, queued, now) ? undefined : "out_of_stock";
}

/** What the voucher promises: the last version of the offer before it was claimed. */
function termsOf(offer, token) {
  const before = offer.versions.filter(({ since }) => Date.parse(since) < token.from + 60_000);
  return before[before.length - 1] ?? offer.versions[0];
}

function isWithinHours(offer, { starts_at, ends_at, windows }, now) {
  const [first, last] = [starts_at ?? offer.starts_at, ends_at ?? offer.ends_at].map(Date.parse);
  if (now < Math.max(first, 0) || now >= last) return false;
  if (!windows.length) return true;
  const wall = Object.fromEntries(new Intl.DateTimeFormat("en-GB", A_DAY).formatToParts(now).map(({ type, value }) => [type, value]));
  const [day, clock] = [DAYS.indexOf(wall.weekday), `${wall.hour}:${wall.minute}`];
  return windows.some(({ days, from, to }) => days.includes(day) && from <= clock && clock < to);
}

/** What counts its stock by use is only given from what is on loan here; so the stock stays exact. */
function isLent(offer, { leases, counted }, queued, now) {
  if (!counted.includes(offer.id)) return true;
  const given = queued.filter((scan) => scan.offer === offer.id).length;
  return leases.some((lease) => lease.offer === offer.id && lease.left > given && now < Date.parse(lease.until));
}
