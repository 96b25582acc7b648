// The wall changes by itself: asks for the page of the next scene, waits for its photo, and only then swaps.
// Without connection the last scene stays. Without this file the page reloads itself.

const hold = document.querySelector("[data-hold]");
const says = { hold: hold.textContent, goOn: hold.dataset.goOn };

hold.hidden = false;
hold.addEventListener("click", toggleHold);
setInterval(renew, seconds() * 1000);

function seconds() {
  return Number(document.querySelector("[data-wall]").dataset.seconds);
}

function toggleHold() {
  const isHeld = hold.getAttribute("aria-pressed") !== "true";
  hold.setAttribute("aria-pressed", isHeld);
  hold.textContent = isHeld ? says.goOn : says.hold;
}

async function renew() {
  if (hold.getAttribute("aria-pressed") === "true") return;
  try {
    const response = await fetch(location.href);
    if (!response.ok) throw new Error(String(response.status));
    await show(new DOMParser().parseFromString(await response.text(), "text/html"));
    tellOffline(false);
  } catch {
    tellOffline(true);
  }
}

async function show(page) {
  if (look(page) !== look(document)) return location.reload();
  const here = document.querySelector("[data-wall]");
  const next = page.querySelector("[data-wall]");
  if (next.innerHTML === here.dataset.shown) return;
  await Promise.all([...next.querySelectorAll("img")].map(isDrawn));
  const shown = next.innerHTML;
  const swap = () => {
    here.replaceChildren(...next.childNodes);
    here.dataset.shown = shown;
  };
  if (document.startViewTransition) document.startViewTransition(swap);
  else swap();
}

/** The stylesheets of a page: others after the site was renewed. */
function look(page) {
  return [...page.querySelectorAll("link[rel=stylesheet]")].map((link) => link.getAttribute("href")).join();
}

function isDrawn({ src }) {
  const picture = new Image();
  picture.src = src;
  return picture.decode();
}

function tellOffline(isOffline) {
  document.querySelector("[data-offline]").hidden = !isOffline;
}
