// How fast scoring is: natively by benches/scoring.rs and by `leadwell replay`, and on a page of Chromium with its processor slowed down.
//
//   node tests/judges/scoring.mjs     this alone; `make bench` prints it beside the rest

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { say, spread, table } from './report.mjs';
import { withAndWithout } from './share.mjs';
import { demoRequest, whileServed, writeCampaign } from './site.mjs';
import { chromium, judge, root } from './tools.mjs';

const RUNS = 5;
const RULES = 200;
const EVENTS = 100;
const SLOWDOWN = 4;

/** The section of a report. */
export async function scoring(temporary) {
    mkdirSync(temporary, { recursive: true });
    say('scoring, natively');
    const bench = ['bench', '--quiet', '--features', 'native', '--bench', 'scoring', '--', temporary];
    const native = JSON.parse(execFileSync('cargo', bench, { cwd: root, encoding: 'utf8' }).trim().split('\n').at(-1));
    const replays = Array.from({ length: RUNS }, (_, run) => replay(temporary, native.leads, run));
    const onPages = await events(join(temporary, 'events'));
    const figure = ([median, least, most], digits) => `${median.toFixed(digits)} (${least.toFixed(digits)} to ${most.toFixed(digits)})`;
    const leads = native.leads.toLocaleString('en');
    return [
        '## Scoring', '',
        `A campaign of ${RULES} rules. Natively: a visitor of 50 page views does one thing more; median, with the tenth and the ninetieth of a hundred. `
        + `Replay: wall time of the command, reading and telling included, on leads of a campaign of 20 rules; median of ${RUNS}. In Chromium: a processor ${SLOWDOWN} `
        + 'times slower than this machine\'s, the time on the page\'s own thread of one `leadwell("track", …)` that rules count, with everything that follows: '
        + `judged anew, stored, told to the page; median of ${RUNS} pages of ${EVENTS} such calls each.`, '',
        ...table(['what', 'time'], [
            [`one event entered by ${RULES} rules, natively, µs`, figure(native.entered_us, 2)],
            ['the same, and everything judged anew, µs', figure(native.judged_us, 1)],
            [`replay of ${leads} leads, s`, spread(replays, 2)],
            ['one event on a page, ms', spread(onPages, 2)],
        ]), '',
        ...weights(join(temporary, 'weights')),
    ];
}

/** What scoring adds to the runtime. */
function weights(folder) {
    say('the runtime with scoring and without');
    const { whole, without } = withAndWithout('unscored', folder);
    const row = (what, [raw, small]) => [what, (raw / 1024).toFixed(1), (small / 1024).toFixed(1)];
    return [
        'What scoring adds to the runtime, the conditions that only scoring reads included, KB:', '',
        ...table(['runtime', 'raw', 'brotli'], [row('as it is', whole), row('without scoring', without), row('scoring', [whole[0] - without[0], whole[1] - without[1]])]),
    ];
}

function replay(folder, leads, run) {
    say(`replay, ${run + 1} of ${RUNS}`);
    const began = performance.now();
    const what = ['replay', '--campaign', join(folder, 'campaign.json'), join(folder, 'leads.ndjson')];
    const { stderr } = spawnSync(`${root}target/release/leadwell`, what, { encoding: 'utf8' });
    const took = (performance.now() - began) / 1000;
    // All of them follow from their evidence, or something else than scoring was measured.
    if (!stderr.includes(`${leads} match`) || stderr.includes('mismatch')) throw new Error(`not all leads replay: ${stderr}`);
    return took;
}

async function events(folder) {
    const campaign = demoRequest();
    // They speak of the demo's own.
    delete campaign.tests;
    const rule = number => ({ id: `rule_${number}`, on: `event_${number % 20}`, points: 1, limit: { times: 20, per: '30 days' } });
    campaign.scoring = {
        dimensions: { engagement: { max: 1000, rules: Array.from({ length: RULES }, (_, number) => rule(number)) } },
        stages: [{ id: 'interest', when: { 'score.engagement': { $gte: 15 } } }],
    };
    return whileServed(writeCampaign(folder, campaign), join(folder, 'site'), async origin => {
        // Comes with Lighthouse.
        const { default: puppeteer } = await judge('puppeteer-core');
        const browser = await chromium();
        try {
            const driver = await puppeteer.connect({ browserURL: `http://127.0.0.1:${browser.port}` });
            const took = [];
            for (let run = 0; run < RUNS; run += 1) {
                say(`events on a page, ${run + 1} of ${RUNS}`);
                took.push(await onAPage(driver, `${origin}/`));
            }
            await driver.disconnect();
            return took;
        } finally {
            browser.kill();
        }
    });
}

/** The median of the calls on one page of a visitor who was never there before, in milliseconds. */
async function onAPage(driver, url) {
    const context = await driver.createBrowserContext();
    try {
        const page = await context.newPage();
        await page.goto(url, { waitUntil: 'networkidle0' });
        await page.waitForSelector('form[data-lw-live]');
        const session = await page.createCDPSession();
        await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
        return await page.evaluate(async events => {
            const took = [];
            for (let event = 0; event < events; event += 1) {
                const began = performance.now();
                window.leadwell('track', `event_${event % 20}`);
                took.push(performance.now() - began);
                await new Promise(done => setTimeout(done, 20));
            }
            return took.sort((one, other) => one - other)[took.length >> 1];
        }, EVENTS);
    } finally {
        await context.close();
    }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const temporary = mkdtempSync(join(tmpdir(), 'leadwell-scoring-'));
    try {
        console.log((await scoring(temporary)).join('\n'));
    } finally {
        rmSync(temporary, { recursive: true, force: true });
    }
}
