// The map itself: what lies under the points, buttons of 44 pixels, and one finger that scrolls the page.
import { escaped, thanks } from "./elements.js";
import { drawGround } from "./ground.js";
import { L } from "./leaflet.js";

const FINGER = matchMedia("(pointer: coarse)").matches;
const CALM = matchMedia("(prefers-reduced-motion: reduce)").matches;
const HINT_STAYS = 1500; // milliseconds

export async function newMap(frame, credit = "") {
  const words = frame.dataset;
  const map = L.map(frame, {
    dragging: !FINGER, // one finger scrolls the page, two move the map
    scrollWheelZoom: false,
    zoomControl: false,
    attributionControl: false,
    zoomSnap: 0.25,
    minZoom: 7, // one place far away must not leave an empty map
    maxZoom: 19,
    zoomAnimation: !CALM,
    fadeAnimation: !CALM,
    markerZoomAnimation: !CALM,
    inertia: !CALM,
  });
  L.control.attribution({ prefix: false }).addTo(map);
  L.control.zoom({ position: "bottomright", zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  if (credit) map.attributionControl.addAttribution(thanks(credit));
  frame.addEventListener("wheel", (event) => zoomByWheel(map, event), { passive: false });
  frame.addEventListener("keydown", ({ key }) => key === "Escape" && map.closePopup());
  if (FINGER) sayTwoFingers(frame);
  await layGround(map, words);
  return map;
}

export function isCalm() {
  return CALM;
}

async function layGround(map, words) {
  if (words.tiles) {
    const { tileLayer } = await import(words.painter);
    tileLayer(words).addTo(map);
  } else if (words.drawing) {
    const drawing = await fetch(words.drawing);
    drawGround(map, await drawing.json());
    map.attributionControl.addAttribution(escaped(words.schematic));
  }
}

/** The wheel scrolls the page; with Ctrl or Cmd, and when two fingers pinch on a touchpad, it zooms. */
function zoomByWheel(map, event) {
  if (!event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  map.setZoomAround(map.mouseEventToContainerPoint(event), map.getZoom() - Math.sign(event.deltaY) * 0.5);
}

function sayTwoFingers(frame) {
  let timer;
  frame.addEventListener(
    "touchmove",
    ({ touches }) => {
      frame.classList.toggle("map--two-fingers", touches.length === 1);
      clearTimeout(timer);
      timer = setTimeout(() => frame.classList.remove("map--two-fingers"), HINT_STAYS);
    },
    { passive: true },
  );
}
