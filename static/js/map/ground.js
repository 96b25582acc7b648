// Our own schematic drawing of a town, where it has no tiles.
import { line } from "./elements.js";
import { L } from "./leaflet.js";

const LABELS_FROM_ZOOM = { river: 14, square: 15, green: 15.5, street: 16 };

export function drawGround(map, ground) {
  const drawing = L.geoJSON(ground, {
    interactive: false,
    style: ({ properties }) => ({ className: `map__${properties.kind}` }),
  }).addTo(map);
  const named = drawing.getLayers().filter((shape) => shape.feature.properties.name);
  const labels = named.map((shape) => [shape.feature.properties.kind, label(shape)]);
  map.on("zoomend", () => {
    for (const [kind, name] of labels) {
      if (map.getZoom() >= LABELS_FROM_ZOOM[kind]) name.addTo(map);
      else name.remove();
    }
  });
}

function label(shape) {
  const { kind, name } = shape.feature.properties;
  const icon = L.divIcon({ className: `map__label map__label--${kind}`, html: line("span", name), iconSize: null });
  return L.marker(shape.getBounds().getCenter(), { icon, interactive: false, keyboard: false, zIndexOffset: -1000 });
}
