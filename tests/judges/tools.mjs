// Where the judges are installed, and the files they judge.

import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

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

/** The demonstration campaigns, as `{ name, file }`: every folder of campaigns/. */
export function demos() {
    const folders = existsSync(`${root}campaigns`) ? readdirSync(`${root}campaigns`).sort() : [];
    const files = folders.map(kind => `campaigns/${kind}`).map(folder => `${folder}/campaign.json`);
    return files.filter(name => existsSync(root + name)).map(name => ({ name, file: root + name }));
}
