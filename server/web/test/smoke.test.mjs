// The page in a real browser, against a circle15 that serves a computed city at BASE.
// SHOTS is a folder for pictures of what was seen; without it none are taken.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { drawn, launch, open } from './browser.mjs';

const base = process.env.BASE ?? 'http://127.0.0.1:8015';
const shots = process.env.SHOTS;
let browser;

before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

// visit opens an address, runs the steps, and fails on whatever went wrong in the page.
async function visit(path, steps, options = {}, from = browser) {
  const { page, wrong, close } = await open(from, base, options);
  try {
    await options.before?.(page);
    await page.goto(base + path);
    await drawn(page);
    await steps(page);
    assert.deepEqual(wrong.filter(w => !options.forgive?.test(w)), []);
  } finally {
    await close();
  }
}

const shot = (page, name) => shots && page.screenshot({ path: `${shots}/${name}.png` });
const summary = (query = '') => fetch(`${base}/api/v1/summary${query}`).then(r => r.json());
const numbers = (page, selector) => page.$$eval(selector, els => els.map(e => Number(e.textContent.replace(/\D/g, ''))));
const sentence = page => page.textContent('.panel:not([hidden]) .sentence');

test('the first view: sentence, counts, legend and table say what the API says', () => visit('/', async page => {
  const std = (await summary()).standard;
  const id = await page.evaluate(() => document.querySelector('.questions [aria-current]').dataset.k);
  const crit = std.aspects.flatMap(a => a.indicators ?? []).find(i => i.id === id).criteria.find(c => c.binding) ?? {};
  const s = await summary(`?criterion=${crit.id}`);
  const n = s.criteria.find(c => c.id === crit.id);
  assert.deepEqual(await numbers(page, '.count b'), [n.below, n.near, n.unknown, n.pass]);
  assert.deepEqual((await numbers(page, '.legend-row[data-class] .number')), [n.pass, n.near, n.below, n.unknown]);
  assert.equal(await page.textContent('.legend-title'), crit.title.zh);
  assert.ok((await sentence(page)).includes(String(n.fail)), await sentence(page));
  assert.equal(await page.getAttribute('.table', 'aria-rowcount'), String(s.communities.length + 1));
  for (const row of await page.$$('.legend-row[data-class]')) assert.ok(await row.$('.swatch') && await row.$('.sign'));
  await shot(page, 'overview');
}));

test('the tint of each community in view is that of its row', () => visit('/', async page => {
  const { drawnAs, rows } = await page.evaluate(async () => {
    const map = window.circle15.map;
    const seen = Object.fromEntries(map.queryRenderedFeatures(undefined, { layers: ['tint'] }).map(f => [f.properties.id, f.properties.class]));
    return { drawnAs: seen, rows: Object.fromEntries([...document.querySelectorAll('.tr[data-id]')].map(r => [r.dataset.id, r.dataset.class])) };
  });
  const both = Object.keys(rows).filter(id => drawnAs[id]);
  assert.ok(both.length > 3, `${both.length} communities are in both`);
  for (const id of both) assert.equal(drawnAs[id], rows[id], id);
}));

test('choosing another indicator changes address, legend and what is spoken', () => visit('/', async page => {
  const before = await sentence(page);
  await page.keyboard.press(']');
  await drawn(page);
  const chosen = await page.getAttribute('.questions [aria-current]', 'data-k');
  assert.equal(new URL(page.url()).searchParams.get('i'), chosen);
  const now = await sentence(page);
  assert.notEqual(now, before);
  assert.equal(await page.textContent('.live'), now);
  await page.goBack();
  await drawn(page);
  assert.equal(await sentence(page), before);
}));

test('a click in a community opens it, Escape goes back to its row', () => visit('/', async page => {
  const first = page.locator('.tr[data-id]').first();
  const id = await first.getAttribute('data-id');
  await first.click();
  await page.waitForSelector('.community .community-head');
  assert.equal(new URL(page.url()).searchParams.get('c'), id);
  assert.ok((await page.$$('.community .all button')).length > 1);
  await drawn(page);
  await shot(page, 'community');
  await page.keyboard.press('Escape');
  await page.waitForSelector(`.tr[data-id="${id}"]:focus`);
  const at = await page.evaluate(key => {
    const map = window.circle15.map;
    map.jumpTo({ zoom: map.getZoom() });
    const f = map.querySourceFeatures('signs').find(x => x.properties.id === key);
    const p = map.project(f.geometry.coordinates), box = map.getCanvas().getBoundingClientRect();
    return { x: p.x + box.left, y: p.y + box.top };
  }, id);
  await page.mouse.click(at.x, at.y);
  await page.waitForSelector('.community .community-head');
  assert.equal(new URL(page.url()).searchParams.get('c'), id);
}));

test('filters narrow the table, and clearing brings it back', () => visit('/?lang=en', async page => {
  const all = Number(await page.getAttribute('.table', 'aria-rowcount'));
  const failing = (await numbers(page, '.count b'))[0];
  await page.click('.count[data-class=fail]');
  assert.equal(Number(await page.getAttribute('.table', 'aria-rowcount')), failing + 1);
  await page.fill('#filter', 'no such community');
  assert.ok(await page.isVisible('.no-rows'));
  await page.click('.no-rows .link');
  assert.equal(Number(await page.getAttribute('.table', 'aria-rowcount')), all);
  await page.click('.tr.head .c-name button');
  assert.equal(await page.getAttribute('.tr.head .c-name', 'aria-sort'), 'ascending');
}));

test('both languages, without a reload', () => visit('/', async page => {
  await page.evaluate(() => { window.same = true; });
  assert.equal(await page.getAttribute('html', 'lang'), 'zh');
  await page.click('[data-k=lang]');
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
  assert.match(await sentence(page), /communities/);
  assert.equal(await page.evaluate(() => window.same), true);
  await shot(page, 'overview_en');
}));

for (const [width, height] of [[390, 844], [768, 1024], [1280, 720], [1440, 900], [2560, 1440]]) {
  test(`nothing scrolls sideways at ${width} × ${height}`, () => visit('/?lang=en', async page => {
    const { scroll, client } = await page.evaluate(() => ({ scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth }));
    assert.ok(scroll <= client, `${scroll} > ${client}`);
    assert.ok(await page.isVisible('.table'));
    await shot(page, `size_${width}`);
  }, { viewport: { width, height } }));
}

test('without WebGL the table has the width and all columns', async () => {
  const plain = await launch(['--disable-3d-apis']);
  try {
    await visit('/', async page => {
      const s = await summary();
      assert.equal((await page.$$('.tr.head [role=columnheader]')).length, s.residents ? 8 : 7);
      assert.equal(await page.isVisible('.map'), false);
      await shot(page, 'nogl');
    }, {}, plain);
  } finally {
    await plain.close();
  }
});

test('three thousand communities scroll with few rows in the page', () => visit('/', async page => {
  assert.equal(await page.getAttribute('.table', 'aria-rowcount'), '3001');
  assert.ok((await page.$$('.tr[data-id]')).length < 80);
  await page.$eval('.scroll', el => { el.scrollTop = el.scrollHeight; });
  await page.waitForSelector('.tr[aria-rowindex="3001"]');
  assert.ok((await page.$$('.tr[data-id]')).length < 80);
}, {
  before: page => page.route('**/api/v1/summary**', async route => {
    const answer = await route.fetch();
    const body = await answer.json();
    body.communities = Array.from({ length: 3000 }, (_, i) => ({ ...body.communities[i % body.communities.length], id: `x${i}`, name: `第 ${i} 社区` }));
    await route.fulfill({ response: answer, json: body });
  }),
}));

test('a name is shown as text, whatever it holds', () => visit('/', async page => {
  assert.equal(await page.textContent('.tr[data-id] .name'), '<img src=x onerror=window.hit=1>');
  assert.equal(await page.evaluate(() => window.hit), undefined);
}, {
  before: page => page.route('**/api/v1/summary**', async route => {
    const answer = await route.fetch();
    const body = await answer.json();
    for (const r of body.communities) r.name = '<img src=x onerror=window.hit=1>';
    await route.fulfill({ response: answer, json: body });
  }),
}));

test('an error says what is wrong, and trying again mends it', async () => {
  const { page, close } = await open(browser, base);
  try {
    let broken = true;
    await page.route('**/api/v1/summary**', route => broken
      ? route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify({ type: 'urn:circle15:problem:internal', title: '内部错误', detail: '请看日志。' }) })
      : route.continue());
    await page.goto(base);
    await page.waitForSelector('.empty:not([hidden])');
    assert.match(await page.textContent('.empty'), /请看日志/);
    broken = false;
    await page.click('.empty .button');
    await page.waitForSelector('.tr[data-id]');
  } finally {
    await close();
  }
});
