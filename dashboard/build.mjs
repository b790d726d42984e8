// Builds the page into the directory that is named: node build.mjs OUT. Names hold a hash of what is in the file, so that browsers may keep it
// for good; each file is there as .br and .gz only, which is what is served.
import { build } from "esbuild";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const source = join(dirname(fileURLToPath(import.meta.url)), "src");
const out = process.argv[2];
if (!out) {
  console.error("usage: node build.mjs OUT");
  process.exit(2);
}

// Below es2022 esbuild changes xterm.js so that its answer to DECRQM fails, and full-screen programs hang.
const result = await build({
  entryPoints: [join(source, "app.tsx")],
  outdir: out,
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  jsx: "automatic",
  jsxImportSource: "preact",
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".svg": "file" },
  metafile: true,
  write: false,
  logLevel: "warning",
});

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const entry = Object.entries(result.metafile.outputs).find(([, output]) => output.entryPoint?.endsWith("app.tsx"));
const files = new Map(result.outputFiles.map((file) => [basename(file.path), Buffer.from(file.contents)]));
files.set("icon.svg", readFileSync(join(source, "icon.svg")));
const page = readFileSync(join(source, "index.html"), "utf8")
  .replaceAll("{{script}}", basename(entry[0]))
  .replaceAll("{{style}}", basename(entry[1].cssBundle));
writeFileSync(join(out, "index.html"), page);
for (const [name, bytes] of files) {
  writeFileSync(join(out, `${name}.gz`), gzipSync(bytes, { level: 9 }));
  writeFileSync(join(out, `${name}.br`), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
}
