// Small courtesies on every page; each page works without them.

document.querySelector("[data-error-summary]")?.focus();

for (const field of document.querySelectorAll("input[data-nonce]")) {
  if (!field.value) field.value = randomHex(16);
}

// one press of the button is one voucher, and the next press another one: also after going back to the page
addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("input[data-nonce=fresh]")) field.value = randomHex(16);
});

// how long somebody looked at the page before sending; a machine needs no time
for (const field of document.querySelectorAll("input[data-seconds]")) {
  field.form.addEventListener("submit", () => (field.value = Math.ceil(performance.now() / 1000)));
}

function randomHex(bytes) {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
