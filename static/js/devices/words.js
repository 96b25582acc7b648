// The words of the page, from the JSON beside it; sentences with holes are filled in.

let words;

export function said(name, facts = {}) {
  words ??= JSON.parse(document.querySelector("[data-phone-words]").textContent);
  const found = name.split("/").reduce((part, key) => part?.[key], words);
  return typeof found === "string" ? filled(found, facts) : found;
}

export function plural(name, number, facts = {}) {
  return said(`${name}/${number === 1 ? "one" : "more"}`, { number, ...facts });
}

export function moment(time) {
  const form = { weekday: "short", hour: "2-digit", minute: "2-digit", timeZone: "Europe/Brussels" };
  return new Intl.DateTimeFormat(document.documentElement.lang, form).format(new Date(time));
}

export function euro(cents) {
  return new Intl.NumberFormat(document.documentElement.lang, { style: "currency", currency: "EUR" }).format(cents / 100);
}

export function ownText(texts) {
  return texts[document.documentElement.lang] ?? texts.nl ?? Object.values(texts)[0] ?? "";
}

/** Cents out of what somebody typed: 12,50 or 12.50; NaN for what is no amount, undefined for nothing. */
export function cents(typed) {
  if (!typed.trim()) return undefined;
  const amount = /^\s*€?\s*(\d{1,6})(?:[.,](\d{1,2}))?\s*$/.exec(typed);
  return amount ? Number(amount[1]) * 100 + Number((amount[2] ?? "").padEnd(2, "0")) : NaN;
}

function filled(sentence, facts) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => facts[name] ?? "");
}
