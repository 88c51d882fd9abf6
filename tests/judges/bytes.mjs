// Where the bytes of what visitors download go, out of what `scripts/bytes.sh` has built.
//
//   node tests/judges/bytes.mjs [--write]     with --write also into docs/bytes.md, and a line into its history

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

import { machine, table, writeInto } from './report.mjs';
import { root } from './tools.mjs';

const LARGEST = 10;
const NAMED = 'target/weighed/named/';
const kb = bytes => (bytes / 1024).toFixed(1);

// Without the hashes that tell two versions of a crate apart.
const functions = JSON.parse(readFileSync(`${root}${NAMED}functions.json`, 'utf8').replaceAll(/\[[0-9a-f]{8,16}\](?=::)/g, ''))
    .filter(({ name }) => !/^"?function names"?|custom section/.test(name));
const sizes = execFileSync(`${root}target/release/leadwell`, ['sizes', `${root}dist`], { encoding: 'utf8' });
const report = [`Printed by \`scripts/bytes.sh\` on ${machine()}.`, '', ...artefacts(), '', ...rooms(), '', ...largest()];
console.log(report.join('\n'));
if (process.argv.includes('--write')) {
    writeInto('docs/bytes.md', 'bytes', report);
    addToHistory();
}

/** The table that `make dist` prints. */
function artefacts() {
    const rows = lines().map(([what, raw, brotli, budget]) => [what, raw, brotli, budget ?? '']);
    return ['## By artefact', '', 'Bytes, compressed by brotli at its best; budgets in KB of 1024 bytes, all of them in `src/publish/weights.rs`.', '',
        ...table(['artefact', 'raw', 'brotli', 'budget'], rows)];
}

function lines() {
    return sizes.split('\n').slice(1).map(line => /^(.*?)\s{2,}([\d.]+(?: \w+)?)\s{2,}([\d.]+(?: \w+)?)(?:\s{2,}(.+))?$/.exec(line)?.slice(1).map(part => part?.trim())).filter(Boolean);
}

function rooms() {
    const sums = new Map();
    for (const { name, shallow_size: size } of functions) sums.set(roomOf(name), (sums.get(roomOf(name)) ?? 0) + size);
    const whole = [...sums.values()].reduce((sum, size) => sum + size, 0);
    const rows = [...sums].sort((one, other) => other[1] - one[1]).map(([room, size]) => [room, kb(size), `${(100 * size / whole).toFixed(1)} %`]);
    return ['## The runtime by room', '', 'Before compression, with whatever the optimizer has put into a function counted where that function is.', '',
        ...table(['room', 'KB', 'share'], [...rows, ['all of it', kb(whole), '']])];
}

/** `src/ROOM/`, somebody else's crate, or a part of the file that is no function. */
function roomOf(name) {
    if (/^data|^"?data/.test(name)) return 'texts and tables';
    const ours = /\bleadwell::(\w+)/.exec(name);
    if (ours) return `\`src/${ours[1]}\``;
    if (/^(?:type|import|export|table|memory|element|elem|global|code|wasm magic|start|func\[)/.test(name)) return 'the file\'s own';
    const crate = /^<*(?:&|mut |dyn |\[)*(\w+)(?:\[[0-9a-f]+\])?::/.exec(name)?.[1];
    return crate && ['core', 'alloc', 'std', 'compiler_builtins'].includes(crate) ? 'the standard library' : crate ?? 'others';
}

function largest() {
    const isFunction = ({ name }) => name.includes('::') || /^[a-z_]\w+$/.test(name);
    const rows = functions.filter(isFunction).sort((one, other) => other.shallow_size - one.shallow_size).slice(0, LARGEST);
    return [`## The ${LARGEST} largest functions`, '', 'Before compression.', '',
        ...table(['function', 'KB'], rows.map(({ name, shallow_size: size }) => [`\`${name.replace(/::h[0-9a-f]{16}$/, '')}\``, kb(size)]))];
}

/** One line a version, the newest first; a version that is not out yet has its line written anew. */
function addToHistory() {
    const { version } = JSON.parse(execFileSync('cargo', ['metadata', '--no-deps', '--format-version', '1'], { cwd: root, encoding: 'utf8' })).packages[0];
    const of = start => lines().find(([what]) => what.startsWith(start))?.[2] ?? '';
    const line = `| ${[version, new Date().toISOString().slice(0, 10), of('page view'), of('with a form'), of('with a popup'), of('single-page app'), of('prerendered page'), of('loader')].join(' | ')} |`;
    const text = readFileSync(`${root}docs/bytes.md`, 'utf8');
    const head = /\| --- \|(?: ---: \|)+\n/g, history = text.indexOf('## History');
    head.lastIndex = history;
    const { 0: rule, index } = head.exec(text);
    const [before, after] = [text.slice(0, index + rule.length), text.slice(index + rule.length)];
    writeFileSync(`${root}docs/bytes.md`, before + line + '\n' + after.split('\n').filter(other => !other.startsWith(`| ${version} |`)).join('\n'));
}
