// How figures are told: on the way to whoever waits, and in the tables of a report.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';

import { root } from './tools.mjs';

export function say(what) {
    console.error(`leadwell: ${what}…`);
}

/** The value in the middle, least and most in brackets. */
export function spread(values, digits = 0) {
    return around([...values].sort((one, other) => one - other)[Math.floor(values.length / 2)], values, digits);
}

/** A value, and in brackets the least and the most of those it was found in. */
export function around(value, values, digits = 0) {
    return `${value.toFixed(digits)} (${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)})`;
}

export function table(head, rows) {
    const line = cells => `| ${cells.join(' | ')} |`;
    return [line(head), line(head.map((_, column) => (column === 0 ? '---' : '---:'))), ...rows.map(line)];
}

/** When, on what, and of which commit. */
export function machine() {
    const git = (...what) => execFileSync('git', what, { cwd: root, encoding: 'utf8' }).trim();
    // Reports are written into docs/, one after the other.
    const changed = git('status', '--porcelain', '--untracked-files=no', '--', '.', ':!docs') === '' ? '' : ' with changes';
    const hardware = `${availableParallelism()} cores of ${cpus()[0]?.model ?? 'an unknown kind'}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
    return `${new Date().toISOString().slice(0, 10)}, ${hardware}, at commit ${git('rev-parse', '--short', 'HEAD')}${changed}`;
}

/** Puts a report into a document, between the marks `<!-- NAME -->` and `<!-- /NAME -->`. */
export function writeInto(document, name, lines) {
    const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const text = readFileSync(root + document, 'utf8');
    const [from, to] = [text.indexOf(start), text.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`${document} has no place for a report: ${start} … ${end}`);
    writeFileSync(root + document, [text.slice(0, from + start.length), '', ...lines, text.slice(to)].join('\n'));
}
