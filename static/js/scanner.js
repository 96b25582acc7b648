// Reads QR codes from the camera: with the browser's own detector, else with a decoder that is loaded then.

const BETWEEN_LOOKS = 120;
const SAME_CODE_AGAIN_AFTER = 3000;

let lastCode = "";
let lastSeen = 0;

export function hasCamera() {
  return Boolean(navigator.mediaDevices?.getUserMedia);
}

export class Scanner {
  constructor(video, found) {
    this.video = video;
    this.found = found;
    this.isOn = false;
    this.turnWithPage = () => (document.hidden ? this.close() : this.open());
  }

  async start() {
    this.isOn = true;
    document.addEventListener("visibilitychange", this.turnWithPage);
    this.detector = await makeDetector();
    await this.open();
    this.look();
  }

  stop() {
    this.isOn = false;
    document.removeEventListener("visibilitychange", this.turnWithPage);
    this.close();
  }

  async open() {
    if (!this.isOn || this.stream) return;
    this.stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } },
    });
    if (!this.isOn) return this.close();
    this.video.srcObject = this.stream;
    await this.video.play();
    this.light = await navigator.wakeLock?.request("screen").catch(() => undefined);
  }

  /** The camera's light goes out when nobody looks at the page. */
  close() {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = undefined;
    this.light?.release();
  }

  async look() {
    while (this.isOn) {
      const code = await this.read();
      if (code && this.isOn && isNew(code)) this.found(code);
      await new Promise((wake) => setTimeout(wake, BETWEEN_LOOKS));
    }
  }

  async read() {
    if (!this.stream || this.video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return "";
    const [seen] = await this.detector.detect(this.video).catch(() => []);
    return seen?.rawValue ?? "";
  }
}

/** A code that stays in sight for a moment is one scan. */
function isNew(code) {
  const now = Date.now();
  if (code === lastCode && now - lastSeen < SAME_CODE_AGAIN_AFTER) return false;
  lastCode = code;
  lastSeen = now;
  return true;
}

async function makeDetector() {
  const native = globalThis.BarcodeDetector;
  const formats = await native?.getSupportedFormats().catch(() => []);
  const Detector = formats?.includes("qr_code") ? native : (await import("../vendor/qr/decode.js")).BarcodeDetector;
  return new Detector({ formats: ["qr_code"] });
}
