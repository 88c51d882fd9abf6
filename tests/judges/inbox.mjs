// How many leads a second the inbox acknowledges: each is on the disk before it is answered.
//
//   node tests/judges/inbox.mjs     this alone; `make bench` prints it beside the rest

import { fdatasyncSync, closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { say, spread, table } from './report.mjs';
import { whileInboxRuns } from './site.mjs';

const RUNS = 5;
// A run ends with whichever comes first.
const SECONDS = 4;
const LEADS = 20_000;
const AT_ONCE = 64;

/** The section of a report. */
export async function inbox(temporary) {
    mkdirSync(temporary, { recursive: true });
    const disk = Array.from({ length: RUNS }, () => waitsForTheDisk(join(temporary, 'disk')));
    const rates = { 1: [], [AT_ONCE]: [] };
    for (let run = 0; run < RUNS; run += 1) {
        for (const atOnce of [1, AT_ONCE]) {
            say(`leads to the inbox, ${atOnce} at once, ${run + 1} of ${RUNS}`);
            rates[atOnce].push(await whileInboxRuns(join(temporary, `${run}-${atOnce}.db`), port => acknowledged(port, atOnce)));
        }
    }
    const ratios = rates[AT_ONCE].map((rate, run) => rate / rates[1][run]);
    return [
        '## Leads a second into the inbox', '',
        `On loopback, the sender on the same machine; a store on the disk (\`synchronous=FULL\`) that is empty at the start; messages of ${Buffer.byteLength(message(0))} bytes. `
        + `Each run ends after ${SECONDS} s or ${LEADS.toLocaleString('en')} leads. Median of ${RUNS}, least and most in brackets. A wait is a write of 4 KiB and \`fdatasync\`, one after the other.`, '',
        ...table(['what', 'a second', 'ratio to one at a time'], [
            ['waits for this disk', spread(disk), ''],
            ['leads acknowledged, one at a time', spread(rates[1]), '1'],
            [`leads acknowledged, ${AT_ONCE} at once`, spread(rates[AT_ONCE]), spread(ratios, 2)],
        ]),
    ];
}

function waitsForTheDisk(file) {
    const descriptor = openSync(file, 'w');
    const page = Buffer.alloc(4096);
    const began = performance.now();
    let waits = 0;
    while (performance.now() - began < 1000) {
        writeSync(descriptor, page);
        fdatasyncSync(descriptor);
        waits += 1;
    }
    closeSync(descriptor);
    return waits / ((performance.now() - began) / 1000);
}

/** Leads a second that were answered with 201. */
async function acknowledged(port, atOnce) {
    const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
    const began = performance.now();
    let next = 0;
    const sender = async () => {
        while (next < LEADS && performance.now() - began < SECONDS * 1000) {
            const number = next;
            next += 1;
            const status = await post(port, agent, message(number));
            if (status !== 201) throw new Error(`lead ${number} was answered with ${status}`);
        }
    };
    await Promise.all(Array.from({ length: atOnce }, sender));
    const rate = next / ((performance.now() - began) / 1000);
    agent.destroy();
    return rate;
}

function post(port, agent, body) {
    const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
    return new Promise((answered, failed) => {
        const sent = request({ port, host: '127.0.0.1', method: 'POST', path: '/leads', agent, headers }, answer => {
            answer.resume();
            answer.on('end', () => answered(answer.statusCode));
        });
        sent.on('error', failed);
        sent.end(body);
    });
}

function message(number) {
    const at = '2026-03-01T09:00:00Z';
    const row = (dimension, rule, points, count) => ({ dimension, rule, points, count });
    return JSON.stringify({
        type: 'lead.captured', version: 1, id: `bench-${number}`, lead_id: `lead-${number}`, created_at: at, age_ms: 0, sent_at: at, attempt: 1, test: false,
        campaign: { id: 'bench', version: '1' }, form: 'demo', via: { kind: 'page', id: '/' },
        fields: { email: `person-${number}@corp.example`, company: 'A company of the bench', size: '50-249', note: 'Three vendors are compared for the second quarter.' },
        consent: [{ purpose: 'contact', state: 'granted', text: 'You may write to me about this.', text_hash: 'sha256-x', locale: 'en', at }],
        level: 'sql', reason: null, qualified: true,
        score: {
            engagement: 20, fit: 25, total: 45, grade: 'B3', grade_fit: 'B', grade_engagement: '3',
            explanation: [row('engagement', 'pricing_view', 20, 2), row('fit', 'company_size', 25, 1)], reasons: 'pricing_view +20, company_size +25',
        },
        page: { url: 'https://bench.example/', title: 'Bench', locale: 'en', time_zone: 'Asia/Seoul' }, spam: { suspected: false, signals: [] },
    });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const temporary = mkdtempSync(join(tmpdir(), 'leadwell-inbox-'));
    try {
        console.log((await inbox(temporary)).join('\n'));
    } finally {
        rmSync(temporary, { recursive: true, force: true });
    }
}
