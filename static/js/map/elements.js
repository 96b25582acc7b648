// Elements with text in them: what comes from people is never read as HTML.

export function line(tag, text, className = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  if (className) element.className = className;
  return element;
}

export function escaped(text) {
  return line("span", text).innerHTML;
}

/** Whom to thank for a map, the same words once. */
export function thanks(credit) {
  const link = line("a", credit);
  link.href = "https://www.openstreetmap.org/copyright";
  link.rel = "noopener";
  return credit.includes("OpenStreetMap") ? link.outerHTML : escaped(credit);
}

/** "Open until {time}" with its facts filled in. */
export function filled(sentence, facts) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => facts[name] ?? whole);
}

/** 250 m, 1,4 km: as the reader's language writes it. */
export function distanceWords(metres) {
  const [value, unit] = metres < 1000 ? [Math.round(metres / 10) * 10, "meter"] : [metres / 1000, "kilometer"];
  const format = { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: value < 10 ? 1 : 0 };
  return new Intl.NumberFormat(document.documentElement.lang, format).format(value);
}
