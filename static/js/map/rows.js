// A row of the guide for a place that the page itself does not list, on the model the page brings along.

const LOOKS = { open: "good", closed: "off", unknown: "plain" };

/** `place` has slug, name, kindWords, street, state and stateWords; `words.place` is where its page stands. */
export function rowFor(place, words) {
  const row = document.querySelector("template[data-place-row]").content.cloneNode(true).firstElementChild;
  row.id = `place-${place.slug}`;
  const link = row.querySelector(".place__name a");
  link.href = words.place + encodeURIComponent(place.slug);
  link.querySelector("bdi").textContent = place.name;
  row.querySelector(".soft").textContent = [place.kindWords, place.street].filter(Boolean).join(", ");
  const tag = row.querySelector(".tag");
  tag.className = `tag tag--${LOOKS[place.state]}`;
  tag.lastChild.textContent = place.stateWords;
  return row;
}
