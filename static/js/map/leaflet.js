// Leaflet as its extensions expect it: a global that they may add to.
import * as Leaflet from "../../vendor/leaflet/leaflet.js";

export const L = (globalThis.L = { ...Leaflet });
