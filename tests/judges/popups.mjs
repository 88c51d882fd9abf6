// What the tag costs a heavy page of somebody else's, and how soon a popup's field is there: beside the same page without the tag, and
// beside a popup written by hand.
//
// - The page has more than 3,000 nodes and a script of its own. Visits are those of `visits.mjs`, the pages side by side in changing order.
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
import { SETTLED_MS, SLOWDOWN, WATCH, figures, visit } from './visits.mjs';

const RUNS = 5;
const RESTS_MS = 300;
const NODES = 3500;
const PAGES = ['bare', 'bare, again', 'by hand', 'by hand, again', 'ours'];

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
    const costs = PAGES.map((page, index) => [
        page, spread(of(index, 'first')), spread(of(index, 'largest')), spread(of(index, 'blocked')), spread(of(index, 'shift'), 4),
        spread(of(index, 'bytes').map(bytes => bytes / 1024), 1), spread(of(index, 'heap').map(bytes => bytes / 2 ** 20), 2),
    ]);
    const opens = PAGES.map((page, index) => [page, of(index, 'opened')]).filter(([, opened]) => opened.length).map(([page, opened]) => {
        const byHand = of(PAGES.indexOf('by hand'), 'opened');
        return [page, spread(opened, 1), around(middle(opened) / middle(byHand), opened.map((value, round) => value / byHand[round]), 2)];
    });
    return [
        `## The tag on a heavy page of somebody else's, and a popup beside one by hand`, '',
        `A page of ${rounds[0][0].nodes} nodes, a processor ${SLOWDOWN} times slower than this machine's, slow 4G, an empty cache, ${runs} rounds side by side; medians, least and most in brackets. `
        + 'A second time bare, and a second time by hand, tells how much of a difference is the machine.', '',
        ...table(['page', 'first paint, ms', 'largest paint, ms', 'blocked, ms', 'layout shift', 'over the network, KB', 'memory, MB'], costs), '',
        'From a click to the first frame that shows the popup\'s field, on a second visit:', '',
        ...table(['popup', 'click to field, ms', 'ratio to by hand'], opens),
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
                results[index] = await seen(driver, `http://127.0.0.1:${host.address().port}/${PAGES[index].replace(', again', '').replace(' ', '-')}`);
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

function seen(driver, url) {
    return visit(driver, url, WATCH + CLICKS, async (page, session, bytes) => {
        const costs = { ...await figures(page, session, bytes), nodes: await page.evaluate('document.querySelectorAll("*").length') };
        if (url.endsWith('/bare')) return { ...costs, opened: null };
        // Once for the browser to have seen every file, and once to be measured.
        await opened(page);
        await page.reload({ waitUntil: 'load' });
        await pause(SETTLED_MS);
        return { ...costs, opened: await opened(page) };
    });
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
const CLICKS = `;(() => {
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
