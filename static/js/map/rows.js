// A row of the guide for a place that the page itself does not list, on the model of one that it does.

const LOOKS = { open: "good", closed: "off", unknown: "plain" };
const IN_EVERY_ROW = ".icon, .place__name, .soft, .place__traits";

/** `place` has slug, name, kind, kindWords, street, state and stateWords; `words.place` is where its page stands. */
export function rowFor(place, words) {
  const row = model().cloneNode(true);
  for (const part of [...row.children]) if (!part.matches(IN_EVERY_ROW)) part.remove();
  row.id = `place-${place.slug}`;
  row.className = "place";
  const picture = pictureOf(place.kind);
  if (picture) row.querySelector(".icon").replaceWith(picture.cloneNode(true));
  const link = row.querySelector(".place__name a");
  link.href = words.place + encodeURIComponent(place.slug);
  link.querySelector("bdi").textContent = place.name;
  row.querySelector(".soft").textContent = [place.kindWords, place.street].filter(Boolean).join(", ");
  sayState(row.querySelector(".place__traits"), place);
  return row;
}

/** The picture of a kind, where the page brought them along. */
function pictureOf(kind) {
  return document.querySelector("template[data-kind-pictures]")?.content.querySelector(`[data-kind="${kind}"] .icon`);
}

function model() {
  const brought = document.querySelector("template[data-place-row]");
  return brought ? brought.content.firstElementChild : withPin(document.querySelector(".places .place").cloneNode(true));
}

/** The picture of another kind would be wrong. */
function withPin(row) {
  row.querySelector(".icon").replaceWith(document.querySelector("[data-nearest] .icon").cloneNode(true));
  return row;
}

function sayState(traits, { state, stateWords }) {
  const tag = traits.querySelector(".tag:not(.place__far)");
  traits.replaceChildren(tag);
  tag.className = `tag tag--${LOOKS[state]}`;
  tag.lastChild.textContent = stateWords;
}
