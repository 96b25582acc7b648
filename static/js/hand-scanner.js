// A scanner on a cable types like a keyboard: faster than people do, with Enter at the end. It is heard wherever the focus is.

const SLOWEST = 50; // milliseconds between two keys
const A_CODE = /^(https?:\/\/\S+\/v\/)?[0-9a-z-]{10,}$/i;
// Keys by their place: what a scanner set to another keyboard than this device (qwerty and azerty) meant to type.
const PLACES = /^(?:Key|Digit|Numpad)([A-Z0-9])$/;
const SIGNS = { Slash: "/", Period: ".", Minus: "-" };

let burst = start();

export function listenToHandScanner(found) {
  document.addEventListener("keydown", (event) => hear(event, found), true);
}

function hear(event, found) {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const isLate = event.timeStamp - burst.last > SLOWEST;
  if (event.key === "Enter") return end(event, isLate, found);
  if (event.key.length !== 1) return;
  if (isLate) burst = start(event.target);
  burst.last = event.timeStamp;
  burst.signs += event.key;
  burst.places += placed(event);
}

function end(event, isLate, found) {
  const code = isLate ? undefined : [burst.signs, burst.places].find((text) => A_CODE.test(text));
  const { field, value } = burst;
  burst = start();
  if (!code) return;
  event.preventDefault();
  event.stopPropagation();
  if (field) field.value = value;
  found(code);
}

/** What stood in the field before the scanner typed into it is put back. */
function start(target) {
  const field = target instanceof HTMLInputElement ? target : undefined;
  return { signs: "", places: "", last: -Infinity, field, value: field?.value };
}

function placed({ code, shiftKey }) {
  if (code === "Semicolon" && shiftKey) return ":";
  return PLACES.exec(code)?.[1] ?? SIGNS[code] ?? "";
}
