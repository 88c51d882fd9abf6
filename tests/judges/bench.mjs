// `make bench`: how fast demo pages are on a phone, as Lighthouse simulates one, and how long a large campaign takes to build.
// Nothing here is asserted: the figures belong to the machine they were measured on, which the table names.
//
//   node tests/judges/bench.mjs [--write]     with --write also into docs/performance.md

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { demos, root } from './tools.mjs';

const RUNS = 3;
const PAGES = 500;
const leadwell = `${root}target/release/leadwell`;
const temporary = mkdtempSync(join(tmpdir(), 'leadwell-bench-'));

try {
    const report = [
        '# Performance', '', `Printed by \`make bench\` on ${machine()}.`, '',
        ...await pagesOnAPhone(), '', ...buildOfManyPages(),
    ].join('\n');
    console.log(report);
    if (process.argv.includes('--write')) writeFileSync(`${root}docs/performance.md`, `${report}\n`);
} finally {
    rmSync(temporary, { recursive: true, force: true });
}

function machine() {
    const git = (...what) => execFileSync('git', what, { cwd: root, encoding: 'utf8' }).trim();
    const changed = git('status', '--porcelain', '--untracked-files=no') === '' ? '' : ' with changes';
    const hardware = `${availableParallelism()} cores of ${cpus()[0]?.model ?? 'an unknown kind'}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
    return `${new Date().toISOString().slice(0, 10)}, ${hardware}, at commit ${git('rev-parse', '--short', 'HEAD')}${changed}`;
}

async function pagesOnAPhone() {
    const rows = [];
    for (const { name, file } of demos()) {
        say(`Lighthouse on ${name}`);
        const address = `127.0.0.1:${await freePort()}`;
        const folder = finishedBuild(name.replaceAll('/', '-'));
        build(file, folder, '--site-url', `http://${address}`);
        const server = spawn(leadwell, ['serve', folder, '--site-addr', address], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, RUST_LOG: 'off' } });
        try {
            await once(createInterface(server.stdout), 'line');
            const path = JSON.parse(readFileSync(`${folder}/campaign.json`, 'utf8')).pages[0].path;
            const judge = [`${root}tests/judges/lighthouse.mjs`, '--performance', '--runs', `${RUNS}`, `http://${address}${path}`];
            const [{ runs }] = JSON.parse(execFileSync(process.execPath, judge, { encoding: 'utf8' }));
            const figure = (name, digits = 0) => spread(runs.map(run => run.figures[name]), digits);
            rows.push([name, spread(runs.map(run => run.scores.performance)), figure('fcp'), figure('lcp'), figure('tbt'), figure('cls', 3)]);
        } finally {
            server.kill();
        }
    }
    return [
        `## Demo pages on a phone, as Lighthouse simulates one`, '',
        `Median of ${RUNS} runs with an empty cache, least and most in brackets. Slow 4G and a processor four times slower than this machine's.`, '',
        ...table(['demo', 'score', 'first paint, ms', 'largest paint, ms', 'blocked, ms', 'layout shift'], rows),
    ];
}

function buildOfManyPages() {
    const home = `${root}campaigns/demo_request/`;
    const campaign = JSON.parse(readFileSync(`${home}campaign.json`, 'utf8'));
    delete campaign.tests;
    // What the pages name stands beside them.
    cpSync(`${home}pictures`, join(temporary, 'pictures'), { recursive: true });
    const [page] = campaign.pages;
    campaign.pages = [page, ...Array.from({ length: PAGES - 1 }, (_, number) => ({ ...page, path: `/page-${number}` }))];
    const file = join(temporary, 'many-pages.json');
    writeFileSync(file, JSON.stringify(campaign));
    const [fresh, unchanged] = [[], []];
    for (let run = 0; run < RUNS; run += 1) {
        say(`a build of ${PAGES * campaign.site.locales.length} pages, ${run + 1} of ${RUNS}`);
        const folder = finishedBuild(`many-${run}`);
        fresh.push(build(file, folder));
        unchanged.push(build(file, folder));
        rmSync(folder, { recursive: true });
    }
    return [
        `## \`leadwell build\` of ${PAGES} pages in ${campaign.site.locales.length} languages`, '',
        `Wall time, median of ${RUNS} with least and most. The first includes brotli and gzip of every page; the second finds every file as it should be.`, '',
        ...table(['build', 'seconds'], [['of everything', spread(fresh, 1)], ['again, nothing changed', spread(unchanged, 1)]]),
    ];
}

/** A copy of dist/, which a campaign of any kind can be built into. */
function finishedBuild(name) {
    const folder = join(temporary, name);
    cpSync(`${root}dist`, folder, { recursive: true, preserveTimestamps: true });
    return folder;
}

/** Builds, and says how many seconds it took. */
function build(file, folder, ...more) {
    const start = performance.now();
    execFileSync(leadwell, ['build', file, '--out', folder, ...more], { stdio: ['ignore', 'pipe', 'pipe'] });
    return (performance.now() - start) / 1000;
}

function spread(values, digits = 0) {
    const sorted = [...values].sort((one, other) => one - other).map(value => value.toFixed(digits));
    return `${sorted[Math.floor(sorted.length / 2)]} (${sorted[0]} to ${sorted.at(-1)})`;
}

function table(head, rows) {
    const line = cells => `| ${cells.join(' | ')} |`;
    return [line(head), line(head.map((_, column) => (column === 0 ? '---' : '---:'))), ...rows.map(line)];
}

async function freePort() {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address();
    server.close();
    await once(server, 'close');
    return port;
}

function say(what) {
    console.error(`leadwell: ${what}…`);
}
