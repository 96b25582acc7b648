// The page of a one-time link: pairs this phone when somebody presses the button.
import { canBePaired, pair } from "./devices/pairing.js";
import { counterAddress } from "./devices/store.js";
import { said } from "./devices/words.js";

const button = document.querySelector("[data-pair]");
const line = document.querySelector("[data-pair-said]");

if (button) start();

function start() {
  button.hidden = !canBePaired();
  if (button.hidden) line.textContent = said("panel/cannot");
  button.addEventListener("click", press);
}

async function press() {
  button.disabled = true;
  const status = await pair(location.pathname).catch(() => 0);
  if (status === 200) return location.assign(counterAddress);
  if (status === 410) return location.reload();
  line.textContent = said(`panel/${{ 403: "ended", 409: "full" }[status] ?? "failed"}`);
  button.disabled = false;
}
