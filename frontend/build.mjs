// Bundle what the browser gets: node build.mjs FONTS_DIR OUT_DIR
// File names carry a digest of their content; OUT_DIR/files.json tells which name became which.
import { build } from 'esbuild';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { outlines } from './outlines.mjs';

const [fonts, out] = process.argv.slice(2).map((folder) => resolve(folder));
const here = import.meta.dirname;

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: ['src/site.css', 'src/query.css', 'src/suggest.js', 'src/icon.svg'],
  bundle: true,
  minify: true,
  format: 'esm',
  target: ['es2022', 'chrome123', 'firefox120', 'safari17.5'],
  outdir: out,
  entryNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  loader: { '.svg': 'copy', '.woff2': 'file' },
  alias: { fonts },
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
});
const files = {};
for (const [file, { entryPoint, inputs }] of Object.entries(metafile.outputs)) {
  files[basename(entryPoint ?? Object.keys(inputs)[0])] = basename(file);
}
writeFileSync(join(out, 'files.json'), JSON.stringify(files));
writeFileSync(join(out, 'outlines.json'), JSON.stringify(outlines()));
