import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import * as C from './common.mjs';
import { openContainer } from './open.mjs';
import { encodePayload, seal } from './seal.mjs';
import { fromXml } from './xml.mjs';
import * as T from './text.mjs';
import * as S from './stock.mjs';

const DIR = new URL('../../testdata/vectors/', import.meta.url).pathname;
const load = f => JSON.parse(readFileSync(DIR + f));
const hex = s => Buffer.from(s, 'hex');
const bytesOf = t => t.file_path ? readFileSync(DIR + t.file_path) : hex(t.file);
// run.mjs [-q] [--first] [FILE.json ...]: these files only, in this order; --first ends at the first failure.
const flags = process.argv.slice(2).filter(a => a.startsWith('-')), wanted = process.argv.slice(2).filter(a => !a.startsWith('-'));
const quiet = flags.includes('-q'), first = flags.includes('--first');
const results = {};
const suites = [];
const suite = (file, run) => suites.push({ file, run });
function check(file, name, ok, why) {
  const r = results[file] ??= { passed: 0, failed: 0, fails: [] };
  if (ok) { r.passed++; return; }
  r.failed++; r.fails.push(name);
  if (first) { console.log(`${file} ${name}: ${why}`); process.exit(1); }
  if (!quiet) console.log(`FAIL ${file} ${name}: ${why}`);
}
const attempt = fn => { try { return { cls: 'Ok', v: fn() }; } catch (e) { if (e.cls) return { cls: e.cls, detail: e.detail }; return { cls: 'CRASH', detail: String(e.stack) }; } };
const canon = ps => JSON.stringify(ps.map(p => [p.name, p.ua ?? null, p.value ?? null]));
const byName = (a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name));
const dev = d => ({ ...d, mac: d.mac == null ? null : hex(d.mac) });
const xs = s => { const m = /^x\*(\d+)$/.exec(s); return m ? Buffer.alloc(+m[1], 'x') : hex(s); };
const sha = b => createHash('sha256').update(b).digest('hex');

function madeOf(t) {
  const template = S.templateIdentity(t.runs.map(hex), t.slots, hex(t.empty));
  if (template.toString('hex') !== t.template) throw new Error('template');
  return { template, values: t.values.map(hex) };
}

function validParams(t) {
  if (Array.isArray(t.params)) return t.params;
  if (t.name === 'limits') return [{ name: 'N'.repeat(255), ua: null, value: 'v'.repeat(65535) }];
  if (t.name === 'max-records') return Array.from({ length: 16384 }, (_, i) => ({ name: 'R' + String(i).padStart(5, '0'), ua: 'na', value: '' }));
  if (t.name === 'large') return readFileSync(DIR + 'bin/large.params.tsv', 'utf8').split('\n').filter(Boolean).map(l => { const [n, u, ...v] = l.split('\t'); return { name: n, ua: u === '-' ? null : u, value: v.join('\t') }; });
  throw new Error(t.name + ' ' + t.params);
}

suite('spc1-valid.json', F => { // valid
  for (const t of load(F).tests) {
    const want = bytesOf(t);
    const r = attempt(() => {
      const params = validParams(t);
      const o = seal({ mode: t.mode, keyForm: t.key_form, mac: t.mac ? hex(t.mac) : null, key: t.key, kdfIter: t.kdf_iter, kdfSalt: hex(t.kdf_salt), serial: t.serial, randomizer: hex(t.randomizer), params });
      for (const f of ['ikm', 'prk', 'k_siv', 'enc_key', 'mac_key', 'iv', 'file_salt', 'target_check', 'key_check', 'header', 'payload', 'ciphertext', 'tag', 'crc']) if (t[f] !== undefined && o[f].toString('hex') !== t[f]) throw new Error(f + ' differs');
      if (!o.file.equals(want)) throw new Error('bytes differ');
      if (want.length !== t.file_len || sha(want) !== t.file_sha256) throw new Error('file_len or sha');
      const q = openContainer(want, { mac: t.mac ? hex(t.mac) : null, key: t.key, min_serial: 0 });
      if (canon(q.params) !== canon([...params].sort(byName))) throw new Error('params differ');
      if (q.serial !== t.serial || q.mode !== t.mode) throw new Error('header');
    });
    check(F, t.name, r.cls === 'Ok', r.cls + ' ' + r.detail);
  }
});
suite('spc1-invalid.json', F => {
  for (const t of load(F).tests) {
    const r = attempt(() => openContainer(bytesOf(t), dev(t.device)));
    check(F, t.name, r.cls === t.expect, `want ${t.expect} got ${r.cls} ${r.detail}`);
  }
});
suite('spc1-exhaustive.json', F => {
  for (const t of load(F).tests) {
    const base = bytesOf(t), d = dev(t.device);
    const one = b => attempt(() => openContainer(b, d)).cls;
    const series = (kind, list, n, make) => {
      const want = []; for (const [c, k] of list) for (let i = 0; i < k; i++) want.push(c);
      if (want.length !== n) { check(F, `${t.base}/${kind}/count`, false, `want ${want.length} got ${n}`); return; }
      for (let i = 0; i < n; i++) { const g = one(make(i)); check(F, `${t.base}/${kind}/${i}`, g === want[i], `want ${want[i]} got ${g}`); }
    };
    series('bitflip', t.bitflip, base.length * 8, i => { const b = Buffer.from(base); b[i >> 3] ^= 1 << (i & 7); return b; });
    series('bitflip_recrc', t.bitflip_recrc, base.length * 8, i => { const b = Buffer.from(base); b[i >> 3] ^= 1 << (i & 7); b.writeUInt32BE(C.crc32(b.subarray(0, b.length - 4)), b.length - 4); return b; });
    series('truncate', t.truncate, base.length + 1, i => base.subarray(0, i));
  }
});
suite('xml.json', F => {
  for (const t of load(F).tests) {
    const src = t.xml !== undefined ? Buffer.from(t.xml, 'utf8') : hex(t.xml_hex);
    const r = attempt(() => fromXml(src));
    let ok = r.cls === t.expect, why = `want ${t.expect} got ${r.cls} ${r.detail}`;
    if (ok && t.expect === 'Ok') {
      if (t.params && canon(r.v.params) !== canon(t.params)) { ok = false; why = canon(r.v.params); }
      else if (t.warnings && JSON.stringify(r.v.warnings) !== JSON.stringify(t.warnings)) { ok = false; why = 'warnings ' + r.v.warnings + ' want ' + t.warnings; }
    }
    if (ok && t.expect_strict !== undefined) { const q = attempt(() => fromXml(src, { strict: true })); if (q.cls !== t.expect_strict) { ok = false; why = `strict want ${t.expect_strict} got ${q.cls}`; } }
    check(F, t.name, ok, why);
  }
});
suite('text.json', F => {
  const J = load(F);
  for (const [k, fn] of [['mac', T.parseMac], ['hex_key', T.parseHexKey], ['passphrase', T.parsePassphrase]])
    for (const t of J[k]) {
      const r = attempt(() => fn(t.in));
      const out = t.out !== undefined ? r.cls === 'Ok' && (r.v.toString('hex') === t.out || r.v.toString('latin1') === t.out) : r.cls === t.error;
      check(F, `${k}:${JSON.stringify(t.in).slice(0, 40)}`, out, `want ${t.out ?? t.error} got ${r.cls}`);
    }
  for (const t of J.key_id) { const g = T.keyId(hex(t.key)); check(F, `key_id:${t.out}`, g === t.out, g); }
  for (const t of J.device_key) { const g = T.deviceKey(hex(t.master), hex(t.mac)).toString('hex'); check(F, `device_key:${t.mac}`, g === t.out, g); }
  for (const k of Object.keys(J)) if (!['format', 'mac', 'hex_key', 'passphrase', 'device_key', 'key_id'].includes(k)) console.log('text.json: unhandled key', k, JSON.stringify(J[k]).slice(0, 300));
});
suite('interop-openssl.json', F => {
  for (const t of load(F).tests) {
    const r = attempt(() => {
      const pw = Buffer.from(t.passphrase, 'utf8'), salt = t.salt == null ? null : hex(t.salt), plain = xs(t.plaintext), file = bytesOf(t);
      const k = S.opensslKey(pw, salt, t.md, t.pbkdf2_iter);
      if (k.key.toString('hex') !== t.key || k.iv.toString('hex') !== t.iv) throw new Error('key/iv');
      if (!S.opensslEncrypt(pw, { md: t.md, iter: t.pbkdf2_iter, salt }, plain).equals(file)) throw new Error('bytes');
      if (!S.opensslDecrypt(pw, { md: t.md, iter: t.pbkdf2_iter, nosalt: salt === null }, file).plain.equals(plain)) throw new Error('plain');
      if (t.name.startsWith('synthetic-salt') && S.opensslSyntheticSalt(pw, t.md, t.pbkdf2_iter, plain).toString('hex') !== t.salt) throw new Error('synthetic salt');
    });
    check(F, t.name, r.cls === 'Ok', r.cls + r.detail);
  }
});
suite('interop-openssl.json', F => {
  for (const t of load(F).templates) {
    const r = attempt(() => {
      const { template, values } = madeOf(t);
      const salt = S.opensslTemplateSalt(Buffer.from(t.passphrase, 'utf8'), t.md, t.pbkdf2_iter, template, values);
      if (salt.toString('hex') !== t.salt) throw new Error('salt');
    });
    check(F, t.name, r.cls === 'Ok', r.cls + r.detail);
  }
});
suite('interop-openssl.json', F => {
  for (const t of load(F).guesses) {
    const r = attempt(() => S.opensslGuess(Buffer.from(t.passphrase, 'utf8'), hex(t.file)));
    check(F, t.name, r.cls === t.expect && (r.cls !== 'Ok' || r.v.md === t.md && r.v.plain.toString('hex') === t.plaintext), `want ${t.expect} got ${r.cls} ${r.detail}`);
  }
});
suite('interop-gzip.json', F => {
  for (const t of load(F).tests) {
    const r = attempt(() => S.gunzip(bytesOf(t)));
    let ok = r.cls === t.expect, why = `want ${t.expect} got ${r.cls} ${r.detail}`;
    if (ok && r.cls === 'Ok' && !r.v.equals(xs(t.plaintext))) { ok = false; why = 'plaintext'; }
    check(F, t.name, ok, why);
  }
  for (const t of load(F).headers) {
    const made = S.gzip(Buffer.from('x'), t.level).subarray(0, 10).toString('hex');
    check(F, t.name, made === t.header, made);
  }
});
suite('interop-rfc8188.json', F => {
  const J = load(F);
  for (const t of J.valid) {
    const r = attempt(() => {
      const ikm = hex(t.ikm), keyid = hex(t.keyid), plain = xs(t.plaintext);
      let file = t.file ? hex(t.file) : null;
      const salt = file ? file.subarray(0, 16) : hex('000102030405060708090a0b0c0d0e0f');
      const made = S.rfcEncrypt(ikm, { salt, rs: t.rs, keyid }, plain);
      if (t.name !== 'rfc8188-3.2') {
        if (file && !made.equals(file)) throw new Error('bytes');
        if (t.file_sha256 && sha(made) !== t.file_sha256) throw new Error('sha');
      }
      const d = S.rfcDecrypt(ikm, file ?? made);
      if (!d.plain.equals(plain) || d.rs !== t.rs || !d.keyid.equals(keyid)) throw new Error('plain');
      if (/synthetic/.test(t.name) && !S.rfcSyntheticSalt(ikm, t.rs, keyid, plain).equals(salt)) throw new Error('synthetic salt');
    });
    check(F, t.name, r.cls === 'Ok', r.cls + ' ' + r.detail);
  }
  for (const t of J.templates) {
    const r = attempt(() => {
      const { template, values } = madeOf(t);
      const salt = S.rfcTemplateSalt(hex(t.ikm), t.rs, hex(t.keyid), template, values);
      if (salt.toString('hex') !== t.salt) throw new Error('salt');
    });
    check(F, t.name, r.cls === 'Ok', r.cls + r.detail);
  }
  for (const t of J.invalid) { const r = attempt(() => S.rfcDecrypt(hex(t.ikm), bytesOf(t))); check(F, 'invalid/' + t.name, r.cls === t.expect, `want ${t.expect} got ${r.cls} ${r.detail}`); }
});
suite('limits.json', F => {
  const J = load(F);
  const valid = Object.fromEntries(load('spc1-valid.json').tests.map(t => [t.name, t]));
  const build = pieces => Buffer.from(pieces.map(([text, times]) => text.includes('#') ? Array.from({ length: times }, (_, n) => text.replaceAll('#', String(n).padStart(5, '0'))).join('') : text.repeat(times)).join(''));
  for (const t of J.sources) {
    const r = attempt(() => { const v = fromXml(build(t.pieces)); return { payload: encodePayload(v.params), warnings: v.warnings }; });
    let ok = r.cls === t.expect && (r.cls !== 'Ok' || r.v.payload.length === t.payload_len && sha(r.v.payload) === t.payload_sha256 && JSON.stringify(r.v.warnings) === JSON.stringify(t.warnings));
    if (ok && r.cls === 'Ok') {
      const { file } = seal({ mode: 0, payload: r.v.payload }), opened = attempt(() => openContainer(file));
      ok = sha(file) === t.file_sha256 && opened.cls === 'Ok' && opened.v.payload.equals(r.v.payload);
    }
    check(F, 'source/' + t.name, ok, `want ${t.expect} got ${r.cls} ${r.detail}`);
  }
  for (const t of J.writer) {
    const params = t.params.map(({ value_times: times, ...p }) => times ? { ...p, value: p.value.repeat(times) } : p);
    const r = attempt(() => encodePayload(params));
    check(F, 'writer/' + t.name, r.cls === t.expect && (r.cls !== 'Ok' || ('payload' in t ? r.v.toString('hex') === t.payload : sha(r.v) === t.payload_sha256)), `want ${t.expect} got ${r.cls} ${r.detail}`);
  }
  for (const t of J.randomizers) {
    const r = attempt(() => seal({ mode: 0, params: [], randomizer: Buffer.alloc(t.len) }).file);
    check(F, t.name, r.cls === t.expect && (r.cls !== 'Ok' || sha(r.v) === t.file_sha256), `want ${t.expect} got ${r.cls} ${r.detail}`);
  }
  for (const t of J.devices) {
    const r = attempt(() => openContainer(bytesOf(valid[t.base]), dev(t.device)));
    check(F, 'device/' + t.name, r.cls === t.expect, `want ${t.expect} got ${r.cls} ${r.detail}`);
  }
});
const order = wanted.length ? wanted.flatMap(file => suites.filter(s => s.file === file)) : suites;
for (const { file, run } of order) run(file);
let total = 0;
for (const [f, r] of Object.entries(results)) { total += r.failed; console.log(`${f.padEnd(24)} ${r.passed} passed, ${r.failed} failed${quiet && r.failed ? ' e.g. ' + r.fails.slice(0, 3).join(' | ') : ''}`); }
process.exitCode = total ? 1 : 0;
