// The screen behind the counter stays on for as long as it shows this page.

let light;

export function keepAwake() {
  document.addEventListener("visibilitychange", ask);
  return ask();
}

/** A phone on its last power says no, and takes the light back whenever the page goes out of sight. */
async function ask() {
  if (document.hidden || (light && !light.released)) return;
  light = await navigator.wakeLock?.request("screen").catch(() => undefined);
}
