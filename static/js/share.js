// Pass a place on with what the phone offers for it; without this file there is a mail link and the address itself.
import "./kit.js";

const box = document.querySelector("[data-share]");

if (box) {
  const { title, address } = box.dataset;
  offer("[data-share-now]", Boolean(navigator.share), () => navigator.share({ title, url: address }).catch(() => {}));
  offer("[data-share-copy]", Boolean(navigator.clipboard), copy);
}

function offer(name, works, act) {
  const button = box.querySelector(name);
  button.hidden = !works;
  button.addEventListener("click", () => act(button));
}

async function copy(button) {
  try {
    await navigator.clipboard.writeText(box.dataset.address);
    box.querySelector("[data-share-said]").textContent = button.dataset.done;
  } catch {
    getSelection().selectAllChildren(box.querySelector("[data-share-address]"));
  }
}
