// Where somebody is: asked on a tap only, never sent anywhere, and honest about what the phone does not know.
import { distanceWords, filled } from "./elements.js";

const SLOW = 4_000; // milliseconds until it is said that this takes long
const GIVE_UP = 20_000;
const SURE = 500; // metres; beyond this the nearest place may be another one

/** {latitude, longitude, accuracy} in degrees and metres, or null. `words` are sentences, `say` shows one. */
export async function whereAmI(words, say) {
  if (!navigator.geolocation) return nowhere(say, words.hereNever);
  say(words.hereSearching);
  const slow = setTimeout(() => say(words.hereSlow), SLOW);
  try {
    const { coords } = await position();
    say(sentenceFor(coords.accuracy, words));
    return coords;
  } catch (refused) {
    return nowhere(say, refused.code === 1 ? words.hereDenied : words.hereUnknown);
  } finally {
    clearTimeout(slow);
  }
}

function position() {
  const options = { enableHighAccuracy: true, timeout: GIVE_UP, maximumAge: 60_000 };
  return new Promise((found, refused) => navigator.geolocation.getCurrentPosition(found, refused, options));
}

function sentenceFor(accuracy, words) {
  return filled(accuracy > SURE ? words.hereRoughly : words.hereFound, { distance: distanceWords(accuracy) });
}

function nowhere(say, sentence) {
  say(sentence);
  return null;
}

/** Metres between two points in degrees: flat, which is right to a pace within a town. */
export function metresBetween(one, other) {
  const north = (other.latitude - one.latitude) * 111_195;
  const east = (other.longitude - one.longitude) * 111_195 * Math.cos((one.latitude * Math.PI) / 180);
  return Math.hypot(north, east);
}
