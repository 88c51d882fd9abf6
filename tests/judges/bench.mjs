// `make bench`: how fast demo pages are on a phone, as Lighthouse simulates one and beside the same by hand, how soon typed letters are on the
// screen, what the tag and a popup cost, how fast scoring is, how many leads a second the inbox takes, and how long a large campaign takes
// to build.
// Nothing here is asserted: the figures belong to the machine they were measured on, which the table names.
//
//   node tests/judges/bench.mjs [--write]     with --write also into docs/performance.md

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { machine, say, spread, table } from './report.mjs';
import { inbox } from './inbox.mjs';
import { pages } from './pages.mjs';
import { popups } from './popups.mjs';
import { build, demoRequest, finishedBuild, whileServed, writeCampaign } from './site.mjs';
import { demos, root } from './tools.mjs';
import { scoring } from './scoring.mjs';
import { typing } from './typing.mjs';

const RUNS = 3;
const PAGES = 500;
const temporary = mkdtempSync(join(tmpdir(), 'leadwell-bench-'));

try {
    const report = [
        '# Performance', '', `Printed by \`make bench\` on ${machine()}.`, '',
        ...await pagesOnAPhone(), '', ...await pages(join(temporary, 'pages')), '', ...await typing(join(temporary, 'typing')), '', ...await popups(join(temporary, 'popups')), '', ...await scoring(join(temporary, 'scoring')), '',
        ...await inbox(join(temporary, 'inbox')), '', ...buildOfManyPages(),
    ].join('\n');
    console.log(report);
    if (process.argv.includes('--write')) writeFileSync(`${root}docs/performance.md`, `${report}\n`);
} finally {
    rmSync(temporary, { recursive: true, force: true });
}

async function pagesOnAPhone() {
    const rows = [];
    for (const { name, file } of demos()) {
        say(`Lighthouse on ${name}`);
        const { runs } = await whileServed(file, join(temporary, name.replaceAll('/', '-')), async (origin, folder) => {
            const path = JSON.parse(readFileSync(`${folder}/campaign.json`, 'utf8')).pages[0].path;
            const judge = [`${root}tests/judges/lighthouse.mjs`, '--performance', '--runs', `${RUNS}`, origin + path];
            return JSON.parse(execFileSync(process.execPath, judge, { encoding: 'utf8' }))[0];
        });
        const figure = (name, digits = 0) => spread(runs.map(run => run.figures[name]), digits);
        rows.push([name, spread(runs.map(run => run.scores.performance)), figure('fcp'), figure('lcp'), figure('tbt'), figure('cls', 3)]);
    }
    return [
        `## Demo pages on a phone, as Lighthouse simulates one`, '',
        `Median of ${RUNS} runs with an empty cache, least and most in brackets. Slow 4G and a processor four times slower than this machine's.`, '',
        ...table(['demo', 'score', 'first paint, ms', 'largest paint, ms', 'blocked, ms', 'layout shift'], rows),
    ];
}

function buildOfManyPages() {
    const campaign = demoRequest();
    delete campaign.tests;
    const [page] = campaign.pages;
    campaign.pages = [page, ...Array.from({ length: PAGES - 1 }, (_, number) => ({ ...page, path: `/page-${number}` }))];
    const file = writeCampaign(join(temporary, 'many-pages'), campaign);
    const [fresh, unchanged] = [[], []];
    for (let run = 0; run < RUNS; run += 1) {
        say(`a build of ${PAGES * campaign.site.locales.length} pages, ${run + 1} of ${RUNS}`);
        const folder = finishedBuild(join(temporary, `many-${run}`));
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
