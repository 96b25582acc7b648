// Bundles and hashes static/css, static/js, static/img and static/maps into static/built, with .br and .gz beside each text.
import { build } from "esbuild";
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { extname, join, relative } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { sheetOf, viewOf } from "./sheet.mjs";

// What a page may ask for by name; everything else is imported by one of these.
const PAGES_ASK_FOR = [
  "css/site.css",
  "css/town.css",
  "css/contest.css",
  "css/ticket.css",
  "css/staff.css",
  "css/counter.css",
  "css/counter-card.css",
  "css/agenda.css",
  "css/embeds.css",
  "css/map.css",
  "css/booklet.css",
  "css/print.css",
  "css/routes.css",
  "css/ceremony.css",
  "css/wall.css",
  "css/mondays.css",
  "css/offer-form.css",
  "js/site.js",
  "js/staff.js",
  "js/counter.js",
  "js/embed.js",
  "js/kit.js",
  "js/map.js",
  "js/map-tiles.js",
  "js/favourites.js",
  "js/nearest.js",
  "js/share.js",
  "js/offer-form.js",
  "js/offline.js",
  "js/receipt.js",
  "js/voucher.js",
  "js/reveal.js",
  "js/route-stop.js",
  "js/wall.js",
  "js/work.js",
  "js/work-worker.js",
  "js/service-worker.js",
  "js/service-worker-off.js",
];
const SHOWN_MANY_AT_ONCE = ["img/people", "img/offers"];
const COPIED = [".avif", ".gif", ".ico", ".jpg", ".json", ".png", ".svg", ".webmanifest", ".webp", ".woff2"];
const TEXT = [".css", ".js", ".json", ".svg", ".txt", ".webmanifest"];
const WORTH_A_FILE = 0.95;

const ours = import.meta.dirname;
const target = join(ours, "built");

function filesUnder(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

function entryPoints() {
  const named = PAGES_ASK_FOR.map((name) => join(ours, name)).filter((path) => existsSync(path));
  const pictures = ["img", "maps"].flatMap((folder) => filesUnder(join(ours, folder))).filter((path) => COPIED.includes(extname(path)));
  return [...named, ...pictures];
}

async function bundle() {
  const { metafile } = await build({
    absWorkingDir: ours,
    entryPoints: entryPoints(),
    outbase: ours,
    outdir: target,
    entryNames: "[dir]/[name]-[hash]",
    assetNames: "[dir]/[name]-[hash]",
    chunkNames: "js/[name]-[hash]",
    bundle: true,
    format: "esm",
    splitting: true,
    minify: true,
    metafile: true,
    target: ["es2020", "safari15"],
    loader: Object.fromEntries(COPIED.map((ending) => [ending, "copy"])),
    logLevel: "warning",
  });
  return metafile.outputs;
}

/** "css/site.css" -> "/static/css/site-ABC.css", for everything a template may name. */
function manifestOf(outputs) {
  const rows = Object.entries(outputs)
    .map(([built, { entryPoint, inputs }]) => [entryPoint ?? onlyCopied(inputs), built])
    .filter(([source]) => source)
    .map(([source, built]) => [source, addressOf(built)]);
  return Object.fromEntries(rows.sort());
}

/** "files/js/map.js" -> every script it needs, one after the other: for who keeps a page to read it without reception. */
function filesOf(outputs) {
  const scripts = Object.entries(outputs).filter(([, { entryPoint }]) => entryPoint?.endsWith(".js"));
  return Object.fromEntries(scripts.map(([built, { entryPoint }]) => [`files/${entryPoint}`, [...needed(built, outputs)].map(addressOf).join(" ")]));
}

function needed(built, outputs, found = new Set()) {
  if (found.has(built)) return found;
  found.add(built);
  for (const { path, external } of outputs[built].imports) if (!external) needed(path, outputs, found);
  return found;
}

function addressOf(built) {
  return `/static/${relative("built", built)}`;
}

function onlyCopied(inputs) {
  const [source, ...others] = Object.keys(inputs);
  return source && others.length === 0 && COPIED.includes(extname(source)) ? source : undefined;
}

/** Names carry a hash, so a file that is already compressed need not be compressed again. */
function compress(path) {
  if (!TEXT.includes(extname(path)) || existsSync(`${path}.br`)) return;
  const text = readFileSync(path);
  const small = brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  if (small.length > text.length * WORTH_A_FILE) return;
  writeFileSync(`${path}.gz`, gzipSync(text, { level: 9 }));
  writeFileSync(`${path}.br`, small);
}

function sweep(kept) {
  for (const path of filesUnder(target)) {
    if (!kept.has(path.replace(/\.(br|gz)$/, ""))) rmSync(path);
  }
}

/** Writes the sheets; "sheet/img/people/baker.svg" -> "/static/img/people-ABC.svg#baker", and the files that were written. */
function sheets() {
  const addresses = {};
  const written = SHOWN_MANY_AT_ONCE.map((folder) => {
    const paths = filesUnder(join(ours, folder)).filter((path) => extname(path) === ".svg").sort();
    const { name, text } = sheetOf(folder, paths.map((path) => ({ path, text: readFileSync(path, "utf8") })));
    for (const path of paths) addresses[`sheet/${relative(ours, path)}`] = `/static/${name}#${viewOf(path)}`;
    writeFileSync(join(target, name), text);
    return join(target, name);
  });
  return { addresses, written };
}

const outputs = await bundle();
const { addresses, written } = sheets();
const built = [...Object.keys(outputs).map((name) => join(ours, name)), ...written];
const manifest = join(target, "manifest.json");
built.forEach(compress);
writeFileSync(manifest, `${JSON.stringify({ ...manifestOf(outputs), ...filesOf(outputs), ...addresses }, null, 2)}\n`);
sweep(new Set([...built, manifest]));
