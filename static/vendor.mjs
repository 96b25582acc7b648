// Copies what we use of the installed libraries from node_modules to static/vendor.
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const USED = {
  "leaflet/leaflet.js": "leaflet/dist/leaflet-src.esm.js",
  "leaflet/leaflet.css": "leaflet/dist/leaflet.css",
  "leaflet/images": "leaflet/dist/images",
  "leaflet/LICENSE": "leaflet/LICENSE",
  "markercluster/markercluster.js": "leaflet.markercluster/dist/leaflet.markercluster-src.js",
  "markercluster/LICENSE": "leaflet.markercluster/MIT-LICENCE.txt",
  "protomaps/protomaps.js": "protomaps-leaflet/dist/esm/index.js",
  "protomaps/LICENSE": "protomaps-leaflet/LICENSE",
  "qr/decode.js": "qr/decode.js",
  "qr/dom.js": "qr/dom.js",
  "qr/index.js": "qr/index.js",
  "qr/LICENSE": "qr/LICENSE",
};

rmSync(join(root, "static/vendor"), { recursive: true, force: true });
for (const [ours, theirs] of Object.entries(USED)) {
  mkdirSync(join(root, "static/vendor", ours, ".."), { recursive: true });
  cpSync(join(root, "node_modules", theirs), join(root, "static/vendor", ours), { recursive: true });
}
