// The map of the kept guide; loaded when it is asked for.
import { newMap } from "./frame.js";
import { drawPoints, fit, popup } from "./points.js";

export async function showSavedMap(frame, places, credit) {
  const map = await newMap(frame, credit);
  fit(map, places);
  await drawPoints(map, places, (place) => popup(place, [[`#place-${place.slug}`, frame.dataset.inList]]));
  frame.focus();
}
