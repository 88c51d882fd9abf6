// How figures are told: on the way to whoever waits, and in the tables of a report.

export function say(what) {
    console.error(`leadwell: ${what}…`);
}

/** The value in the middle, least and most in brackets. */
export function spread(values, digits = 0) {
    const sorted = [...values].sort((one, other) => one - other).map(value => value.toFixed(digits));
    return `${sorted[Math.floor(sorted.length / 2)]} (${sorted[0]} to ${sorted.at(-1)})`;
}

export function table(head, rows) {
    const line = cells => `| ${cells.join(' | ')} |`;
    return [line(head), line(head.map((_, column) => (column === 0 ? '---' : '---:'))), ...rows.map(line)];
}
