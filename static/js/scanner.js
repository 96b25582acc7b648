// Reads QR codes from the camera or from a photo: with the browser's own detector, else with one that is loaded then.

const BETWEEN_LOOKS = 120;
const SAME_CODE_AGAIN_AFTER = 3000;
const LARGEST_PHOTO = 1600; // pixels; more takes a slow phone seconds
const LENS = "counter-lens";

let lastCode = "";
let lastSeen = 0;

export function hasCamera() {
  return Boolean(navigator.mediaDevices?.getUserMedia);
}

export class Scanner {
  /** `found` gets a code and may answer `false`: not now. `changed` hears that another lens or light is there, or the error when the camera was taken away. */
  constructor(video, found, changed) {
    this.video = video;
    this.found = found;
    this.changed = changed;
    this.isOn = false;
    this.turnWithPage = () => (document.hidden ? this.close() : this.open().catch(this.changed));
  }

  async start() {
    this.isOn = true;
    document.addEventListener("visibilitychange", this.turnWithPage);
    try {
      this.detector = await makeDetector();
      await this.open();
    } catch (refused) {
      this.stop();
      throw refused;
    }
    this.look();
  }

  stop() {
    this.isOn = false;
    document.removeEventListener("visibilitychange", this.turnWithPage);
    this.close();
  }

  /** Opens the lens once, however many ask for it meanwhile. */
  open() {
    if (!this.isOn || this.stream) return Promise.resolve();
    this.opening ??= this.openLens().finally(() => (this.opening = undefined));
    return this.opening;
  }

  async openLens() {
    const stream = await chosenLens();
    if (!this.isOn || document.hidden) return release(stream);
    this.stream = stream;
    this.video.srcObject = stream;
    await this.video.play();
    this.changed();
  }

  /** The camera's light goes out when nobody looks at the page. */
  close() {
    release(this.stream);
    this.stream = undefined;
  }

  async lenses() {
    const devices = await navigator.mediaDevices.enumerateDevices();
    return devices.filter(({ kind }) => kind === "videoinput");
  }

  /** The next lens of this device, which is remembered for the next time. */
  async otherLens() {
    const lenses = await this.lenses();
    const now = lenses.findIndex(({ deviceId }) => deviceId === this.track?.getSettings().deviceId);
    localStorage.setItem(LENS, lenses[(now + 1) % lenses.length]?.deviceId ?? "");
    this.close();
    await this.open();
  }

  get track() {
    return this.stream?.getVideoTracks()[0];
  }

  get hasLight() {
    return Boolean(this.track?.getCapabilities?.().torch);
  }

  turnLight(isOn) {
    return this.track?.applyConstraints({ advanced: [{ torch: isOn }] });
  }

  async look() {
    while (this.isOn) {
      const code = await this.read();
      if (code && this.isOn) this.meet(code);
      await new Promise((wake) => setTimeout(wake, BETWEEN_LOOKS));
    }
  }

  /** A code that stays in sight is one scan, however long it stays; what nobody wants now (`false`) was not seen. */
  meet(code) {
    const isAgain = code === lastCode && Date.now() - lastSeen < SAME_CODE_AGAIN_AFTER;
    if (isAgain && code !== this.code) return; // from the page before, for a moment
    const isTaken = !isAgain && this.found(code) !== false;
    if (isTaken) lastCode = this.code = code;
    if (code === this.code) lastSeen = Date.now();
  }

  async read() {
    if (!this.stream || this.video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return "";
    return codeIn(this.detector, this.video);
  }
}

/** The code on a photo; empty when nothing can be read in it. */
export async function readPhoto(file) {
  const photo = await createImageBitmap(file).catch(() => undefined);
  return photo ? codeIn(await makeDetector(), smaller(photo)) : "";
}

async function codeIn(detector, picture) {
  const [seen] = await detector.detect(picture).catch(() => []);
  return seen?.rawValue ?? "";
}

function smaller(photo) {
  const scale = Math.min(1, LARGEST_PHOTO / Math.max(photo.width, photo.height));
  const canvas = Object.assign(document.createElement("canvas"), { width: photo.width * scale, height: photo.height * scale });
  canvas.getContext("2d").drawImage(photo, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** The lens that was chosen here before, while it is there; else one that looks away from who holds the phone. */
function chosenLens() {
  const chosen = localStorage.getItem(LENS);
  return chosen ? lens({ deviceId: { exact: chosen } }).catch(awayFromMe) : awayFromMe();
}

function awayFromMe() {
  return lens({ facingMode: { ideal: "environment" } });
}

function lens(which) {
  return navigator.mediaDevices.getUserMedia({ audio: false, video: { ...which, width: { ideal: 1280 }, height: { ideal: 720 } } });
}

function release(stream) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

async function makeDetector() {
  const native = globalThis.BarcodeDetector;
  const formats = await native?.getSupportedFormats().catch(() => []);
  const Detector = formats?.includes("qr_code") ? native : (await import("../vendor/qr/decode.js")).BarcodeDetector;
  return new Detector({ formats: ["qr_code"] });
}
