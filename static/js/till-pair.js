// The page of a one-time link: pairs this phone when somebody presses the button.
import { becomeReady, canBePaired, pair } from "./devices/pairing.js";
import { counterAddress } from "./devices/store.js";
import { said } from "./devices/words.js";

const button = document.querySelector("[data-pair]");
const line = document.querySelector("[data-pair-said]");
const onward = document.querySelector("[data-pair-onward]");

let isPaired = false;

if (button) start();

function start() {
  button.hidden = !canBePaired();
  if (button.hidden) line.textContent = said("panel/cannot");
  button.addEventListener("click", press);
}

async function press() {
  button.disabled = true;
  if (!isPaired) await pairOnce();
  if (isPaired) await getReady();
  button.disabled = false;
}

async function pairOnce() {
  const status = await pair(location.pathname).catch(() => 0);
  if (status === 410) return location.reload();
  isPaired = status === 200;
  if (!isPaired) line.textContent = said(`panel/${{ 403: "ended", 409: "full" }[status] ?? "failed"}`);
}

/** The link is used up now: only the keeping is tried again. */
async function getReady() {
  try {
    await becomeReady();
    location.assign(counterAddress);
  } catch {
    line.textContent = said("panel/not_kept");
    button.textContent = button.dataset.again;
    onward.hidden = false;
  }
}
