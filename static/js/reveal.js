// The screen of the ceremony: the keys of a presenter show the next place. Without script the links do the same.

const FORWARD = new Set(["ArrowRight", "ArrowDown", "PageDown", " ", "Enter"]);
const BACK = new Set(["ArrowLeft", "ArrowUp", "PageUp", "Backspace"]);
let busy = false;

// The page is swapped in place: going to another address would leave the full screen.
async function swap(address) {
  if (busy) return false;
  busy = true;
  try {
    const answer = await fetch(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const stage = page.querySelector("[data-stage]");
    if (!answer.ok || !stage) throw new Error(answer.statusText);
    document.querySelector("[data-stage]").replaceWith(stage);
    document.getElementById("main").focus();
    offerFullScreen();
    return true;
  } catch {
    location.assign(address);
    return false;
  } finally {
    busy = false;
  }
}

async function follow(link) {
  if (link && (await swap(link.href))) history.pushState(null, "", link.href);
}

function offerFullScreen() {
  const button = document.querySelector("[data-full-screen]");
  if (button && document.fullscreenEnabled) button.hidden = Boolean(document.fullscreenElement);
}

function fillScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen();
}

addEventListener("keydown", (event) => {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  const isOnControl = event.target.closest("a, button") && (event.key === "Enter" || event.key === " ");
  if (isOnControl) return;
  if (event.key === "f") fillScreen();
  const wanted = FORWARD.has(event.key) ? "[data-next]" : BACK.has(event.key) ? "[data-back]" : "";
  if (!wanted) return;
  event.preventDefault();
  follow(document.querySelector(wanted));
});

addEventListener("click", (event) => {
  const control = event.target.closest("[data-next], [data-back], [data-full-screen]");
  if (!control || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (control.matches("button")) fillScreen();
  else follow(control);
});

addEventListener("popstate", () => swap(location.href));
document.addEventListener("fullscreenchange", offerFullScreen);
offerFullScreen();
