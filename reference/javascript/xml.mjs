// XML source -> parameters. FORMAT 7.
import * as C from './common.mjs';
const { fail } = C;

const MAX_SRC = 4 * 1024 * 1024;
// XML 1.0 fifth edition, production 4, 4a
const NSTART = ':A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}-\\u{200D}\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}';
const NCHAR = NSTART + '\\-.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}-\\u{2040}';
const NAME = new RegExp(`[${NSTART}][${NCHAR}]*`, 'uy');
const WS = /[ \t\n]+/y;
const NONCHAR = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
const isChar = c => c === 9 || c === 10 || c === 13 || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
const nwf = d => fail('NotWellFormed', d);

const DECL = /^<\?xml(?=[ \t\r\n?])([^]*?)\?>/;
const DECL_BODY = /^[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(?:"1\.[0-9]+"|'1\.[0-9]+')(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(?:"([A-Za-z][A-Za-z0-9._-]*)"|'([A-Za-z][A-Za-z0-9._-]*)'))?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(?:"(?:yes|no)"|'(?:yes|no)'))?[ \t\r\n]*$/;

// 7.1
const ALIASES = { utf8: 'utf-8', ascii: 'us-ascii', latin1: 'iso-8859-1', 'latin-1': 'iso-8859-1' };
function decode(bytes, warnings) {
  if (bytes.length > MAX_SRC) fail('Limit', 'source');
  const starts = (...b) => b.every((x, n) => bytes[n] === x) && bytes.length >= b.length;
  if (starts(0xfe, 0xff) || starts(0xff, 0xfe) || bytes.length > 1 && (bytes[0] === 0) !== (bytes[1] === 0)) fail('Encoding', 'UTF-16');
  const bom = starts(0xef, 0xbb, 0xbf);
  if (bom) bytes = bytes.subarray(3);
  const blanks = /^[ \t\r\n]+(?=<\?xml[ \t\r\n?])/.exec(bytes.toString('latin1'));
  if (blanks) { warnings.add('NotWellFormed'); bytes = bytes.subarray(blanks[0].length); }
  const l1 = bytes.toString('latin1');
  let enc = 'utf-8', rest = 0;
  if (/^<\?xml[ \t\r\n?]/.test(l1)) {
    const m = DECL.exec(l1);
    if (!m) nwf('declaration');
    const b = DECL_BODY.exec(m[1]);
    if (!b) nwf('declaration');
    enc = (b[1] ?? b[2] ?? 'utf-8').toLowerCase();
    enc = ALIASES[enc] ?? enc;
    rest = m[0].length;
  }
  if (enc === 'iso-8859-1' && !bom) return l1.slice(rest);
  let s;
  try { s = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes); } catch { fail('Encoding', 'invalid UTF-8'); }
  if (enc !== 'utf-8' && (enc !== 'us-ascii' || bom || bytes.some(b => b > 0x7f))) warnings.add('Encoding');
  return s.slice(rest);
}

// returns { params, warnings }. opt.strict: duplicates are errors
export function fromXml(bytes, opt = {}) {
  const warnings = new Set();
  let s = decode(bytes, warnings);
  if (NONCHAR.test(s)) nwf('character');
  s = s.replace(/\r\n?/g, '\n');
  let i = 0;
  const at = t => s.startsWith(t, i);
  const ws = () => { WS.lastIndex = i; const m = WS.exec(s); if (m) i += m[0].length; return !!m; };
  const name = () => { NAME.lastIndex = i; const m = NAME.exec(s); if (!m) nwf('name'); i += m[0].length; return m[0]; };
  const ref = () => { // at '&'
    const semi = s.indexOf(';', i);
    const body = semi < 0 ? '' : s.slice(i + 1, semi);
    let m;
    if ((m = /^#([0-9]+)$/.exec(body)) || (m = /^#x([0-9A-Fa-f]+)$/.exec(body))) {
      const cp = body[1] === 'x' ? parseInt(m[1], 16) : parseInt(m[1], 10);
      if (!isChar(cp)) fail('Reference', body);
      i = semi + 1;
      return String.fromCodePoint(cp);
    }
    const nm = new RegExp(`^[${NSTART}][${NCHAR}]*$`, 'u');
    if (!nm.test(body)) nwf('bare &');
    const ents = { amp: '&', lt: '<', gt: '>', apos: "'", quot: '"' };
    if (!Object.hasOwn(ents, body)) fail('Reference', body);
    i = semi + 1;
    return ents[body];
  };
  const comment = () => { // at '<!--'
    const e = s.indexOf('--', i + 4);
    if (e < 0) nwf('comment');
    if (s[e + 2] !== '>') nwf('-- in comment');
    i = e + 3;
  };
  const pi = () => {
    i += 2;
    const t = name();
    if (/^xml$/i.test(t)) nwf('reserved PI');
    if (at('?>')) { i += 2; return; }
    if (!ws()) nwf('PI');
    const e = s.indexOf('?>', i);
    if (e < 0) nwf('PI');
    i = e + 2;
  };

  let root = null, profile = null;
  const stack = [];
  const open = (nm, attrs, empty) => {
    const node = { name: nm, attrs, empty, children: [], text: '', parent: stack[stack.length - 1] ?? null };
    node.inside = node.parent ? node.parent.inside || node.parent.name === 'flat-profile' : false;
    if (nm === 'flat-profile') { if (profile) fail('Structure', 'second'); profile = node; }
    if (!node.parent) { if (root) nwf('second root'); root = node; }
    else node.parent.children.push(node);
    stack.push(node);
    if (stack.length > 16) fail('Limit', 'depth');
  };

  while (i < s.length) {
    if (s[i] !== '<') {
      if (stack.length === 0) { if (!ws()) nwf('text outside root'); continue; }
      const top = stack[stack.length - 1];
      if (s[i] === '&') { top.text += ref(); continue; }
      let e = i; while (e < s.length && s[e] !== '<' && s[e] !== '&') e++;
      const t = s.slice(i, e);
      if (t.includes(']]>')) nwf(']]> in text');
      top.text += t;
      i = e;
      continue;
    }
    if (at('<!--')) { comment(); continue; }
    if (s.slice(i, i + 9).toUpperCase() === '<!DOCTYPE') fail('Doctype');
    if (at('<![CDATA[')) {
      if (!stack.length) nwf('CDATA outside root');
      const e = s.indexOf(']]>', i);
      if (e < 0) nwf('CDATA');
      stack[stack.length - 1].text += s.slice(i + 9, e);
      i = e + 3;
      continue;
    }
    if (at('<?')) { if (stack.length) stack[stack.length - 1].instruction = true; pi(); continue; }
    if (at('</')) {
      i += 2;
      const nm = name(); ws();
      if (s[i] !== '>') nwf('end tag');
      i++;
      const top = stack.pop();
      if (!top || top.name !== nm) nwf('end tag mismatch');
      continue;
    }
    i++;
    const nm = name();
    if (stack.length === 0 && root) nwf('second root');
    const attrs = new Map();
    let empty = false;
    for (;;) {
      const sp = ws();
      if (s[i] === '>') { i++; break; }
      if (at('/>')) { i += 2; empty = true; break; }
      if (i >= s.length) nwf('tag');
      if (!sp) nwf('attribute');
      const an = name(); ws();
      if (s[i] !== '=') nwf('attribute'); i++; ws();
      const q = s[i];
      if (q !== '"' && q !== "'") nwf('attribute quote'); i++;
      let v = '';
      for (;;) {
        if (i >= s.length) nwf('attribute end');
        if (s[i] === q) { i++; break; }
        if (s[i] === '<') nwf('< in attribute');
        if (s[i] === '&') v += ref();
        else { const ch = s[i++]; v += ch === '\t' || ch === '\n' ? ' ' : ch; }
      }
      if (attrs.has(an)) nwf('repeated attribute');
      attrs.set(an, v);
      if (attrs.size > 16) fail('Limit', 'attributes');
    }
    open(nm, attrs, empty);
    if (empty) stack.pop();
  }
  if (stack.length) nwf('unclosed');
  if (!root) nwf('no root');
  if (!profile) fail('Structure', 'none');

  // 7.4 elements next to the profile
  const around = new Set(); for (let n = profile; n; n = n.parent) around.add(n);
  for (const n of around) if (n !== profile) for (const c of n.children) if (!around.has(c)) warnings.add('OutsideProfile');

  // 7.5 .. 7.10
  const params = new Map();
  const attrsOf = (n, section) => {
    let ua = null;
    for (const [k, v] of n.attrs) {
      if (k === 'ua') {
        if (section || !['na', 'ro', 'rw'].includes(v)) fail('Access', v);
        ua = v;
      } else if (k === 'group' || k === 'um' || k === 'xmlns' || (k === 'preserve-value' && (v === 'y' || v === 'n')) || /^(?:xmlns|xml|xsi):/.test(k)) { /* ignored */ } else warnings.add('UnknownAttribute');
    }
    return ua;
  };
  const walk = (node, prefix, segs) => {
    if (/[^ \t\r\n]/.test(node.text)) warnings.add('StrayText');
    const use = new Map(), count = new Map(), here = new Set();
    for (const c of node.children) {
      if (!C.ELEMENT_RE.test(c.name)) fail('Name', c.name);
      const kind = c.children.length ? 's' : 'p';
      if (use.has(c.name) && use.get(c.name) !== kind) fail('Mixed', c.name);
      use.set(c.name, kind);
      const ua = attrsOf(c, kind === 's');
      if (segs + 1 > 8) fail('Limit', 'segments');
      if (kind === 's') {
        const k = (count.get(c.name) ?? 0) + 1; count.set(c.name, k);
        if (k > 9999) fail('Limit', 'index');
        walk(c, prefix + c.name + (k > 1 ? `[${k}]` : '') + '/', segs + 1);
        continue;
      }
      const path = prefix + c.name;
      if (path.length > 255) fail('Limit', 'path');
      if (c.instruction) fail('Value', 'processing instruction');
      let value = null;
      if (!c.empty) {
        value = c.text.replace(/[\t\r\n]/g, ' ').replace(/^ +/, '').replace(/ +$/, '');
        const b = Buffer.from(value, 'utf8');
        if (!C.valueOk(b)) fail('Value', path);
        if (b.length > 65535) fail('Limit', 'value');
      }
      if (here.has(path)) {
        if (opt.strict) fail('Duplicate', path);
        warnings.add('Duplicate');
        const old = params.get(path);
        if (value !== null) old.value = value;
        if (ua !== null) old.ua = ua;
      } else {
        here.add(path);
        params.set(path, { name: path, ua, value });
        if (params.size > C.MAX_RECORDS) fail('Limit', 'parameters');
      }
    }
  };
  walk(profile, '', 0);
  const list = [...params.values()].sort((a, b) => a.name < b.name ? -1 : 1);
  let size = 0;
  for (const p of list) size += 4 + p.name.length + (p.value === null ? 0 : Buffer.byteLength(p.value));
  if (size > C.MAX_PAYLOAD) fail('Limit', 'payload');
  return { params: list, warnings: [...warnings].sort() };
}

if (process.argv[1] === import.meta.filename) {
  const { readFileSync } = await import('node:fs');
  try { console.log(JSON.stringify(fromXml(readFileSync(process.argv[2])), null, 1)); } catch (e) { console.log(e.cls ?? e, e.detail); process.exitCode = 1; }
}
