/** Whether the holder of this key signed the text (Ed25519, hexadecimal digits); undefined where the browser cannot tell. */
export async function isSigned(text, signature, publicKey) {
  const key = await keyOf(publicKey);
  return key && crypto.subtle.verify("Ed25519", key, bytes(signature), new TextEncoder().encode(text));
}

/** Browsers older than 2025 do not know this kind of key. */
function keyOf(publicKey) {
  if (!publicKey) return undefined;
  return crypto.subtle.importKey("raw", bytes(publicKey), "Ed25519", false, ["verify"]).catch(() => undefined);
}

export function bytes(text) {
  return Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
}
