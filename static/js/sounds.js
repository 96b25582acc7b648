// What an answer sounds and feels like, for who looks at the customer and not at the screen.

const SOUNDS = {
  good: { tones: [[660, 0.09], [990, 0.16]], shape: "sine", shake: [60] },
  wait: { tones: [[440, 0.25]], shape: "triangle", shake: [120] },
  saved: { tones: [[440, 0.09], [660, 0.16]], shape: "sine", shake: [60, 60, 60] },
  refused: { tones: [[196, 0.16], [0, 0.06], [196, 0.26]], shape: "square", shake: [180, 80, 180] },
};
const LOUDNESS = 0.25;

let audio;

/** Browsers stay silent until somebody touches the page. */
export function allowSound() {
  audio ??= new AudioContext();
  if (audio.state === "suspended") audio.resume();
}

export function say(answer) {
  const sound = SOUNDS[answer] ?? SOUNDS.wait;
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(sound.shake);
  if (!audio) return;
  let at = audio.currentTime;
  for (const [height, length] of sound.tones) {
    if (height) play(height, sound.shape, at, length);
    at += length;
  }
}

function play(height, shape, at, length) {
  const tone = new OscillatorNode(audio, { type: shape, frequency: height });
  const volume = new GainNode(audio, { gain: 0 });
  tone.connect(volume).connect(audio.destination);
  volume.gain.setTargetAtTime(LOUDNESS, at, 0.01);
  volume.gain.setTargetAtTime(0, at + length - 0.03, 0.01);
  tone.start(at);
  tone.stop(at + length + 0.1);
}
