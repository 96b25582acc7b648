// A marker per place, or clusters of them. Markers are for fingers and mice: the list does the same for keyboards.
import { line } from "./elements.js";
import { L } from "./leaflet.js";

const CLEAR_OF_BUTTONS = { autoPanPaddingTopLeft: [16, 64], autoPanPaddingBottomRight: [16, 130] };
const MOST_MARKERS = 150; // above this many they stand together in clusters

/** Markers by the word of their place. `detail(place)` gives the element to show when one is tapped. */
export async function drawPoints(map, places, detail) {
  const markers = new Map(places.map((place) => [place.slug, marker(place, detail)]));
  const layer = places.length > MOST_MARKERS ? await newClusters() : L.layerGroup();
  for (const one of markers.values()) layer.addLayer(one);
  layer.addTo(map);
  return { markers, reveal: (one) => reveal(map, layer, one) };
}

async function newClusters() {
  const { clusterGroup } = await import("./clusters.js");
  return clusterGroup();
}

function marker(place, detail) {
  const icon = L.divIcon({ className: `map__pin map__pin--${place.state}`, iconSize: [44, 44], iconAnchor: [22, 40], popupAnchor: [0, -30] });
  const pin = L.marker([place.latitude, place.longitude], { icon, title: place.name, keyboard: false, riseOnHover: true });
  return pin.bindPopup(() => detail(place), { maxWidth: 240, ...CLEAR_OF_BUTTONS });
}

/** Bring a marker in sight and open it, out of its cluster if it stands in one. */
function reveal(map, layer, one) {
  const open = () => one.openPopup();
  if (layer.zoomToShowLayer && !one._icon) return layer.zoomToShowLayer(one, open);
  map.setView(one.getLatLng(), Math.max(map.getZoom(), 17), { animate: false });
  return open();
}

export function popup(place, links) {
  const box = document.createElement("div");
  box.tabIndex = -1;
  box.append(line("strong", place.name), line("span", place.stateWords));
  box.append(line("span", [place.kindWords, place.street].filter(Boolean).join(", ")));
  for (const [address, words] of links) {
    const link = line("a", words);
    link.href = address;
    box.append(link);
  }
  return box;
}

export function fit(map, places) {
  const corners = places.map(({ latitude, longitude }) => [latitude, longitude]);
  map.fitBounds(corners, { paddingTopLeft: [24, 48], paddingBottomRight: [24, 24], maxZoom: 17 });
}
