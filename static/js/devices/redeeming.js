// A redemption with reception, from the page that can also go on without: as the counter, under the key of its first try.
import { kept } from "./store.js";
import { ask } from "./sync.js";

const PATIENCE = 1_500; // milliseconds, with a customer at the till

/** What the site said in time; nothing when no answer came: then nobody knows whether it arrived. */
export async function redeemOnline({ code, key, cents }) {
  const { bearer } = (await kept("self", "knowledge")) ?? {};
  const body = { code, idempotency_key: key, ...(cents !== undefined && { amount_cents: cents }) };
  return ask("redemptions", body, { patience: PATIENCE, token: bearer });
}
