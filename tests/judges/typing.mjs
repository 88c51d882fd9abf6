// How soon a typed letter is on the screen, in a form of ours and in the same form written by hand.
//
// The form by hand is the published page with our scripts taken out and `typing_by_hand.js` put in: the same markup, the same sheets,
// and the few lines somebody would write for this one form. Both are filled in with the same keys at the same moments, and the one by
// hand twice, since how far two equal pages lie apart is how far these figures can be believed.
//
//   node tests/judges/typing.mjs [--runs N]     this alone, in N rounds; `make bench` prints it beside the rest
//
// What is measured, and why that:
//
// - Chromium's Event Timing, read from its trace: from the moment the key reached the browser to the moment the frame was presented,
//   with whatever had to wait for whatever in between. That is the definition of INP. A page's own `PerformanceObserver` is told the
//   same rounded to 8 ms, more than the difference we look for. Listeners with `requestAnimationFrame` would be work at every key,
//   would tell how late they themselves ran, and would not see the frame being drawn; so there is nothing of ours on either page.
// - Keys are sent at moments fixed beforehand, whether or not the page has kept up: those that had to wait for an earlier one tell so.
//   The gaps differ, so that keys fall anywhere between two frames.
// - Only keys that write count, not those that lead from field to field.
// - The pages of a round are filled in side by side, a field on each in changing order, and a ratio is of two pages in one round: what
//   else the machine does meets all of them.
// - The runtime is there before the first key: how soon it comes is another question. What a form loads once somebody is in it has the
//   moment that people take before they write.
// - The slowest two of a hundred letters of one filling in are two or three letters, by chance these or those. So the figure is of the
//   letters of all rounds together, and what single rounds gave stands beside it.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { around, say, table } from './report.mjs';
import { demoRequest, whileServed, writeCampaign } from './site.mjs';
import { chromium, judge } from './tools.mjs';

const RUNS = 5;
const SLOWDOWN = 4;
const PERCENTILE = 98;
// Who types fast: 120 words a minute.
const [LEAST_GAP_MS, MOST_GAP_MS] = [60, 140];
const HELD_MS = 30;
// Before a field is written into: until the page has scrolled there, as people wait for it.
const REST_MS = 400;
// A phone's width, but not its many dots: drawing them takes as long on either page, and would hide what scripts take.
const WINDOW = { width: 412, height: 823 };
// What lies outside the screen is never presented, and a letter there waits for ever.
const SCREEN = '--window-size=1000,1000';

const PAGES = [
    { name: 'by hand', path: '/by-hand/', isLive: false },
    { name: 'by hand, again', path: '/by-hand/', isLive: false },
    { name: 'ours', path: '/', isLive: true },
];

const MESSAGE = 'Lorries wait longest on Monday mornings.';
// Every line goes to a control with Tab, or `back` to it, and there writes a text or presses a key.
const FORMS = [{
    name: 'demo',
    campaign: demoRequest(),
    keys: [
        { to: '[name=email]', write: 'ada.park@northquay-logistics.example' },
        { to: '[name=name]', write: 'Ada Park-Lindqvist' },
        { to: '[name="consent.contact"]', press: 'Space' },
        { to: '[data-lw-go-on]', press: 'Enter' },
        { to: '[name=company]', write: 'Northquay Logistics Ltd' },
        { to: '[name=company_size]', press: 'ArrowDown' },
        { to: '[name=docks]', write: '125' },
        { to: '[name=message]', write: MESSAGE },
    ],
}, {
    name: 'elaborate',
    campaign: elaborate(),
    keys: [
        // Of ours, refused on leaving and mended with the error on the screen.
        { to: '[name=email]', write: 'ada.park@gmail.com' },
        { to: '[name=name]' },
        { back: '[name=email]', write: 'ada.park@northquay-logistics.example' },
        { to: '[name=name]', write: 'Ada Park-Lindqvist' },
        { to: '[name=tel]', write: '010-1234-5678' },
        { to: '[name=firm]', press: 'ArrowDown' },
        { to: '[name=vat]', write: 'KR1234567890' },
        { to: '[data-lw-go-on]', press: 'Enter' },
        { to: '[name=company]', write: 'Northquay Logistics Ltd' },
        { to: '[name=seats]', write: '1250' },
        { to: '[name=years]', write: '5' },
        { to: '[name=budget]', write: '5600000' },
        { to: '[data-lw-go-on]', press: 'Enter' },
        { to: '[name=message]', write: MESSAGE },
        { to: '[name=home_street]', write: '12 Haeundae-ro' },
        { to: '[name=home_city]', write: 'Busan' },
    ],
}];

/** A form with steps, conditions, tokens and a calculated value, in the place of the demo's own. */
function elaborate() {
    const campaign = demoRequest();
    campaign.forms.demo = JSON.parse(readFileSync(beside('elaborate_form.json'), 'utf8'));
    // They speak of the demo's own.
    Object.assign(campaign, { tests: [], scoring: {} });
    return campaign;
}

/** The section of a report. */
export async function typing(temporary, runs = RUNS) {
    const rows = [];
    for (const form of FORMS) {
        const file = writeCampaign(join(temporary, form.name), form.campaign);
        rows.push(...await whileServed(file, join(temporary, `${form.name}-built`), async (origin, folder) => {
            writeByHand(folder);
            return rowsOf(form, await roundsOf(form, origin, runs));
        }));
    }
    return [
        '## From a key to the next paint, while a form is filled in', '',
        `A processor ${SLOWDOWN} times slower than this machine's. ${PERCENTILE}th percentile of the letters of ${runs} fillings in, with the `
        + 'least and the most of a single one, the pages filled in side by side. By hand is the same markup and the same sheets with a few lines of script that '
        + 'do nothing at a key. A second time by hand tells how much of a ratio is the machine.', '',
        ...table(['form', 'page', 'letters', 'to the next paint, ms', 'ratio to by hand', 'in listeners, median, ms'], rows),
    ];
}

async function roundsOf({ name, keys }, origin, runs) {
    // Comes with Lighthouse.
    const { default: puppeteer } = await judge('puppeteer-core');
    const browser = await chromium(SCREEN);
    try {
        const driver = await puppeteer.connect({ browserURL: `http://127.0.0.1:${browser.port}`, defaultViewport: WINDOW });
        const rounds = [];
        for (let round = 0; round < runs; round += 1) {
            say(`typing into the ${name} form, ${round + 1} of ${runs}`);
            rounds.push(await fillIn(driver, origin, keys, round));
        }
        await driver.disconnect();
        return rounds;
    } finally {
        browser.kill();
    }
}

/** Fills all pages in side by side, as visitors who were never there before; gives the letters of each. */
async function fillIn(driver, origin, keys, round) {
    const visits = [];
    try {
        for (const page of PAGES) visits.push(await visit(driver, origin, page));
        const entries = await whileTraced(visits[0].session, async () => {
            for (const [index, line] of keys.entries()) {
                for (let turn = 0; turn < visits.length; turn += 1) await act(visits[(round + index + turn) % visits.length], line);
            }
        });
        return visits.map(({ frame, pressed }) => lettersOf(entries.filter(entry => entry.frame === frame), pressed));
    } finally {
        for (const { context } of visits) await context.close();
    }
}

async function visit(driver, origin, { name, path, isLive }) {
    const context = await driver.createBrowserContext();
    const page = await context.newPage();
    const session = await page.createCDPSession();
    // Each page is in a window of its own, and believes that it has the focus.
    await session.send('Emulation.setFocusEmulationEnabled', { enabled: true });
    await page.goto(origin + path, { waitUntil: 'networkidle0' });
    // The runtime waits for a calm moment, which an idle network is not.
    if (isLive) await page.waitForSelector('form[data-lw-live]');
    else if (await page.$('form[data-lw-live]')) throw new Error(`${name}: the form has our behaviour`);
    // As somebody comes to a form: it is on the screen, and still, before it is used.
    await page.$eval('form[data-lw-form]', form => form.scrollIntoView({ behavior: 'instant' }));
    await pause(REST_MS);
    const { frameTree } = await session.send('Page.getFrameTree');
    return { context, page, session, frame: frameTree.frame.id, pressed: [] };
}

function rowsOf({ name: form }, rounds) {
    const all = PAGES.map((_, page) => rounds.flatMap(letters => letters[page]));
    return PAGES.map(({ name }, page) => {
        const ratios = rounds.map(letters => slowest(letters[page]) / slowest(letters[0]));
        const ratio = page === 0 ? '1' : around(slowest(all[page]) / slowest(all[0]), ratios, 2);
        const toPaint = around(slowest(all[page]), rounds.map(letters => slowest(letters[page])), 1);
        return [form, name, all[page].length, toPaint, ratio, percentile(50, all[page].map(({ inListeners }) => inListeners)).toFixed(1)];
    });
}

function slowest(letters) {
    return percentile(PERCENTILE, letters.map(({ toPaint }) => toPaint));
}

/** The published page without our scripts and the policy that would refuse another. */
function writeByHand(folder) {
    const markup = readFileSync(join(folder, 'index.html'), 'utf8')
        .replaceAll(/<script\b[^>]*>[^]*?<\/script>/g, '')
        .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
    const script = readFileSync(beside('typing_by_hand.js'), 'utf8');
    mkdirSync(join(folder, 'by-hand'));
    writeFileSync(join(folder, 'by-hand/index.html'), markup.replace('</body>', () => `<script>${script}</script></body>`));
}

/** Does what a line of keys says, on a slow processor, and notes of every key that goes down whether it writes. */
async function act({ page, session, pressed }, { to, back, write, press }) {
    const { keyboard } = page;
    const down = (key, writes = false) => {
        pressed.push(writes);
        return keyboard.down(key);
    };
    const strike = async key => {
        await down(key);
        await keyboard.up(key);
    };
    const isAt = selector => page.evaluate(selector => document.activeElement.matches(selector), selector);
    // Slow only in its turn: Chromium slows a page down by keeping a core busy.
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
    if (pressed.length === 0) await page.focus(to);
    for (let tabs = 0; !await isAt(to ?? back); tabs += 1) {
        if (tabs === 20) throw new Error(`Tab does not lead to ${to ?? back}`);
        if (back) await down('Shift');
        await strike('Tab');
        if (back) await keyboard.up('Shift');
    }
    await pause(REST_MS);
    if (press) await strike(press);
    if (write) await type(write, letter => down(letter, true), letter => keyboard.up(letter));
    const written = await page.evaluate(() => document.activeElement.value);
    if (write && written !== write) throw new Error(`"${write}" was typed and "${written}" is there`);
    await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
}

/** Sends every letter at its moment, and waits for the page only at the end. */
async function type(text, down, up) {
    const sent = [];
    let next = performance.now();
    for (const [index, letter] of [...text].entries()) {
        sent.push(down(letter));
        await pause(HELD_MS);
        sent.push(up(letter));
        // Steps of the golden ratio leave no gap of the range out for long.
        next += LEAST_GAP_MS + (MOST_GAP_MS - LEAST_GAP_MS) * ((index * 0.618034) % 1);
        await pause(Math.max(0, next - performance.now()));
    }
    await Promise.all(sent);
}

/** What Event Timing has to say of the time in which `work` is done. */
async function whileTraced(session, work) {
    const entries = [];
    session.on('Tracing.dataCollected', ({ value }) => {
        entries.push(...value.filter(({ name, ph }) => name === 'EventTiming' && ph === 'b').map(({ args }) => args.data));
    });
    await session.send('Tracing.start', { traceConfig: { includedCategories: ['devtools.timeline'] }, transferMode: 'ReportEvents' });
    await work();
    const complete = new Promise(resolve => session.once('Tracing.tracingComplete', resolve));
    await session.send('Tracing.end');
    await complete;
    return entries;
}

/** A letter is a `keydown` and a `keypress` of one moment; during the second it is written and the page is told. */
function lettersOf(entries, pressed) {
    const downs = entries.filter(({ type }) => type === 'keydown').sort((one, other) => one.timeStamp - other.timeStamp);
    if (downs.length !== pressed.length) throw new Error(`${pressed.length} keys were pressed and ${downs.length} traced`);
    return downs.filter((_, index) => pressed[index]).map(({ timeStamp }) => {
        const parts = entries.filter(({ type, timeStamp: at }) => at === timeStamp && (type === 'keydown' || type === 'keypress'));
        return {
            toPaint: Math.max(...parts.map(({ duration }) => duration)),
            inListeners: parts.reduce((sum, { processingStart, processingEnd }) => sum + processingEnd - processingStart, 0),
        };
    });
}

/** The least value that so many percent do not exceed. */
function percentile(percent, values) {
    return [...values].sort((one, other) => one - other)[Math.ceil(values.length * percent / 100) - 1];
}

function beside(name) {
    return fileURLToPath(new URL(name, import.meta.url));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const { values: { runs } } = parseArgs({ options: { runs: { type: 'string', default: `${RUNS}` } } });
    const temporary = mkdtempSync(join(tmpdir(), 'leadwell-typing-'));
    try {
        console.log((await typing(temporary, Number(runs))).join('\n'));
    } finally {
        rmSync(temporary, { recursive: true, force: true });
    }
}
