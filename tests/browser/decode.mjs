// What the QR code in a picture says: raw RGBA on the input, width and height as words. Prints nothing where there is none.
import { readFileSync } from "node:fs";
import decodeQR from "qr/decode.js";

const [width, height] = process.argv.slice(2).map(Number);
const data = new Uint8ClampedArray(readFileSync(0));
try {
  process.stdout.write(decodeQR({ width, height, data }));
} catch {
  process.exitCode = 1;
}
