// The corner of the counter that looks: a camera with its lenses and its light, or a photo. Says in words what is wrong.
import { Scanner, hasCamera, readPhoto } from "./scanner.js";

const WHY = { NotAllowedError: "denied", SecurityError: "denied", NotReadableError: "taken", AbortError: "taken" };

export class TillCamera {
  constructor(corner, found) {
    this.corner = corner;
    this.found = found;
    this.scanner = new Scanner(this.part("camera").querySelector("video"), found, (error) => this.follow(error));
    this.part("start-camera").hidden = !hasCamera();
    this.part("start-camera").addEventListener("click", () => this.start());
    this.part("other-lens").addEventListener("click", () => this.scanner.otherLens().catch((error) => this.follow(error)));
    this.part("light").addEventListener("click", () => this.turnLight());
    this.part("photo").closest("label").hidden = false;
    this.part("photo").addEventListener("change", () => this.look());
    if (!hasCamera()) this.say("none");
  }

  /** Whether the camera is on now. */
  async start() {
    this.part("start-camera").hidden = true;
    this.part("camera").hidden = false;
    this.say("");
    try {
      await this.scanner.start();
      return true;
    } catch (error) {
      this.follow(error);
      return false;
    }
  }

  stop() {
    this.scanner.stop();
  }

  /** Another lens is before the camera, or the camera is gone. */
  async follow(error) {
    if (error) return this.giveUp(error);
    this.part("other-lens").hidden = (await this.scanner.lenses()).length < 2;
    this.part("light").hidden = !this.scanner.hasLight;
    this.part("light").setAttribute("aria-pressed", "false");
  }

  giveUp(error) {
    this.scanner.stop();
    for (const name of ["camera", "other-lens", "light"]) this.part(name).hidden = true;
    this.part("start-camera").hidden = false;
    this.say(WHY[error.name] ?? "none");
  }

  async turnLight() {
    const light = this.part("light");
    const isOn = light.getAttribute("aria-pressed") !== "true";
    await this.scanner.turnLight(isOn);
    light.setAttribute("aria-pressed", String(isOn));
  }

  async look() {
    const [photo] = this.part("photo").files;
    if (!photo) return;
    this.say("looking");
    const code = await readPhoto(photo);
    this.part("photo").value = "";
    this.say(code ? "" : "nothing");
    if (code) this.found(code);
  }

  say(what) {
    const said = this.part("camera-said");
    said.textContent = said.dataset[what] ?? "";
  }

  part(name) {
    return this.corner.querySelector(`[data-${name}]`);
  }
}
