// Campaigns built and served for measuring, each in a folder of its own.

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { root } from './tools.mjs';

const leadwell = `${root}target/release/leadwell`;
const home = `${root}campaigns/demo_request/`;

/** The campaign of the demo, to be changed. */
export function demoRequest() {
    return JSON.parse(readFileSync(`${home}campaign.json`, 'utf8'));
}

/** Writes a changed demo, with what its pages name beside it; gives the file. */
export function writeCampaign(folder, campaign) {
    mkdirSync(folder, { recursive: true });
    cpSync(`${home}pictures`, join(folder, 'pictures'), { recursive: true });
    const file = join(folder, 'campaign.json');
    writeFileSync(file, JSON.stringify(campaign));
    return file;
}

/** A copy of dist/, which a campaign of any kind can be built into. */
export function finishedBuild(folder) {
    cpSync(`${root}dist`, folder, { recursive: true, preserveTimestamps: true });
    return folder;
}

/** Builds, and says how many seconds it took. */
export function build(file, folder, ...more) {
    const start = performance.now();
    execFileSync(leadwell, ['build', file, '--out', folder, ...more], { stdio: ['ignore', 'pipe', 'pipe'] });
    return (performance.now() - start) / 1000;
}

/** Builds for an address and serves there until `use`, which is given the origin and the folder, is done. */
export async function whileServed(file, folder, use) {
    const address = `127.0.0.1:${await freePort()}`;
    build(file, finishedBuild(folder), '--site-url', `http://${address}`);
    return whileRunning(['serve', folder, '--site-addr', address], () => use(`http://${address}`, folder));
}

/** Starts an inbox until `use`, which is given its port, is done. */
export async function whileInboxRuns(db, use) {
    const port = await freePort();
    return whileRunning(['inbox', '--db', db, '--addr', `127.0.0.1:${port}`], () => use(port));
}

async function whileRunning(what, use) {
    const server = spawn(leadwell, what, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, RUST_LOG: 'off' } });
    try {
        await once(createInterface(server.stdout), 'line');
        return await use();
    } finally {
        server.kill();
    }
}

async function freePort() {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address();
    server.close();
    await once(server, 'close');
    return port;
}
