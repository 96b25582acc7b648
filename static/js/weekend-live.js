// The live counter of a discount weekend: asks for its part every fifteen seconds while somebody looks.
// Without connection the last numbers stay, and the page says so. Without this file a link counts again.

const part = document.querySelector("[data-live]");
const lost = document.querySelector("[data-live-lost]");
const fill = document.querySelector("[data-full-screen]");

setInterval(renew, Number(part.dataset.seconds) * 1000);
document.addEventListener("visibilitychange", renew);

if (fill && document.documentElement.requestFullscreen) {
  fill.hidden = false;
  fill.addEventListener("click", () => document.documentElement.requestFullscreen());
}

async function renew() {
  if (document.hidden) return;
  try {
    const response = await fetch(part.dataset.live, { redirect: "manual" });
    if (response.type === "opaqueredirect") return location.reload(); // signed out meanwhile
    if (!response.ok) throw new Error(String(response.status));
    part.innerHTML = await response.text();
    lost.hidden = true;
  } catch {
    lost.hidden = false;
  }
}
