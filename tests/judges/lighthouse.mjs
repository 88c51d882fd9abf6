// Lighthouse on pages that are being served, as on a phone (its default), all in one Chromium with an empty cache for each run.
//
//   node tests/judges/lighthouse.mjs URL…                        scores of accessibility, best practices and SEO, once
//   node tests/judges/lighthouse.mjs --performance --runs 3 URL… the performance score and its figures, three times
//
// Prints one JSON list: `{ url, runs: [{ scores, figures, failed }] }`, where `failed` names every audit below its best.

import { parseArgs } from 'node:util';

import { chromium, judge } from './tools.mjs';

const FIGURES = { fcp: 'first-contentful-paint', lcp: 'largest-contentful-paint', tbt: 'total-blocking-time', cls: 'cumulative-layout-shift' };

const { values: options, positionals: urls } = parseArgs({
    allowPositionals: true,
    options: { performance: { type: 'boolean', default: false }, runs: { type: 'string', default: '1' } },
});
const onlyCategories = options.performance ? ['performance'] : ['accessibility', 'best-practices', 'seo'];

const { default: lighthouse } = await judge('lighthouse');

const chrome = await chromium();
try {
    const results = [];
    for (const url of urls) {
        const runs = [];
        for (let run = 0; run < Number(options.runs); run += 1) runs.push(await measure(url));
        results.push({ url, runs });
    }
    console.log(JSON.stringify(results));
} finally {
    chrome.kill();
}

async function measure(url) {
    const { lhr } = await lighthouse(url, { port: chrome.port, onlyCategories, logLevel: 'error' });
    if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
    const scores = Object.fromEntries(Object.values(lhr.categories).map(({ id, score }) => [id, Math.round(score * 100)]));
    const figures = Object.fromEntries(Object.entries(FIGURES).map(([name, id]) => [name, lhr.audits[id]?.numericValue ?? null]));
    return { scores, figures, failed: Object.values(lhr.categories).flatMap(category => failed(category, lhr.audits)) };
}

function failed({ id: category, auditRefs }, audits) {
    const counted = auditRefs.filter(({ weight }) => weight > 0).map(({ id }) => audits[id]);
    return counted.filter(({ score }) => score !== null && score < 1).map(({ id, title, details }) => ({
        category, id, title, items: (details?.items ?? []).slice(0, 5).map(item => item.node?.snippet ?? item.source ?? item.url ?? item.description ?? item),
    }));
}
