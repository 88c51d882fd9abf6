// One visit to a page, and what is seen of it: in a fresh profile, on a processor four times slower, over a network slowed down as Lighthouse
// slows it for a phone (DevTools' "slow 4G": 563 ms a round trip, 1.44 Mbit/s).
//
// - Blocked time is counted as Total Blocking Time is, of every task longer than 50 ms the part beyond, but from the beginning: a tag that
//   has the page painted earlier would else be charged for what the page does after that. Long tasks come from the browser's own
//   `longtask` entries.
// - Bytes are what came over the network, heads included.
// - Memory is the heap of JavaScript after its garbage was collected, and the whole of what a wasm has asked for, which no heap counts.

import { setTimeout as pause } from 'node:timers/promises';

export const SLOWDOWN = 4;
const SLOW_4G = { offline: false, latency: 562.5, downloadThroughput: 1.44 * 1024 * 1024 / 8 * 0.9, uploadThroughput: 675 * 1024 / 8 * 0.9 };
/** After its load event a page has this long for what it does later. */
export const SETTLED_MS = 6000;

/** Opens an address, with a script that runs before the page's own; what `read(page, session, bytes)` makes of it. */
export async function visit(driver, url, before, read) {
    const context = await driver.createBrowserContext();
    try {
        const page = await context.newPage();
        const session = await page.createCDPSession();
        let bytes = 0;
        session.on('Network.loadingFinished', ({ encodedDataLength }) => { bytes += encodedDataLength; });
        await session.send('Network.enable');
        await session.send('Network.emulateNetworkConditions', SLOW_4G);
        await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
        await session.send('Emulation.setFocusEmulationEnabled', { enabled: true });
        await page.evaluateOnNewDocument(before);
        await page.goto(url, { waitUntil: 'load', timeout: 60_000 });
        return await read(page, session, () => bytes);
    } finally {
        await context.close();
    }
}

/** What a page that `WATCH` was on has cost: milliseconds, bytes. */
export async function figures(page, session, bytes) {
    await pause(SETTLED_MS);
    const found = await page.evaluate('({ first: __first, largest: __largest, blocked: __long.reduce((sum, { duration }) => sum + duration - 50, 0), shift: __shift })');
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    const ofWasm = await page.evaluate('__memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0)');
    return { ...found, bytes: bytes(), heap: usedSize + ofWasm };
}

/** Runs before the page's own scripts. */
export const WATCH = `(() => {
    window.__long = [], window.__shift = 0;
    const watch = (type, hear) => new PerformanceObserver(list => list.getEntries().forEach(hear)).observe({ type, buffered: true });
    watch('longtask', entry => __long.push(entry));
    watch('layout-shift', entry => { __shift += entry.value; });
    watch('largest-contentful-paint', entry => { window.__largest = entry.startTime; });
    window.__memories = [];
    for (const name of ['instantiate', 'instantiateStreaming']) {
        const real = WebAssembly[name];
        WebAssembly[name] = async (...how) => {
            const made = await real.apply(WebAssembly, how), { exports } = made.instance ?? made;
            __memories.push(...Object.values(exports).filter(one => one instanceof WebAssembly.Memory));
            return made;
        };
    }
    watch('paint', entry => { if (entry.name === 'first-contentful-paint') window.__first = entry.startTime; });
})()`;
