// Small courtesies on every page; each page works without them.

document.querySelector("[data-error-summary]")?.focus();

for (const field of document.querySelectorAll("input[data-nonce]")) {
  if (!field.value) field.value = randomHex(16);
}

function randomHex(bytes) {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
