// What `scripts/fuzz.sh` found, out of libFuzzer's logs in target/fuzz/.
//
//   node tests/judges/fuzz.mjs [--write] TARGET…     with --write also into docs/security.md

import { readFileSync, readdirSync } from 'node:fs';

import { machine, table, writeInto } from './report.mjs';
import { root } from './tools.mjs';

const targets = process.argv.slice(2).filter(argument => argument !== '--write');
const rows = targets.map(target => {
    const log = readFileSync(`${root}target/fuzz/${target}.log`, 'utf8');
    const [, thrown, seconds] = /Done (\d+) runs in (\d+) second/.exec(log) ?? [];
    if (!thrown) throw new Error(`target/fuzz/${target}.log: libFuzzer did not come to its end`);
    const places = [...log.matchAll(/cov: (\d+)/g)].at(-1)?.[1];
    const crashes = readdirSync(`${root}target/fuzz`).filter(name => name.startsWith(`crash-${target}-`)).length;
    return [target, Number(thrown).toLocaleString('en'), seconds, Number(places).toLocaleString('en'), crashes];
});
const report = [
    `Printed by \`scripts/fuzz.sh\` on ${machine()}.`, '',
    ...table(['target', 'inputs', 'seconds', 'places of the program reached', 'fell'], rows),
];
console.log(report.join('\n'));
if (process.argv.includes('--write')) writeInto('docs/security.md', 'fuzz', report);
