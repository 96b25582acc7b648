// Vector tiles that the town built itself, painted in the colours of the page. Loaded where there are tiles.
import "./map/leaflet.js";
import { thanks } from "./map/elements.js";
import { LineLabelSymbolizer, CenteredTextSymbolizer, LineSymbolizer, PolygonSymbolizer, exp, leafletLayer } from "../vendor/protomaps/protomaps.js";

const LETTERS = '"Avenir Next", "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif';

/** `words`: data-tiles with {z}, {x} and {y}, data-first-zoom, data-last-zoom, data-box (west,south,east,north), data-credit. */
export function tileLayer({ tiles, firstZoom, lastZoom, box, credit }) {
  const colours = coloursOfThePage();
  const [west, south, east, north] = box.split(",").map(Number);
  return leafletLayer({
    url: tiles,
    minZoom: Number(firstZoom),
    maxDataZoom: navigator.onLine ? Number(lastZoom) : Math.min(14, Number(lastZoom)),
    bounds: [[south, west], [north, east]],
    attribution: thanks(credit),
    paintRules: paintRules(colours),
    labelRules: labelRules(colours),
    backgroundColor: colours.paper,
  });
}

function coloursOfThePage() {
  const style = getComputedStyle(document.documentElement);
  const names = ["paper", "sheet", "shade", "ink", "ink-soft", "line", "line-strong", "good-soft", "calm", "calm-soft"];
  return Object.fromEntries(names.map((name) => [name.replace(/-(.)/, (_, letter) => letter.toUpperCase()), style.getPropertyValue(`--${name}`).trim()]));
}

function is(...kinds) {
  return (zoom, { props }) => kinds.includes(props.kind);
}

function area(dataLayer, fill, filter, more = {}) {
  return { dataLayer, symbolizer: new PolygonSymbolizer({ fill, ...more }), filter: (zoom, feature) => feature.geomType === 3 && filter(zoom, feature) };
}

function stroke(dataLayer, color, widths, filter, more = {}) {
  return { dataLayer, symbolizer: new LineSymbolizer({ color, width: (zoom) => exp(1.6, widths)(zoom), ...more }), filter };
}

function paintRules({ sheet, shade, line, lineStrong, goodSoft, calmSoft }) {
  return [
    area("landuse", goodSoft, is("grass"), { opacity: 0.5 }),
    area("landuse", goodSoft, is("park", "forest")),
    area("landuse", sheet, is("pedestrian")),
    area("water", calmSoft, () => true),
    stroke("water", calmSoft, [[10, 1.5], [14, 4], [18, 16]], is("river")),
    stroke("water", calmSoft, [[14, 1], [18, 4]], is("stream")),
    area("buildings", shade, () => true),
    stroke("roads", lineStrong, [[13, 0.6], [18, 1.5]], is("path"), { dash: [3, 3] }),
    stroke("roads", line, [[13, 1.5], [16, 8], [19, 30]], is("minor_road", "pedestrian", "other")),
    stroke("roads", line, [[10, 1], [14, 4], [16, 11], [19, 34]], is("major_road", "highway")),
    stroke("roads", sheet, [[13, 0.8], [16, 6.5], [19, 28]], is("minor_road", "pedestrian", "other")),
    stroke("roads", sheet, [[10, 0.6], [14, 3], [16, 9], [19, 32]], is("major_road", "highway")),
    stroke("roads", lineStrong, [[13, 1], [18, 2.5]], is("rail"), { dash: [6, 4] }),
  ];
}

function labelRules({ paper, ink, inkSoft, calm }) {
  const street = (filter, minzoom) => ({
    dataLayer: "roads",
    symbolizer: new LineLabelSymbolizer({ fill: inkSoft, font: `600 12px ${LETTERS}`, stroke: paper, width: 3 }),
    filter,
    minzoom,
  });
  const name = (dataLayer, fill, font, filter, minzoom) => ({
    dataLayer,
    symbolizer: new CenteredTextSymbolizer({ fill, font: `${font} ${LETTERS}`, stroke: paper, width: 3, lineHeight: 1.2 }),
    filter,
    minzoom,
  });
  return [
    name("places", ink, "700 15px", is("locality"), 10),
    name("places", inkSoft, "600 13px", is("neighbourhood"), 13),
    street(is("major_road", "highway"), 14),
    street(is("minor_road", "pedestrian"), 16),
    name("landuse", inkSoft, "600 12px", is("park", "pedestrian"), 16),
    name("water", calm, "italic 600 12px", is("water"), 15),
  ];
}
