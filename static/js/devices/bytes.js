// Bytes as text, and text as bytes.

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

export function base64(buffer) {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

export function fromBase64(text) {
  return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
}

export function fromBase32(text) {
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8));
  let value = 0, bits = 0, at = 0;
  for (const sign of text) {
    value = ((value << 5) | BASE32.indexOf(sign)) & 0xfff;
    bits += 5;
    if (bits >= 8) bytes[at++] = (value >> (bits -= 8)) & 0xff;
  }
  return bytes;
}

export async function sha256(text) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function randomKey() {
  return base64(crypto.getRandomValues(new Uint8Array(16)));
}
