import type { App } from './app.ts';
import type { Row } from './api.ts';
import { covered, share } from './bar.ts';
import { h, swap } from './dom.ts';
import { area, nothing, percent, whole } from './format.ts';
import { t, type Key } from './i18n.ts';
import { shownValue } from './measured.ts';
import { sign } from './signs.ts';

// A column of the table. The table of communities is the map for those who cannot see or use it.
interface Column { id: string; head: Key; className: string; cell: (r: Row, app: App) => (Node | string)[] }

const label = (r: Row, ...more: Node[]) => [sign(r.class), h('span', { class: 'label', title: r.name || r.id },
  h('span', { class: 'name' }, r.name || r.id), r.provisional ? h('span', { class: 'dot', title: t('provisional') }, '*') : '', ...more)];
const name: Column = { id: 'name', head: 'col.community', className: 'c-name', cell: r => label(r) };
const nameDistrict: Column = { ...name, cell: r => label(r, h('span', { class: 'district' }, r.district)) };
const district: Column = { id: 'district', head: 'col.district', className: 'c-text', cell: r => [r.district || nothing] };
const result: Column = { id: 'class', head: 'col.class', className: 'c-text', cell: r => [t(`class.${r.class}`)] };
const people: Column = { id: 'people', head: 'col.people', className: 'c-number', cell: r => [whole(r.residents?.whole)] };
const res: Column = { id: 'res', head: 'col.residents', className: 'c-bar', cell: (r, app) => [
  r.residents ? share(covered(r.residents), app.chosen.criterion?.require ?? 0, 'mini') : '', h('span', {}, percent(r.residents?.covered_pct))] };
const deciding: Column = { id: 'share', head: 'col.share', className: 'c-bar', cell: (r, app) => [
  r.deciding_pct == null ? '' : share(r.deciding_pct / 100, app.chosen.criterion?.require ?? 0, 'mini'),
  h('span', { title: r.share_basis ? t(`basis.${r.share_basis}` as Key) : '' }, percent(r.deciding_pct))] };
const areaOnly: Column = { id: 'area', head: 'col.area', className: 'c-pct', cell: r => [percent(r.area?.covered_pct)] };
const out: Column = { id: 'out', head: 'col.out', className: 'c-number strong', cell: r => [whole(r.residents?.in_gap)] };
const outArea: Column = { id: 'out', head: 'col.outArea', className: 'c-number strong', cell: r => [area(r.area?.in_gap)] };
const cause: Column = { id: 'cause', head: 'col.cause', className: 'c-cause', cell: r => [
  r.main_cause ? `${t(`cause.${r.main_cause}` as Key)} · ${area(r.main_cause_m2)}` : nothing] };
const value: Column = { id: 'value', head: 'measured.value', className: 'c-number strong', cell: (r, app) => {
  const c = app.chosen.criterion!;
  return [shownValue(c, r.value) + (r.value != null && r.high != null && r.high !== r.value ? `–${shownValue(c, r.high)}` : '')];
} };
const failing: Column = { id: 'failing', head: 'col.failing', className: 'c-number strong', cell: r => [`${r.failing ?? nothing} / ${r.decided ?? nothing}`] };

function columns(app: App): Column[] {
  if (!app.chosen.criterion) return app.hasMap ? [nameDistrict, failing] : [name, district, result, failing];
  const residents = app.summary?.residents;
  if (!app.chosen.criterion.limit.unit) return app.hasMap ? [nameDistrict, value] : residents ? [name, district, result, people, value] : [name, district, result, value];
  if (app.hasMap) return residents ? [nameDistrict, res, areaOnly, out] : [nameDistrict, deciding, areaOnly, outArea];
  return residents ? [name, district, result, people, res, areaOnly, out, cause] : [name, district, result, deciding, areaOnly, outArea, cause];
}

// Beyond the rows in view, this many stay in the DOM on each side.
const spare = 12;

// table shows the communities; only the rows in view are in the DOM.
export function table(app: App): HTMLElement {
  const head = h('div', { class: 'tr head', role: 'row' });
  const before = h('div', { 'aria-hidden': 'true' });
  const body = h('div', { role: 'rowgroup' });
  const after = h('div', { 'aria-hidden': 'true' });
  const scroll = h('div', { class: 'scroll' }, before, body, after);
  const none = h('div', { class: 'no-rows', hidden: true });
  const el = h('div', { class: 'table', role: 'table', id: 'table', tabindex: -1, hidden: true }, h('div', { role: 'rowgroup' }, head), scroll, none);
  let rows: Row[] = [], shown: Column[] = [], active = '';

  const draw = () => {
    const height = parseFloat(getComputedStyle(el).getPropertyValue('--row')) * parseFloat(getComputedStyle(document.documentElement).fontSize) || 35;
    const first = Math.max(0, Math.floor(scroll.scrollTop / height) - spare);
    const last = Math.min(rows.length, Math.ceil((scroll.scrollTop + scroll.clientHeight) / height) + spare);
    before.style.height = `${first * height}px`;
    after.style.height = `${(rows.length - last) * height}px`;
    swap(body, ...rows.slice(first, last).map((r, i) => tr(app, r, shown, first + i, r.id === active)));
  };
  const focusRow = (by: number) => {
    const at = Math.max(0, Math.min(rows.length - 1, rows.findIndex(r => r.id === active) + by));
    if (!rows[at]) return;
    active = rows[at].id;
    draw();
    const row = body.querySelector<HTMLElement>(`[data-id="${CSS.escape(active)}"]`);
    row?.focus();
    row?.scrollIntoView({ block: 'nearest' });
  };
  scroll.addEventListener('scroll', draw, { passive: true });
  new ResizeObserver(draw).observe(scroll);
  el.addEventListener('keydown', e => {
    const by = ({ ArrowDown: 1, ArrowUp: -1, j: 1, k: -1, PageDown: 10, PageUp: -10 } as Record<string, number>)[e.key];
    if (!by || !(e.target as HTMLElement).classList.contains('tr')) return;
    e.preventDefault();
    focusRow(by);
  });
  app.onHover(() => {
    for (const row of body.children) row.classList.toggle('hovered', (row as HTMLElement).dataset.id === app.hovered);
  });
  app.onChange(() => {
    if (!app.summary) return;
    rows = app.rows();
    shown = columns(app);
    if (!rows.some(r => r.id === active)) active = rows[0]?.id ?? '';
    el.className = `table cols-${shown.map(c => c.id).join('-')}`;
    el.setAttribute('aria-label', t('col.community'));
    el.setAttribute('aria-rowcount', String(rows.length + 1));
    swap(head, ...shown.map(c => th(app, c)));
    none.hidden = rows.length > 0;
    scroll.hidden = !rows.length;
    swap(none, t('nothing') + ' ', h('button', { type: 'button', class: 'link', click: () => { app.follows = false; app.set({ q: '', d: '', s: '' }); } }, t('clear')));
    draw();
  });
  return el;
}

function th(app: App, c: Column): HTMLElement {
  const mine = app.state.o.replace(/^-/, '') === c.id;
  const down = app.state.o.startsWith('-');
  const next = mine ? (down ? c.id : '-' + c.id) : (c.id === 'name' || c.id === 'district' || c.id === 'cause' ? c.id : '-' + c.id);
  return h('div', { role: 'columnheader', class: c.className, 'aria-sort': mine ? (down ? 'descending' : 'ascending') : 'none' },
    h('button', { type: 'button', 'data-k': `sort-${c.id}`, click: () => app.set({ o: next }, false) }, t(c.head), mine ? (down ? ' ↓' : ' ↑') : ''));
}

function tr(app: App, r: Row, shown: Column[], at: number, active: boolean): HTMLElement {
  return h('div', {
    class: 'tr' + (app.hovered === r.id ? ' hovered' : ''), role: 'row', tabindex: active ? 0 : -1, 'aria-rowindex': at + 2,
    'data-id': r.id, 'data-k': `row-${r.id}`, 'data-class': r.class,
    click: () => app.set({ c: r.id, at: '' }), mouseenter: () => app.hover(r.id), mouseleave: () => app.hover(''),
    keydown: ((e: KeyboardEvent) => { if (e.key === 'Enter') app.set({ c: r.id, at: '' }); }) as EventListener,
  }, ...shown.map(c => h('div', { role: 'cell', class: c.className }, ...c.cell(r, app))));
}
