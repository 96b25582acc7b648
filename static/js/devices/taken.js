// Which vouchers this phone took, with reception or without: so that it refuses them when it is alone.
import { act, kept } from "./store.js";

export const UNDO_WITHIN = 10 * 60_000;

/** The site redeemed this voucher for this phone. */
export function took(serial, redemption) {
  return act(["taken"], (taken) => taken.put({ at: Date.now(), redemption }, serial));
}

/** A redemption was undone on this phone, with reception: its voucher is good again. */
export function gaveBack(redemption) {
  return act(["taken"], (taken) => {
    taken.openCursor().onsuccess = ({ target: { result: at } }) => {
      if (at?.value.redemption === redemption) at.delete();
      at?.continue();
    };
  });
}

/** When this phone took a voucher, if it did. It `isCertain` while no other phone can have undone it unheard: for ten minutes,
    and until all that waits here was sent. */
export async function takenBefore(serial) {
  const [before, contact] = await Promise.all([kept("taken", serial), kept("self", "contact")]);
  if (!before) return undefined;
  const mayBeUndone = Date.now() - before.at > UNDO_WITHIN && contact?.at > before.at;
  return { at: before.at, isCertain: !mayBeUndone };
}
