// Places as they travel: one list per fact, points as differences in steps of 0.00001 degrees.

const STEPS_A_DEGREE = 100_000;

/** {slug: [...], name: [...], ...} -> [{slug, name, kind, kindWords, street, latitude, longitude, number}, ...] */
export function placesOf(columns) {
  const latitudes = added(columns.latitude);
  const longitudes = added(columns.longitude);
  return columns.slug.map((rest, number) => {
    const [kind, kindWords] = columns.kinds[columns.kind[number]];
    const name = columns.name[number];
    const facts = { slug: wholeSlug(rest, name), number, kind, kindWords, name, street: columns.street[number] };
    return { ...facts, latitude: latitudes[number], longitude: longitudes[number] };
  });
}

const LONGEST_SLUG = 60;

/** The word in addresses: what the name says, with what is more; or something else altogether. */
function wholeSlug(rest, name) {
  if (rest && !rest.startsWith("-")) return rest;
  const words = folded(name).match(/[a-z0-9]+/g) ?? ["place"];
  return words.join("-").slice(0, LONGEST_SLUG).replace(/-$/, "") + rest;
}

/** Small letters without accents, as the site folds them. */
export function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function added(differences) {
  let sum = 0;
  return differences.map((difference) => (sum += difference) / STEPS_A_DEGREE);
}

const STATES = { o: "open", c: "closed", u: "unknown" };

/** The points of the map: places with their state, in words too. */
export function pointsOf(columns) {
  return placesOf(columns).map((place) => ({
    ...place,
    state: STATES[columns.state[place.number]],
    stateWords: columns.words[columns.said[place.number]],
  }));
}

export async function read(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  return response.json();
}
