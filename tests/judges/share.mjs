// What a part of the runtime weighs: it is built and optimized as it is published, once more without the part, and both are compressed. (The
// names of imports, which `leadwell build` shortens, are long in both.)
//
//   node tests/judges/share.mjs undelivered     one line, for `make dist`; kept in target/ until the runtime's sources change

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

import { root } from './tools.mjs';

/** Bytes as `[raw, brotli]` of the runtime as it is, and without what the feature leaves out. */
export function withAndWithout(feature, folder) {
    mkdirSync(folder, { recursive: true });
    execFileSync(`${root}scripts/without.sh`, [folder, feature], { stdio: ['ignore', 'ignore', 'inherit'] });
    const size = name => {
        const program = readFileSync(join(folder, name));
        return [program.length, brotliCompressSync(program, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: program.length } }).length];
    };
    return { whole: size('with.wasm'), without: size('without.wasm') };
}

/** The same, worked out anew only where something has changed of which a runtime is made. */
function known(feature) {
    const file = `${root}target/weighed/${feature}.json`;
    const made = madeOf();
    const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
    if (kept.made === made) return kept;
    const temporary = mkdtempSync(join(tmpdir(), 'leadwell-share-'));
    try {
        const found = { made, ...withAndWithout(feature, temporary) };
        mkdirSync(`${root}target/weighed`, { recursive: true });
        writeFileSync(file, JSON.stringify(found));
        return found;
    } finally {
        rmSync(temporary, { recursive: true, force: true });
    }
}

function madeOf() {
    const hash = createHash('sha256');
    const take = path => {
        if (statSync(path).isDirectory()) readdirSync(path).sort().forEach(name => take(join(path, name)));
        else if (/\.(rs|toml|lock|html|sh)$/.test(path)) hash.update(path).update(readFileSync(path));
    };
    ['src', 'scripts', 'Cargo.toml', 'Cargo.lock', 'index.html'].forEach(name => take(root + name));
    return hash.digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const { whole, without } = known(process.argv[2]);
    const kb = bytes => `${(bytes / 1024).toFixed(2)} KB`;
    console.log(`delivery's share of the runtime: ${kb(whole[0] - without[0])} raw, ${kb(whole[1] - without[1])} brotli -11`);
}
