// Takes out of trunk's program what nobody calls: leptos brings wasm-streams along, whose three classes wasm-bindgen exports, and what is
// exported is kept by every optimizer. node scripts/without_streams.mjs GLUE WASM
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [, , glue, wasm] = process.argv;
// What trunk was told to optimize with.
const FLAGS = readFileSync(new URL('../index.html', import.meta.url), 'utf8').match(/data-wasm-opt-params="([^"]+)"/)[1].split(' ');
const FEATURES = FLAGS.filter(flag => flag.startsWith('--enable-'));

const cut = readFileSync(glue, 'utf8')
  .replace(/^export class IntoUnderlying\w+ \{[\s\S]*?^\}\n/gm, '')
  .replace(/^if \(Symbol\.dispose\) IntoUnderlying.*\n/gm, '')
  .replace(/^const IntoUnderlying\w+Finalization = [\s\S]*?;\n/gm, '');
if (cut.includes('IntoUnderlying')) throw new Error(`${glue}: wasm-bindgen writes its classes otherwise now`);
writeFileSync(glue, cut);

// What the glue still names is reached from outside; everything else may go.
const named = [...new Set([...cut.matchAll(/\bwasm\.([\w$]+)/g)].map(found => found[1]))];
const graph = join(tmpdir(), `leadwell-exports-${process.pid}.json`);
writeFileSync(graph, JSON.stringify([{ name: 'glue', root: true, reaches: named }, ...named.map(name => ({ name, export: name }))]));
execFileSync('wasm-metadce', [...FEATURES, `--graph-file=${graph}`, wasm, '-o', wasm], { stdio: ['ignore', 'ignore', 'inherit'] });
blank('entity not found', 'operation successful');
execFileSync('wasm-opt', [...FLAGS, wasm, '-o', wasm]);

// The words of file errors came along too, and no optimizer looks into data: nobody is left to say them.
function blank(first, last) {
  const program = readFileSync(wasm);
  const [start, end] = [program.indexOf(first), program.indexOf(last) + last.length];
  if (start < 0) return;
  if (end - start < first.length || end - start > 1000) throw new Error(`${wasm}: "${first}" does not lead to "${last}" now`);
  writeFileSync(wasm, program.fill(0, start, end));
}
