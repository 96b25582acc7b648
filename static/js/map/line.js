// A route: its line, and its stops with their numbers.
import { line as element } from "./elements.js";
import { L } from "./leaflet.js";

export function drawLine(map, route) {
  const drawing = L.geoJSON(route, {
    style: ({ properties }) => ({ className: `map__route map__route--${properties.role ?? "main"}` }),
    pointToLayer: ({ properties }, where) => stop(properties, where),
    interactive: false,
  }).addTo(map);
  map.fitBounds(drawing.getBounds(), { padding: [28, 28], maxZoom: 17 });
}

function stop({ number, name, kind }, where) {
  const sign = element("span", number ?? "", "map__number");
  const icon = L.divIcon({ className: `map__stop map__stop--${kind ?? "stop"}`, html: sign, iconSize: [32, 32] });
  return L.marker(where, { icon, title: name ?? "", keyboard: false }).bindPopup(() => element("strong", name ?? ""));
}
