// Many points as clusters; loaded only where there are many.
import { L } from "./leaflet.js";
import "../../vendor/markercluster/markercluster.js";
import { isCalm } from "./frame.js";
import { line } from "./elements.js";

L.MarkerCluster.mergeOptions({ keyboard: false }); // nine hundred places are not nine hundred stops for Tab

export function clusterGroup() {
  return L.markerClusterGroup({
    animate: !isCalm(),
    maxClusterRadius: 56,
    showCoverageOnHover: false,
    spiderfyOnMaxZoom: true,
    iconCreateFunction: (cluster) => {
      const count = line("span", String(cluster.getChildCount()));
      return L.divIcon({ className: "map__cluster", html: count, iconSize: [44, 44] });
    },
  });
}
