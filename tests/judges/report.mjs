// How figures are told: on the way to whoever waits, and in the tables of a report.

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
