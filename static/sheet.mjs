// Draws a folder of our SVG files on one sheet: a page that shows many of them asks for one file.
import { createHash } from "node:crypto";
import { basename } from "node:path";

const DRAWING = /^<svg[^>]*viewBox="0 0 (\d+) (\d+)"[^>]*>(.*)<\/svg>\s*$/s;

/** {name, text} of a sheet: each drawing below the one before, and a view of it by its name. */
export function sheetOf(folder, drawings) {
  let top = 0;
  const parts = drawings.map(({ path, text }) => {
    const [, width, height, inside] = DRAWING.exec(text) ?? fail(path);
    const frame = `<svg y="${top}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${inside}</svg>`;
    const view = `<view id="${viewOf(path)}" viewBox="0 ${top} ${width} ${height}" preserveAspectRatio="xMidYMid slice"/>`;
    top += Number(height);
    return view + frame;
  });
  const text = `<svg xmlns="http://www.w3.org/2000/svg">${parts.join("")}</svg>`;
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 8).toUpperCase();
  return { name: `${folder}-${hash}.svg`, text };
}

export function viewOf(path) {
  return basename(path, ".svg");
}

function fail(path) {
  throw new Error(`${path} does not begin with <svg ... viewBox="0 0 width height">`);
}
