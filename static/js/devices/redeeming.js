// A redemption with reception, from the page that can also go on without: as the counter, under the key of its first try.
import { kept } from "./store.js";
import { ask, state, sync } from "./sync.js";

const PATIENCE = 1_500; // milliseconds, with a customer at the till
const PATIENCE_FOR_BEARER = 5_000;
const NOT_SIGNED_IN = { status: 401, said: {} };

/** What the site said in time; nothing when no answer came: then nobody knows whether it arrived. 401 is a new PIN. */
export async function redeemOnline({ code, key, cents }) {
  const body = { code, idempotency_key: key, ...(cents !== undefined && { amount_cents: cents }) };
  const reply = await askAsCounter(body);
  if (reply?.status !== 401) return reply;
  await Promise.race([sync(), new Promise((done) => setTimeout(done, PATIENCE_FOR_BEARER))]);
  if ((await state()).trouble === "pin") return reply;
  const again = await askAsCounter(body);
  return again?.status === 401 ? undefined : again;
}

/** A bearer is good for some hours and comes with each contact; before the first there is none. */
async function askAsCounter(body) {
  const { bearer } = (await kept("self", "knowledge")) ?? {};
  return bearer ? ask("redemptions", body, { patience: PATIENCE, token: bearer }) : NOT_SIGNED_IN;
}
