// What vendors' own published readers make of our files for them, and what the script for S3 uploads, held against `leadwell serve` for
// every file of dist/. Run after scripts/dist.sh.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
const judges = createRequire(path.join(root, '.tools/judges/package.json'));
const dist = path.join(root, 'dist');

const files = fs.readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.relative(dist, path.join(entry.parentPath ?? entry.path, entry.name)))
    .filter(name => !/(^|\/)\.|\.(br|gz)$|^_headers$/.test(name))
    .sort();
const paths = files.map(name => '/' + name.replace(/(^|\/)index\.html$/, '$1'));

/** Of `leadwell serve`, by path. */
const served = new Map();
let server;
before(async () => {
    const address = await freeAddress();
    server = spawn(path.join(root, 'target/release/leadwell'), ['serve', dist, '--site-addr', address], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise(done => server.stdout.once('data', done));
    for (const each of paths) served.set(each, (await fetch(`http://${address}${each}`)).headers);
});
after(() => server?.kill());

async function freeAddress() {
    const { createServer } = await import('node:net');
    const probe = createServer().listen(0, '127.0.0.1');
    await new Promise(done => probe.once('listening', done));
    const { port } = probe.address();
    await new Promise(done => probe.close(done));
    return `127.0.0.1:${port}`;
}

const EVERYWHERE = ['x-content-type-options', 'referrer-policy', 'permissions-policy', 'access-control-allow-origin', 'cross-origin-resource-policy'];

/** What a vendor's rules say for a path, later ones over earlier ones, beside what is served. */
function agrees(each, said) {
    for (const name of [...EVERYWHERE, 'content-security-policy']) assert.equal(said[name] ?? null, served.get(each).get(name), `${each}: ${name}`);
    // Without a rule, all of them ask again each time.
    assert.equal(said['cache-control'] ?? 'no-cache', served.get(each).get('cache-control'), `${each}: cache-control`);
}

const lowered = values => Object.fromEntries(Object.entries(values).map(([name, value]) => [name.toLowerCase(), value]));

test('Netlify reads every rule of _headers, and says of every file what we serve', async () => {
    const { parseAllHeaders } = await import(judges.resolve('@netlify/headers-parser'));
    const { headers, errors } = await parseAllHeaders({ headersFiles: [path.join(dist, '_headers')], minimal: false });
    assert.deepEqual(errors, []);
    for (const each of paths) agrees(each, Object.assign({}, ...headers.filter(rule => rule.forRegExp.test(each)).map(rule => lowered(rule.values))));
});

// As its documentation says: a hundred rules, two thousand letters a line, one star a rule, of every rule that fits all headers.
test('_headers keeps to what Cloudflare Pages reads', () => {
    const lines = fs.readFileSync(path.join(dist, '_headers'), 'utf8').split('\n');
    const rules = lines.filter(line => line.startsWith('/'));
    assert.ok(rules.length <= 100 && lines.every(line => line.length <= 2000) && rules.every(rule => rule.split('*').length <= 2));
    const fits = (rule, each) => new RegExp(`^${rule.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace('*', '.*')}$`).test(each);
    const names = rule => {
        const from = lines.indexOf(rule) + 1;
        return lines.slice(from, lines.findIndex((line, index) => index >= from && !line.startsWith(' '))).map(line => line.trim().split(':')[0]);
    };
    for (const each of paths) {
        const said = rules.filter(rule => fits(rule, each)).flatMap(names);
        assert.equal(new Set(said).size, said.length, `${each}: a header twice would be sent as one, joined by commas`);
    }
});

test('Vercel reads vercel.json, and says of every file what we serve', () => {
    const { getTransformedRoutes } = judges('@vercel/routing-utils');
    const { routes, error } = getTransformedRoutes(JSON.parse(fs.readFileSync(path.join(root, 'deploy/vercel.json'), 'utf8')));
    assert.equal(error, null);
    const said = each => Object.assign({}, ...routes.filter(route => route.continue && new RegExp(route.src).test(each)).map(route => lowered(route.headers)));
    // thanks/FORM/index.html and their kin are asked for as folders.
    for (const each of paths) agrees(each, said(each));
    const into = routes.find(route => route.status === 308 && new RegExp(route.src).test('/pricing'));
    assert.equal('/pricing'.replace(new RegExp(into.src), into.headers.Location), '/pricing/');
});

test('the script for S3 uploads every file with the type and the caching that we serve, pages last', () => {
    const desk = fs.mkdtempSync(path.join(os.tmpdir(), 'leadwell-s3-'));
    const log = path.join(desk, 'log');
    fs.writeFileSync(path.join(desk, 'aws'), `#!/bin/sh\nfor one in "$@"; do printf '%s\\t' "$one"; done >>'${log}'\necho >>'${log}'\n`, { mode: 0o755 });
    const ran = spawnSync(path.join(root, 'deploy/s3.sh'), ['s3://a-bucket/offers/', dist], { env: { ...process.env, PATH: `${desk}:${process.env.PATH}` } });
    assert.equal(ran.status, 0, String(ran.stderr));
    const calls = fs.readFileSync(log, 'utf8').trim().split('\n').map(line => line.split('\t'));
    const uploaded = calls.map(([, , from, to, , , type, , caching]) => ({ name: path.relative(dist, from), to, type, caching }));
    assert.deepEqual(uploaded.map(({ name }) => name).sort(), files);
    for (const { name, to, type, caching } of uploaded) {
        const headers = served.get('/' + name.replace(/(^|\/)index\.html$/, '$1'));
        assert.deepEqual([to, type, caching], [`s3://a-bucket/offers/${name}`, headers.get('content-type'), headers.get('cache-control')]);
    }
    const pages = uploaded.map(({ name }) => name.endsWith('.html'));
    assert.ok(pages.indexOf(true) > pages.lastIndexOf(false), 'no page is there before what it names');
    fs.rmSync(desk, { recursive: true });
});

test('CloudFront\'s function finds the page of a folder, and sends nobody to another site', () => {
    const context = vm.createContext({});
    vm.runInContext(fs.readFileSync(path.join(root, 'deploy/cloudfront.js'), 'utf8'), context);
    const ask = (uri, querystring = {}) => context.handler({ request: { uri, querystring } });
    for (const [uri, file] of [['/', '/index.html'], ['/ko/', '/ko/index.html'], ['/leadwell.js', '/leadwell.js'], ['/a.b/c/', '/a.b/c/index.html']]) {
        assert.equal(ask(uri).uri, file);
    }
    const query = { a: { value: '1', multiValue: [{ value: '1' }, { value: '2' }] }, b: { value: '' }, c: { value: '%20x' } };
    for (const [uri, location] of [['/pricing', '/pricing/'], ['//evil.example', '//evil.example'], ['//evil', '/evil/'], ['/ko/pricing', '/ko/pricing/']]) {
        const answer = ask(uri);
        if (answer.statusCode) assert.deepEqual([answer.statusCode, answer.headers.location.value], [301, location]);
        else assert.equal(answer.uri, location, 'a file of that name');
    }
    assert.equal(ask('/pricing', query).headers.location.value, '/pricing/?a=1&a=2&b&c=%20x');
});
