// Builds scripts, styles and the icon sprite into the folder given.
// scripts/assets.py calls it, gives the other files their hashed names and writes the manifest.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2];
const entries = readdirSync(join(here, "src/js"))
  .filter((name) => /^(ahead|core|public|cashier|lock|portal|sw)\.js$/.test(name))
  .map((name) => join(here, "src/js", name));

async function scripts() {
  const done = await build({
    absWorkingDir: here,
    entryPoints: entries,
    bundle: true,
    splitting: true,
    format: "esm",
    minify: true,
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    outdir: out,
    metafile: true,
    logLevel: "warning",
  });
  const names = {};
  for (const [path, made] of Object.entries(done.metafile.outputs)) {
    names[made.entryPoint ? basename(made.entryPoint) : basename(path)] = basename(path);
  }
  writeFileSync(join(out, "scripts.json"), JSON.stringify(names));
}

function styles() {
  const cli = createRequire(import.meta.url).resolve("@tailwindcss/cli/package.json");
  const program = join(dirname(cli), "dist/index.mjs");
  const words = [program, "-i", "src/css/app.css", "-o", join(out, "app.css"), "--minify"];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, words, { cwd: here, stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.on("data", (text) => { said += text; });
    child.on("close", (status) => (status ? reject(new Error(said)) : resolve()));
  });
}

// Lucide's icons that a template names (`{% icon "gift" %}`, `icon="gift"`), and those in names.txt.
function icons() {
  const lucide = JSON.parse(readFileSync(join(here, "node_modules/@iconify-json/lucide/icons.json")));
  const wanted = new Set(readFileSync(join(here, "src/icons/names.txt"), "utf8").split(/\s+/).filter(Boolean));
  for (const path of pages()) {
    for (const found of readFileSync(path, "utf8").matchAll(/\bicon[ =]"([a-z0-9-]+)"/g)) wanted.add(found[1]);
  }
  const symbols = [...wanted].sort().flatMap((name) => {
    const found = lucide.icons[lucide.aliases?.[name]?.parent ?? name];
    if (!found) console.error(`Lucide has no icon "${name}"`);
    return found ? [`<symbol id="${name}" viewBox="0 0 24 24">${found.body}</symbol>`] : [];
  });
  const sprite = symbols.join("").replaceAll('stroke-width="2"', 'stroke-width="1.75"');
  writeFileSync(join(out, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${sprite}</svg>`);
}

function pages() {
  const interfaces = join(here, "../src/vafa/interfaces");
  return readdirSync(interfaces, { recursive: true })
    .filter((path) => /(\.html|\.py)$/.test(path))
    .map((path) => join(interfaces, path));
}

mkdirSync(out, { recursive: true });
icons();
await Promise.all([scripts(), styles()]);
