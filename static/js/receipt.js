// “Check my vote”: works out again, on the voter’s own device, what the receipt was made of. What stands behind
// the # in the address is the choice: it is read here, taken out of the address, and sent to nobody.

const box = document.querySelector("[data-receipt]");
const { contest, leaf, signature } = box.dataset;
const place = `receipt:${leaf}`;
const LOOKS = { stands: "good", unsure: "wait", forged: "bad", missing: "bad" };
const kept = storage();

let opening = fromAddress() ?? history.state?.opening ?? parsed(kept?.getItem(place));

part("upload").hidden = false;
if (crypto.subtle) document.querySelector("[data-prove]")?.removeAttribute("hidden");
part("file").addEventListener("change", ({ target }) => readFile(target.files[0]));
part("keep").addEventListener("click", keep);
part("forget").addEventListener("click", forget);
part("save").addEventListener("click", save);
addEventListener("hashchange", readAddress);
if (opening) check();
document.querySelector("[data-prove]")?.addEventListener("click", prove);

function part(name) {
  return box.querySelector(`[data-${name}]`);
}

/** Private windows and strict settings have no storage: then nothing is kept, and nothing breaks. */
function storage() {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}

function fromAddress() {
  const [candidate, nonce, salt] = new URLSearchParams(location.hash.slice(1)).get("check")?.split(".") ?? [];
  if (!salt) return undefined;
  const found = { candidate, nonce, salt };
  history.replaceState({ opening: found }, "", location.pathname + location.search);
  return found;
}

function readAddress() {
  const found = fromAddress();
  if (!found) return;
  opening = found;
  check();
}

function parsed(text) {
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    return undefined;
  }
}

async function check() {
  if (!crypto.subtle) return say(box.dataset.cannot, "wait");
  const { candidate, nonce, salt } = opening;
  const facts = new TextEncoder().encode(`\0${JSON.stringify({ candidate, contest, nonce, salt })}`);
  const holds = hex(await sha256(facts)) === leaf;
  const name = parsed(box.dataset.names)?.[candidate] ?? candidate;
  say(holds ? box.dataset.holds.replace("{name}", name) : box.dataset.broken, holds ? "good" : "bad");
  showActs(holds);
}

function say(sentence, look) {
  const verdict = part("verdict");
  verdict.textContent = sentence;
  verdict.dataset.look = look;
}

function showActs(holds) {
  const isKept = Boolean(kept?.getItem(place));
  part("acts").hidden = !holds;
  part("keep").hidden = !kept || isKept;
  part("forget").hidden = !isKept;
}

function keep() {
  kept.setItem(place, JSON.stringify(opening));
  showActs(true);
  part("said").textContent = box.dataset.kept;
}

function forget() {
  kept.removeItem(place);
  showActs(true);
  part("said").textContent = box.dataset.forgotten;
}

function save() {
  const receipt = JSON.stringify({ contest, leaf, ...opening, signature }, null, 2);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`${receipt}\n`], { type: "application/json" }));
  link.download = "receipt.json";
  link.click();
  URL.revokeObjectURL(link.href);
}

async function readFile(file) {
  const receipt = parsed(await file?.text());
  if (!receipt) return;
  opening = { candidate: receipt.candidate, nonce: receipt.nonce, salt: receipt.salt };
  check();
}

/** Once the register is public: walk from this leaf up to the root (RFC 9162, 2.1.3.2), and see who signed that. */
async function prove() {
  const { dataset } = document.querySelector("[data-proof]");
  const answer = await fetch(dataset.proof).catch(() => undefined);
  if (!answer?.ok) return;
  const { seq, size, path } = await answer.json();
  const stands = size === Number(dataset.size) && (await rootFrom(seq, size, path)) === dataset.root;
  const found = stands ? await signedBy(dataset) : "missing";
  showProof(dataset[found].replace("{place}", seq + 1).replace("{size}", size), LOOKS[found]);
}

/** The checkpoint as it was signed: canonical JSON, so the names stand in the order of the alphabet. */
async function signedBy({ previous, root, size, signature, key }) {
  const text = JSON.stringify({ contest, previous, root, size: Number(size) });
  const answer = await isSigned(text, signature, key);
  if (answer === undefined) return "unsure";
  return answer ? "stands" : "forged";
}

function showProof(sentence, look) {
  const proof = document.querySelector("[data-proof]");
  proof.textContent = sentence;
  proof.dataset.look = look;
}

async function rootFrom(seq, size, path) {
  let [at, last, node] = [seq, size - 1, bytes(leaf)];
  for (const beside of path.map(bytes)) {
    while (at % 2 === 0 && at === last) [at, last] = [at / 2, Math.floor(last / 2)];
    const [left, right] = at % 2 ? [beside, node] : [node, beside];
    node = new Uint8Array(await sha256(new Uint8Array([1, ...left, ...right])));
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return hex(node);
}

function sha256(content) {
  return crypto.subtle.digest("SHA-256", content);
}

/** Whether the holder of this key signed the text (Ed25519, hexadecimal digits); undefined where the browser cannot tell. */
async function isSigned(text, signature, publicKey) {
  const key = await keyOf(publicKey);
  return key && crypto.subtle.verify("Ed25519", key, bytes(signature), new TextEncoder().encode(text));
}

/** Browsers older than 2025 do not know this kind of key. */
function keyOf(publicKey) {
  if (!publicKey) return undefined;
  return crypto.subtle.importKey("raw", bytes(publicKey), "Ed25519", false, ["verify"]).catch(() => undefined);
}

function bytes(text) {
  return Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
}

function hex(buffer) {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
