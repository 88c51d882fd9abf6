// The published JSON Schema and every demonstration campaign, judged by a validator that knows nothing of ours.
// Exit 1 with one line per misfit.

import { readFileSync } from 'node:fs';

import { demos, judge, root } from './tools.mjs';

const { default: Ajv2020 } = await judge('ajv/dist/2020.js');
const { default: addFormats } = await judge('ajv-formats');

const SCHEMA = 'public/campaign.schema.json';
const read = file => JSON.parse(readFileSync(file, 'utf8'));
const complaints = [];

// Strict: a keyword or a format that 2020-12 does not know is an error. Optional keys are `["string", "null"]`, which is sound.
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
addFormats(ajv);
for (const [name, least, most] of [['uint8', 0, 255], ['uint16', 0, 65_535], ['uint32', 0, 4_294_967_295], ['uint64', 0, Infinity], ['uint', 0, Infinity]]) {
    ajv.addFormat(name, { type: 'number', validate: number => Number.isInteger(number) && number >= least && number <= most });
}

const schema = read(root + SCHEMA);
if (schema.$schema !== 'https://json-schema.org/draft/2020-12/schema') complaints.push(`${SCHEMA}: $schema is ${schema.$schema}`);
if (!ajv.validateSchema(schema)) complain(SCHEMA, ajv.errors);

if (complaints.length === 0) {
    const validate = ajv.compile(schema);
    for (const { name, file } of demos()) {
        const campaign = read(file);
        if (!validate(campaign)) complain(name, validate.errors);
        // That it can say no.
        if (validate({ ...campaign, pagess: [] })) complaints.push(`${name}: passes with an unknown key "pagess"`);
        if (validate({ ...campaign, pages: 'none' })) complaints.push(`${name}: passes with a text for pages`);
    }
}

function complain(name, errors) {
    for (const { instancePath, message, params } of errors) {
        complaints.push(`${name}: ${instancePath || '/'}: ${message} ${JSON.stringify(params)}`);
    }
}

if (complaints.length > 0) {
    console.error(complaints.join('\n'));
    process.exit(1);
}
console.log(`sound by ajv, strict, draft 2020-12: ${[SCHEMA, ...demos().map(({ name }) => name)].join(', ')}`);
