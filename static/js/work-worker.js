// ALTCHA, version 2, SHA-256 with one round: which number gives a digest that begins as asked?
// Written out, because the browser's own digest is asynchronous: ten times slower for 36 bytes at a time.

const MOST = 5_000_000;
const ROUND_CONSTANTS = fractionsOfRoots(64, 1 / 3);
const START = fractionsOfRoots(8, 1 / 2);
const words = new Int32Array(64);
const digest = new Int32Array(8);

self.onmessage = ({ data }) => self.postMessage(answer(JSON.parse(data)));

/** What the form sends back, or an empty text when there is no such number. */
function answer(challenge) {
  const { nonce, salt, keyPrefix, keyLength } = challenge.parameters;
  const message = new Uint8Array([...bytesOf(salt), ...bytesOf(nonce), 0, 0, 0, 0]);
  const view = new DataView(message.buffer);
  for (let counter = 0; counter < MOST; counter++) {
    view.setUint32(message.length - 4, counter);
    sha256(message);
    if (!startsWith(keyPrefix)) continue;
    const derivedKey = hexOf(digest).slice(0, keyLength * 2);
    return btoa(JSON.stringify({ challenge, solution: { counter, derivedKey } }));
  }
  return "";
}

/** SHA-256 (FIPS 180-4) of at most 55 bytes, as eight words that the next call writes over. */
function sha256(message) {
  words.fill(0, 0, 16);
  for (let at = 0; at < message.length; at++) words[at >> 2] |= message[at] << (24 - 8 * (at % 4));
  words[message.length >> 2] |= 0x80 << (24 - 8 * (message.length % 4));
  words[15] = message.length * 8;
  for (let at = 16; at < 64; at++) {
    const early = words[at - 15];
    const late = words[at - 2];
    const first = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
    const second = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
    words[at] = words[at - 16] + first + words[at - 7] + second;
  }
  return mix();
}

function mix() {
  let a = START[0], b = START[1], c = START[2], d = START[3];
  let e = START[4], f = START[5], g = START[6], h = START[7];
  for (let at = 0; at < 64; at++) {
    const one = h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + ROUND_CONSTANTS[at] + words[at];
    const two = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g; g = f; f = e; e = (d + one) | 0;
    d = c; c = b; b = a; a = (one + two) | 0;
  }
  digest.set([a, b, c, d, e, f, g, h]);
  for (let at = 0; at < 8; at++) digest[at] += START[at];
  return digest;
}

function turned(word, bits) {
  return (word >>> bits) | (word << (32 - bits));
}

/** The first 32 bits of the fractions of roots of the first primes: where SHA-256 takes its constants from. */
function fractionsOfRoots(count, power) {
  const primes = [];
  for (let number = 2; primes.length < count; number++) {
    if (primes.every((prime) => number % prime)) primes.push(number);
  }
  return Int32Array.from(primes, (prime) => (prime ** power % 1) * 2 ** 32);
}

function startsWith(prefix) {
  const first = parseInt(prefix.slice(0, 8), 16) | 0;
  return (prefix.length < 8 || digest[0] === first) && hexOf(digest).startsWith(prefix);
}

function hexOf(words) {
  return Array.from(words, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

function bytesOf(hex) {
  return hex.match(/../g).map((pair) => parseInt(pair, 16));
}
