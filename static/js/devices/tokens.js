// What stands in the QR code of a voucher: version, key, campaign, offer, serial, from, until, and a signature. As in offers/signing.py.
import { fromBase32 } from "./bytes.js";
import { isSigned } from "./signing.js";

const TOKEN = /^[A-Z2-7]{144}$/;
const TYPED = /^[0-9A-Z]{10}$/;
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // Crockford
const BODY = 26;
const VERSION = 1;
const MINUTES_FROM = Date.UTC(2020, 0, 1);
const A_MINUTE = 60_000;

/** What somebody scanned or typed: `{token}`, `{typed}` or nothing of ours. */
export function recognise(shown) {
  const text = shown.trim().replace(/\/$/, "").split("/").pop().toUpperCase();
  if (TOKEN.test(text)) return { token: read(text), text };
  const code = text.replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  return TYPED.test(code) ? { typed: code, text: code } : {};
}

/** The serial of the voucher that a typed code is of: the same in letters and digits, and a check character. */
export function serialOf(typed) {
  return [...typed.slice(0, -1)].reduce((number, character) => number * ALPHABET.length + ALPHABET.indexOf(character), 0);
}

function read(text) {
  const bytes = fromBase32(text);
  const view = new DataView(bytes.buffer);
  if (view.getUint8(0) !== VERSION) return undefined;
  return {
    key: view.getUint8(1),
    campaign: view.getUint32(2),
    offer: view.getUint32(6),
    serial: Number(view.getBigUint64(10)),
    from: MINUTES_FROM + view.getUint32(18) * A_MINUTE,
    until: MINUTES_FROM + view.getUint32(22) * A_MINUTE,
    body: bytes.slice(0, BODY),
    signature: bytes.slice(BODY),
  };
}

/** The key that it says signed it, if this phone knows that one. */
export function keyOf(token, keys) {
  return keys.find(({ campaign, id }) => campaign === token.campaign && id === token.key);
}

/** Whether this key signed it, in the key's time. */
export async function isGenuine(token, key) {
  if (token.from >= Date.parse(key.until)) return false;
  return isSigned(key.public, token.signature, token.body);
}
