// A published page beside the same page written by hand: how soon it is painted, what it keeps busy, what it weighs, and how soon a form
// that is not filled in says so.
//
// - The page by hand is the published one with our scripts and policy taken out: the same markup, sheets and pictures, compressed as
//   well. Where the question is the form, `error_by_hand.js` is in it besides, inline at its end, as somebody would write it for this one form.
// - Visits are those of `visits.mjs`. The pages take turns, and the one by hand is there twice: what lies between the two is the machine, not us.
// - To the first error: the button is pressed as soon as it is painted and ten times a second after that, as by somebody in a hurry. Before
//   the runtime is there our form is the browser's, which says what is missing in its own words; both are counted.
//
//   node tests/judges/pages.mjs [--runs N]     this alone; `make bench` prints it beside the rest

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { parseArgs } from 'node:util';

import { around, say, spread, table } from './report.mjs';
import { demoRequest, whileServed, writeCampaign } from './site.mjs';
import { chromium, judge } from './tools.mjs';
import { SLOWDOWN, WATCH, figures, visit } from './visits.mjs';

const RUNS = 5;
const WINDOW = { width: 412, height: 823 };
const PAGES = [
    { name: 'by hand', plain: '/plain/', form: '/by-hand/' },
    { name: 'by hand, again', plain: '/plain/', form: '/by-hand/' },
    { name: 'ours', plain: '/', form: '/' },
];

/** The section of a report. */
export async function pages(temporary, runs = RUNS) {
    const campaign = demoRequest();
    // What comes over a page by itself is another measurement.
    for (const key of ['tests', 'popups', 'popup_limits']) delete campaign[key];
    const file = writeCampaign(join(temporary, 'pages'), campaign);
    const rounds = await whileServed(file, join(temporary, 'pages-built'), (origin, folder) => {
        writeByHand(folder);
        return measured(origin, runs);
    });
    const of = (page, figure) => rounds.map(round => round[page][figure]);
    const ratio = (page, figure) => around(middle(of(page, figure)) / middle(of(0, figure)), of(page, figure).map((value, round) => value / of(0, figure)[round]), 2);
    const painted = PAGES.map(({ name }, page) => [
        name, spread(of(page, 'first')), spread(of(page, 'largest')), ratio(page, 'largest'), spread(of(page, 'blocked')), spread(of(page, 'shift'), 4),
        spread(of(page, 'bytes').map(bytes => bytes / 1024), 1), spread(of(page, 'heap').map(bytes => bytes / 2 ** 20), 2),
    ]);
    const told = PAGES.map(({ name }, page) => [name, spread(of(page, 'anyError')), ratio(page, 'anyError'), spread(of(page, 'ownError')), ratio(page, 'ownError')]);
    return [
        '## A page beside the same page by hand', '',
        `A processor ${SLOWDOWN} times slower than this machine's, slow 4G, an empty cache, ${runs} rounds side by side; medians, least and most in brackets. By hand is the same markup without any script. `
        + 'A second time by hand tells how much of a difference is the machine.', '',
        ...table(['page', 'first paint, ms', 'largest paint, ms', 'ratio to by hand', 'blocked, ms', 'layout shift', 'over the network, KB', 'memory, MB'], painted), '',
        'From the start of the navigation to the first error of a form that was sent empty, the button pressed as soon as it is there. The form by hand has its script in the page. '
        + 'Until our runtime is there the form is the browser\'s own, which says what is missing in the browser\'s words.', '',
        ...table(['page', 'any error, ms', 'ratio to by hand', 'in the page\'s own words, ms', 'ratio to by hand'], told),
    ];
}

/** The published page without our scripts and the policy that would refuse another; once as it is, once with a script for its form. */
function writeByHand(folder) {
    const plain = readFileSync(join(folder, 'index.html'), 'utf8')
        .replaceAll(/<script\b(?![^>]*ld\+json)[^>]*>[^]*?<\/script>/g, '')
        .replaceAll(/<link rel="(?:modulepreload|preload)"[^>]*>/g, '')
        .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
    const script = readFileSync(fileURLToPath(new URL('error_by_hand.js', import.meta.url)), 'utf8');
    for (const [name, page] of [['plain', plain], ['by-hand', plain.replace('</body>', () => `<script>${script}</script></body>`)]]) {
        mkdirSync(join(folder, name));
        writeFileSync(join(folder, name, 'index.html'), page);
        writeFileSync(join(folder, name, 'index.html.br'), brotliCompressSync(page));
    }
}

async function measured(origin, runs) {
    const { default: puppeteer } = await judge('puppeteer-core');
    const browser = await chromium('--window-size=1000,1000');
    try {
        const driver = await puppeteer.connect({ browserURL: `http://127.0.0.1:${browser.port}`, defaultViewport: WINDOW });
        const rounds = [];
        for (let round = 0; round < runs; round += 1) {
            say(`a page beside the same by hand, ${round + 1} of ${runs}`);
            const results = [];
            for (let turn = 0; turn < PAGES.length; turn += 1) {
                const index = (round + turn) % PAGES.length, page = PAGES[index];
                results[index] = {
                    ...await visit(driver, origin + page.plain, WATCH, figures),
                    ...await visit(driver, origin + page.form, PRESS, errors),
                };
            }
            rounds.push(results);
        }
        await driver.disconnect();
        return rounds;
    } finally {
        browser.kill();
    }
}

async function errors(page) {
    await page.waitForFunction('window.__ownError', { timeout: 60_000 });
    return page.evaluate('({ anyError: Math.min(window.__anyError ?? Infinity, window.__ownError), ownError: window.__ownError })');
}

/** Presses whatever leads on, once it is painted and ten times a second after that, and looks for words. */
const PRESS = `(() => {
    addEventListener('invalid', () => { window.__anyError ??= performance.now(); }, true);
    let pressed = 0;
    const look = () => {
        const form = document.querySelector('form[data-lw-form]'), now = performance.now();
        const said = [...form?.querySelectorAll('.lw-error') ?? []].some(error => error.checkVisibility() && error.textContent.trim());
        // The task after the frame's own: by then it has been drawn.
        if (said) return setTimeout(() => { window.__ownError ??= performance.now(); });
        const button = [...form?.querySelectorAll('[data-lw-go-on], [data-lw-submit]') ?? []].find(one => one.checkVisibility());
        if (button && performance.getEntriesByName('first-contentful-paint').length && now - pressed > 100) { pressed = now; button.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true })); button.click(); }
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
})()`;

function middle(values) {
    return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const { values: { runs } } = parseArgs({ options: { runs: { type: 'string', default: `${RUNS}` } } });
    const temporary = mkdtempSync(join(tmpdir(), 'leadwell-pages-'));
    try {
        console.log((await pages(temporary, Number(runs))).join('\n'));
    } finally {
        rmSync(temporary, { recursive: true, force: true });
    }
}
