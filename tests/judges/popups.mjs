// What the tag costs a heavy page of somebody else's, and how soon a popup's field is there: beside the same page without the tag, and
// beside a popup written by hand.
//
// - The page has more than 3,000 nodes and a script of its own. It is opened on a processor four times slower, the three side by side in
//   changing order, and every round begins in a fresh profile.
// - Blocked time is counted as Total Blocking Time is, of every task longer than 50 ms the part beyond, but from the beginning: a tag that
//   has the page painted earlier would else be charged for what the page does after that. Long tasks come from the browser's own
//   `longtask` entries.
// - Trigger to field: from the click's own time stamp to the first frame in which the field can be seen, on a second visit, when files are
//   in the browser's cache. The pointer rests on the button for a third of a second before it presses. The popup by hand asks the same, is
//   in the page from the start and is only shown; nothing is fetched for it.
//
//   node tests/judges/popups.mjs [--runs N]     this alone; `make bench` prints it beside the rest

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { around, say, spread, table } from './report.mjs';
import { demoRequest, whileServed, writeCampaign } from './site.mjs';
import { chromium, judge } from './tools.mjs';

const RUNS = 5;
const SLOWDOWN = 4;
const SETTLED_MS = 6000;
const RESTS_MS = 300;
const NODES = 3500;
const PAGES = ['bare', 'bare, again', 'by hand', 'ours'];

/** The section of a report. */
export async function popups(temporary, runs = RUNS) {
    const campaign = demoRequest();
    delete campaign.tests;
    campaign.forms.offer = { steps: [{ fields: [{ kind: 'email', name: 'email', label: 'Work e-mail', required: true }] }], submit: 'Send' };
    campaign.popups = [{ id: 'offer', kind: 'modal', title: 'Before you go', form: 'offer', trigger: { on: 'never_tracked' } }];
    const file = writeCampaign(join(temporary, 'popups'), campaign);
    const rounds = await whileServed(file, join(temporary, 'popups-built'), origin => measured(origin, runs));
    const of = (page, figure) => rounds.map(round => round[page][figure]).filter(value => value !== null);
    const middle = values => [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];
    const rows = PAGES.map((page, index) => {
        const opened = of(index, 'opened'), byHand = of(2, 'opened');
        const ratio = opened.length ? around(middle(opened) / middle(byHand), opened.map((value, round) => value / byHand[round]), 2) : '';
        return [page, spread(of(index, 'blocked')), spread(of(index, 'shift'), 4), opened.length ? spread(opened, 1) : '', ratio];
    });
    return [
        `## The tag on a heavy page of somebody else's, and a popup beside one by hand`, '',
        `A page of ${rounds[0][0].nodes} nodes, a processor ${SLOWDOWN} times slower than this machine's, ${runs} rounds side by side; medians, least and most in brackets. `
        + 'A second time bare tells how much of a difference is the machine.', '',
        ...table(['page', 'blocked, ms', 'layout shift', 'click to field, ms', 'ratio to by hand'], rows),
    ];
}

async function measured(origin, runs) {
    const host = createServer((request, answer) => {
        answer.setHeader('content-type', 'text/html; charset=utf-8');
        answer.end(html(new URL(request.url, origin).pathname.slice(1), origin));
    }).listen(0, '127.0.0.1');
    await once(host, 'listening');
    const { default: puppeteer } = await judge('puppeteer-core');
    const browser = await chromium('--window-size=1280,900');
    try {
        const driver = await puppeteer.connect({ browserURL: `http://127.0.0.1:${browser.port}`, defaultViewport: { width: 1280, height: 900 } });
        const rounds = [];
        for (let round = 0; round < runs; round += 1) {
            say(`a heavy page with and without the tag, ${round + 1} of ${runs}`);
            const results = [];
            for (let turn = 0; turn < PAGES.length; turn += 1) {
                const index = (round + turn) % PAGES.length;
                results[index] = await visit(driver, `http://127.0.0.1:${host.address().port}/${PAGES[index].replace(/\W+/g, '-')}`, PAGES[index]);
            }
            rounds.push(results);
        }
        await driver.disconnect();
        return rounds;
    } finally {
        browser.kill();
        host.close();
    }
}

async function visit(driver, url, name) {
    const context = await driver.createBrowserContext();
    try {
        const page = await context.newPage();
        const session = await page.createCDPSession();
        await session.send('Emulation.setFocusEmulationEnabled', { enabled: true });
        await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
        await page.evaluateOnNewDocument(WATCH);
        await page.goto(url, { waitUntil: 'load' });
        await pause(SETTLED_MS);
        const { blocked, shift, nodes } = await page.evaluate('({ blocked: __blocked(), shift: __shift, nodes: document.querySelectorAll("*").length })');
        if (name.startsWith('bare')) return { blocked, shift, nodes, opened: null };
        // Once for the browser to have seen every file, and once to be measured.
        await opened(page);
        await page.reload({ waitUntil: 'load' });
        await pause(SETTLED_MS);
        return { blocked, shift, nodes, opened: await opened(page) };
    } finally {
        await context.close();
    }
}

/** Presses the button; milliseconds until the field can be seen. */
async function opened(page) {
    // As people do: the pointer comes from elsewhere, and rests before it presses.
    await page.mouse.move(640, 600);
    await page.hover('#opener');
    await pause(RESTS_MS);
    await page.click('#opener');
    return page.evaluate('__opened');
}

/** Runs before the page's own scripts. */
export const WATCH = `(() => {
    const long = [];
    window.__shift = 0;
    new PerformanceObserver(list => long.push(...list.getEntries())).observe({ type: 'longtask', buffered: true });
    new PerformanceObserver(list => { for (const entry of list.getEntries()) __shift += entry.value; }).observe({ type: 'layout-shift', buffered: true });
    window.__blocked = () => {
        return long.reduce((sum, { duration }) => sum + duration - 50, 0);
    };
    // Heard before anybody else hears of it: what others do once the frame is drawn does not count.
    addEventListener('click', ({ timeStamp }) => {
        window.__opened = new Promise(resolve => {
            const look = () => {
                const roots = [document, ...[...document.querySelectorAll('leadwell-root')].map(host => host.shadowRoot)];
                const field = roots.map(root => root.querySelector('[name=email]')).find(found => found?.checkVisibility());
                // The task after the frame's own: by then it has been drawn.
                if (field) setTimeout(() => resolve(performance.now() - timeStamp));
                else requestAnimationFrame(look);
            };
            requestAnimationFrame(look);
        });
    }, { capture: true });
})()`;

/** Somebody else's page: a long list with styles, and a script of its own. */
export function html(kind, origin) {
    const items = Array.from({ length: NODES / 5 }, (_, number) => `<li><h3>Entry ${number}</h3><p>Words about it, <b>some</b> of them bold.</p><span>${number}</span></li>`);
    const own = kind === 'ours' ? `<script async src="${origin}/leadwell.js"></script>` : '';
    const byHand = kind === 'by-hand' ? `<script>${readFileSync(fileURLToPath(new URL('popup_by_hand.js', import.meta.url)), 'utf8')}</script>` : '';
    return `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>A heavy page</title>${own}
        <style>body { font: 16px/1.5 sans-serif; margin: 2em } li { display: grid; grid-template-columns: 1fr 2fr auto; gap: 1em; border-bottom: 1px solid #ddd }</style>
        <button id="opener" data-leadwell-open="offer" type="button">The offer</button><ul>${items.join('')}</ul>
        <script>for (const entry of document.querySelectorAll('h3')) entry.dataset.words = entry.textContent.split(' ').length;</script>${byHand}</html>`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const { values: { runs } } = parseArgs({ options: { runs: { type: 'string', default: `${RUNS}` } } });
    const temporary = mkdtempSync(join(tmpdir(), 'leadwell-popups-'));
    try {
        console.log((await popups(temporary, Number(runs))).join('\n'));
    } finally {
        rmSync(temporary, { recursive: true, force: true });
    }
}
