// What a planner does, on the demo city with two runs of one standard that circle15 serves at DEMO.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { drawn, launch, open } from './browser.mjs';

const base = process.env.DEMO ?? 'http://127.0.0.1:8015';
const shots = process.env.SHOTS;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser;

before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

async function visit(path, steps, options = {}) {
  const { page, wrong, close } = await open(browser, base, { acceptDownloads: true, ...options });
  try {
    await page.goto(base + path);
    await drawn(page);
    await steps(page);
    assert.deepEqual(wrong, []);
  } finally {
    await close();
  }
}

const api = path => fetch(base + path).then(r => r.json());
const shot = (page, name) => shots && page.screenshot({ path: `${shots}/${name}.png` });
const query = page => new URL(page.url()).searchParams;
const sentence = page => page.textContent('.panel:not([hidden]) .sentence');
// lengthM is how long a line of degrees is in metres, on a sphere of 6,371 km: within half a per cent of the ellipsoid.
const lengthM = line => line.slice(1).reduce((sum, [x, y], i) => {
  const [u, v] = line[i], rad = Math.PI / 180, mid = (y + v) / 2 * rad;
  return sum + 6_371_000 * Math.hypot((x - u) * rad * Math.cos(mid), (y - v) * rad);
}, 0);
// source is what a layer of the page's own features holds: what was given to it, not what was cut for tiles.
const source = (page, name) => page.evaluate(async n => (await window.circle15.map.getSource(n).getData()).features, name);
// A community with a gap for a detour in which somebody lives, from where a way to what is missed is known.
async function detour() {
  const s = await api('/api/v1/summary');
  for (const c of s.criteria.filter(x => x.causes?.some(k => k.cause === 'detour'))) {
    const { communities } = await api(`/api/v1/summary?criterion=${c.id}`);
    for (const row of communities.filter(r => r.main_cause === 'detour')) {
      const report = await api(`/api/v1/communities/${row.id}`);
      const result = report.results.find(r => r.criterion === c.id);
      if (result.evidence?.missed && result.evidence.unit) {
        const i = s.standard.aspects.flatMap(a => a.indicators).find(x => x.criteria?.some(k => k.id === c.id));
        return { i: i.id, k: c.id, c: row.id, result };
      }
    }
  }
  throw new Error('the demo city has no gap for a detour');
}

test('an open community says why, and draws the missed way as long as the panel says', async () => {
  const d = await detour();
  await visit(`/?i=${d.i}&k=${d.k}&c=${d.c}`, async page => {
    await page.waitForSelector('.cause[data-cause=detour] p');
    await page.waitForFunction(async () => (await window.circle15.map.getSource('ways').getData()).features.length > 1);
    const way = (await source(page, 'ways')).find(f => f.properties.role === 'missed');
    const shown = Number((await page.textContent('.legend-row:has(.missed) .number')).replace(/\D/g, ''));
    assert.ok(Math.abs(lengthM(way.geometry.coordinates) - shown) <= 0.01 * shown + 1, `${lengthM(way.geometry.coordinates)} m drawn, ${shown} m written`);
    assert.ok((await page.textContent('.cause[data-cause=detour]')).includes(String(Math.ceil(d.result.evidence.missed.straight_m))));
    await shot(page, 'why');
  });
});

test('reach: three isochrones, a row for each criterion of places, arrow keys of 25 m, and the sea', async () => {
  const s = await api('/api/v1/summary');
  const [lon, lat] = s.communities[0].at;
  await visit(`/?at=${lon.toFixed(5)},${lat.toFixed(5)}`, async page => {
    await page.waitForSelector('.reach .bands');
    const areas = (await source(page, 'reach')).map(f => f.properties.minutes);
    assert.deepEqual(areas, [15, 10, 5]);
    assert.equal((await source(page, 'marks')).filter(f => f.properties.role === 'minutes').length, 3);
    const criteria = s.standard.aspects.flatMap(a => a.indicators ?? []).flatMap(i => i.criteria ?? []).filter(c => c.limit.unit);
    assert.equal((await page.$$('.reach-row[data-criterion]')).length, criteria.length);
    const before = query(page).get('at').split(',').map(Number);
    await page.keyboard.press('ArrowUp');
    const after = query(page).get('at').split(',').map(Number);
    assert.ok(Math.abs(lengthM([before, after]) - 25) < 1.5, `${lengthM([before, after])} m`); // five decimals are a metre
    await shot(page, 'reach');
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press('Escape');
    await page.waitForSelector('.answer-head .counts');
  });
  await visit('/?at=100.00000,20.00000', async page => { // a thousand kilometres from the demo city
    await page.waitForSelector('.unlinked');
  });
});

test('change: one map first, the divider of the swipe by keys, before and after swap', () => visit('/?t=change', async page => {
  await page.waitForSelector('.change .timeline');
  assert.equal(await page.getAttribute('[data-k=mode-map]', 'aria-pressed'), 'true');
  const runs = [await page.inputValue('[data-k=cmp]'), await page.inputValue('[data-k=to]')];
  await page.click('[data-k=change-swap]');
  await page.waitForFunction(r => document.querySelector('[data-k=cmp]')?.value === r, runs[1]);
  assert.equal(await page.inputValue('[data-k=to]'), runs[0]);
  await page.goBack();
  await page.waitForFunction(r => document.querySelector('[data-k=cmp]')?.value === r, runs[0]);
  await page.click('[data-k=mode-swipe]');
  const slider = page.locator('[role=slider]');
  await slider.waitFor();
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  assert.equal(await slider.getAttribute('aria-valuenow'), '55');
  assert.equal(await slider.getAttribute('aria-valuetext'), `第 ${runs[0]} 批次 | 第 ${runs[1]} 批次`);
  await shot(page, 'swipe');
}));

test('criteria of communities show what was measured, and who set the number', async () => {
  const s = await api('/api/v1/summary');
  const ratio = s.criteria.find(c => c.fail && s.standard.aspects.flatMap(a => a.indicators).flatMap(i => i.criteria ?? []).some(k => k.id === c.id && k.measure === 'ratio'));
  const i = s.standard.aspects.flatMap(a => a.indicators).find(x => x.criteria?.some(k => k.id === ratio.id));
  await visit(`/?i=${i.id}&k=${ratio.id}&s=fail`, async page => {
    assert.match(await page.textContent('.tr[data-id] .c-number'), /%/);
    await page.locator('.tr[data-id]').first().click();
    await page.waitForSelector('.community .meter');
    const text = await page.textContent('.community');
    assert.match(text, /测得/);
    assert.doesNotMatch(text, /undefined|NaN|below_target|must_set|set by the city/);
  });
});

test('a whole tour: see red, open a gap, ask from there, change language, compare, filter, export, print, reload', async () => {
  const d = await detour();
  await visit('/', async page => {
    await page.click(`.questions [data-k="${d.i}"]`);
    await drawn(page);
    assert.equal(query(page).get('i') ?? d.i, d.i);
    if (await page.$(`[data-k="k-${d.k}"]`)) await page.click(`[data-k="k-${d.k}"]`);
    await drawn(page);
    await page.keyboard.press('/');
    await page.keyboard.type(d.c);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.community .cause p');
    await drawn(page);
    await page.click('[data-k=reach-here]');
    await page.waitForSelector('.reach .bands');
    await page.click('[data-k=lang]');
    assert.match(await sentence(page), /Reach/);
    await page.click('[data-k=tab-change]');
    await page.waitForSelector('.change .inputs');
    await page.click('[data-k=tab-now]');
    await page.waitForSelector('.filters:not([hidden])');
    const district = (await api('/api/v1/summary')).districts[0];
    await page.selectOption('.filters select >> nth=0', district);
    const rows = Number(await page.getAttribute('#table', 'aria-rowcount')) - 1;
    const [csv] = await Promise.all([page.waitForEvent('download'), page.click('[data-k=csv]')]);
    const lines = readFileSync(await csv.path(), 'utf8').trim().split('\r\n');
    assert.equal(lines.length - 1, rows);
    await page.click('[data-k=export]');
    await page.click('[data-k=print]');
    await page.waitForSelector('.sheet', { timeout: 60_000 });
    await shot(page, 'print');
    const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
    assert.equal(pdf.match(/\/Type\s*\/Page[^s]/g).length, 1);
    const [w, h] = /MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)/.exec(pdf).slice(1).map(Number);
    assert.ok(Math.abs(w - 420 * 72 / 25.4) < 2 && Math.abs(h - 297 * 72 / 25.4) < 2, `${w} × ${h} points`); // A3 lying
    await page.click('[data-k=print-close]');
    const seen = [await sentence(page), await page.getAttribute('#table', 'aria-rowcount'), page.url().split('#')[0]];
    await page.reload();
    await drawn(page);
    assert.deepEqual([await sentence(page), await page.getAttribute('#table', 'aria-rowcount'), page.url().split('#')[0]], seen);
  });
});

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds nothing serious, ${colorScheme}`, async () => {
    const d = await detour();
    for (const path of ['/', `/?i=${d.i}&k=${d.k}&c=${d.c}`, '/?t=change', '/?t=work']) {
      await visit(path, async page => {
        await page.waitForTimeout(500);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ['violations'] }));
        const serious = violations.filter(v => v.impact === 'serious' || v.impact === 'critical').map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.target.join(' ') + ' ' + (n.any[0]?.message ?? '')).join(' | ')}`);
        assert.deepEqual(serious, [], path);
      }, { colorScheme, locale: 'en-GB' });
    }
  });
}
