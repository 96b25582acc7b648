// Signatures: the phone's own key, which never leaves it, and the keys of the city that vouchers are signed with.
import { base64, fromBase64 } from "./bytes.js";

const P256 = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** Ed25519 where the browser has it, else P-256: either can be made so that nobody can read it out. */
export async function makeKey() {
  try {
    const pair = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
    return { algorithm: "ed25519", ...pair };
  } catch {
    const pair = await crypto.subtle.generateKey(P256, false, ["sign", "verify"]);
    return { algorithm: "p256", privateKey: pair.privateKey, publicKey: pair.publicKey };
  }
}

export async function publicBytes(key) {
  return base64(await crypto.subtle.exportKey("raw", key.publicKey));
}

export async function sign(key, text) {
  const how = key.algorithm === "ed25519" ? "Ed25519" : P256;
  return base64(await crypto.subtle.sign(how, key.privateKey, new TextEncoder().encode(text)));
}

/** Whether the key with these 32 bytes (base64) signed the bytes; browsers older than 2025 get a library for it. */
export async function isSigned(publicKey, signature, bytes) {
  const raw = fromBase64(publicKey);
  try {
    const key = await crypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", key, signature, bytes);
  } catch {
    const { verifyAsync } = await import("@noble/ed25519");
    return verifyAsync(signature, bytes, raw).catch(() => false);
  }
}
