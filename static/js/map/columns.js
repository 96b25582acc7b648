// Places as they travel: one list per fact, points as differences in steps of 0.00001 degrees.

const STEPS_A_DEGREE = 100_000;

/** {slug: [...], name: [...], ...} -> [{slug, name, kind, kindWords, street, latitude, longitude, number}, ...] */
export function placesOf(columns) {
  const latitudes = added(columns.latitude);
  const longitudes = added(columns.longitude);
  return columns.slug.map((slug, number) => {
    const [kind, kindWords] = columns.kinds[columns.kind[number]];
    const facts = { slug, number, kind, kindWords, name: columns.name[number], street: columns.street[number] };
    return { ...facts, latitude: latitudes[number], longitude: longitudes[number] };
  });
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
