// Where the judges are installed, the browser they look through, and the files they judge.

import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

const CHROMIUM = '/usr/bin/chromium'; // Debian's; elsewhere the launcher looks for one
const FLAGS = [
    '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage',
];

const installed = createRequire(`${root}.tools/judges/`);

/** A package from `.tools/judges/`, whatever kind of module it is. */
export async function judge(name) {
    let file;
    try {
        file = installed.resolve(name);
    } catch {
        throw new Error(`${name} is not installed: run \`make test\`, which installs it`);
    }
    return import(file);
}

/** A Chromium with nothing kept from before: its `port` and `kill()`. */
export async function chromium(...more) {
    const { launch } = await judge('chrome-launcher');
    return launch({ chromePath: existsSync(CHROMIUM) ? CHROMIUM : undefined, chromeFlags: [...FLAGS, ...more], logLevel: 'silent' });
}

/** The demonstration campaigns, as `{ name, file }`: every folder of campaigns/. */
export function demos() {
    const folders = existsSync(`${root}campaigns`) ? readdirSync(`${root}campaigns`).sort() : [];
    const files = folders.map(kind => `campaigns/${kind}`).map(folder => `${folder}/campaign.json`);
    return files.filter(name => existsSync(root + name)).map(name => ({ name, file: root + name }));
}
