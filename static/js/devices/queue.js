// What was done without reception, in a chain that is signed: each scan names the digest of the one before. Nothing leaves before its verdict.
import { randomKey, sha256 } from "./bytes.js";
import { sign } from "./signing.js";
import { act, all, alone, kept } from "./store.js";
import { UNDO_WITHIN } from "./taken.js";

/** The key of a try: made before the first one, or handed over with it, and the same when the same code is tried again. */
export async function keyFor(code, handed) {
  const known = await triedKey(code);
  if (known && (handed ?? known) === known) return known;
  const key = handed ?? randomKey();
  await act(["tries"], (tries) => tries.put(key, code));
  return key;
}

/** The key of a try that is not over, if there is one. */
export function triedKey(code) {
  return kept("tries", code);
}

/** The site has answered: this try is over. */
export function forgetTry(code) {
  return act(["tries"], (tries) => tries.delete(code));
}

/** Keep a scan: on the disk, signed, at the end of the chain. */
export function add({ code, key, cents, serial, offer, title }) {
  const facts = { key, code, amount_cents: cents ?? null };
  return alone(() => append(facts, { title, serial, offer }, (taken, tries) => {
    taken.put({ at: Date.now() }, serial);
    tries.delete(code);
  }));
}

/** Undo a scan that is still here: a link of the chain of its own, for the scan may be under way. */
export function undo(scan) {
  return alone(() => append({ key: randomKey(), undoes: scan.key }, { undoes: scan.key, title: scan.title }, (taken) => {
    taken.delete(scan.serial);
  }));
}

export function mayBeUndone(scan) {
  return !scan.undoes && Date.now() - scan.at < UNDO_WITHIN;
}

export function waiting(most) {
  return all("queue", most);
}

async function append(facts, shown, also) {
  const device = await kept("self", "device");
  const sequence = device.sequence + 1;
  const at = Date.now();
  const text = JSON.stringify({ device: device.id, sequence, previous: device.previous, scanned_at: at, ...facts });
  const [signature, digest] = await Promise.all([sign(device.key, text), sha256(text)]);
  const scan = { sequence, key: facts.key, text, signature, digest, at, ...shown };
  await act(["self", "queue", "taken", "tries"], (self, queue, taken, tries) => {
    also(taken, tries);
    queue.add(scan); // never over one that was not sent
    self.put({ ...device, sequence, previous: digest }, "device");
  });
  return scan;
}
