import type { App } from './app.ts';
import type { Run } from './api.ts';
import { h, swap, svg } from './dom.ts';
import { date } from './format.ts';
import { lang, t, text, type Key } from './i18n.ts';
import type { MapKeys } from './keys.ts';
import { search } from './search.ts';
import { icon } from './signs.ts';
import type { Tab } from './state.ts';
import { take } from './take.ts';
import { switchTheme } from './theme.ts';

// top is the bar above all: whose city it is, what is looked at, search, which run is shown, what to take away, and the language.
export function top(app: App, map: () => MapKeys | undefined): HTMLElement {
  const left = h('div', { class: 'top-part' }), right = h('div', { class: 'top-part' });
  const el = h('header', { class: 'top' }, left, search(app, map), h('span', { class: 'spring' }), right, take(app, map));
  const last = h('div', { class: 'top-part' });
  el.append(last);
  app.onChange(() => {
    const s = app.summary;
    document.title = [s?.city, t('product')].filter(Boolean).join(' · ');
    swap(left, h('a', { class: 'skip', href: '#table', click: e => { e.preventDefault(); document.getElementById('table')?.focus(); } }, t('skip')),
      h('button', { class: 'menu', type: 'button', 'data-k': 'menu', 'aria-label': t('menu'), 'aria-controls': 'question', 'aria-expanded': String(document.body.classList.contains('show-question')),
        click: () => { document.body.classList.toggle('show-question'); app.changed(); } }, icon('menu')),
      logo(), h('div', { class: 'brand' }, h('div', { class: 'strong' }, s?.city || 'circle15'), h('div', { class: 'small' }, t('product'))), tabs(app));
    swap(right, s ? runPicker(app, app.ofStandard().length ? app.ofStandard() : [s.run]) : '');
    swap(last, h('button', { class: 'button', type: 'button', 'data-k': 'theme', 'aria-label': t('theme'), title: t('theme'), click: () => switchTheme() }, icon('theme')),
      h('button', { class: 'button', type: 'button', 'data-k': 'lang', lang: lang() === 'zh' ? 'en' : 'zh', 'aria-label': t('language.name'), click: () => app.set({ lang: lang() === 'zh' ? 'en' : 'zh' }, false) }, t('language')));
  });
  return el;
}

function tabs(app: App): HTMLElement {
  const all: [Tab, Key][] = [['now', 'tab.now'], ['change', 'tab.change'], ['work', 'tab.work']];
  return h('div', { class: 'segments tabs', role: 'group', 'aria-label': t('tabs') }, ...all.map(([id, word]) => h('button', {
    type: 'button', 'data-k': `tab-${id}`, 'aria-pressed': String(app.state.t === id), click: () => app.set({ t: id, c: '', at: '' }) }, t(word))));
}

function runPicker(app: App, runs: Run[]): HTMLElement {
  const label = (r: Run) => [t('run', { n: r.number }), r.data_date ? t('data', { date: date(r.data_date, lang()) }) : ''].filter(Boolean).join(' · ');
  const select = h('select', { class: 'button', 'data-k': 'run', 'aria-label': t('run', { n: '' }), change: () => {
    const n = Number(select.value);
    app.set({ run: n === app.latest() ? 0 : n, c: '', at: '' });
  } }, ...runs.map(r => h('option', { value: r.number }, label(r))));
  select.value = String(app.summary!.run.number);
  return select;
}

// standardPicker chooses among the standards that have runs; with one there is nothing to choose.
export function standardPicker(app: App): HTMLElement {
  const std = app.summary!.standard;
  const known = new Map(app.runs.map(r => [r.standard, text(r.standard_title)]));
  if (known.size < 2) return h('div', { class: 'strong' }, text(std.title));
  const select = h('select', { class: 'plain strong', 'data-k': 'standard', 'aria-label': t('standard'), change: () =>
    app.set({ std: select.value === app.firstStandard() ? '' : select.value, run: 0, cmp: 0, i: '', k: '', c: '', s: '', at: '' }) },
  ...[...known].map(([id, title]) => h('option', { value: id }, title)));
  select.value = std.id;
  return select;
}

function logo(): SVGElement {
  return svg('svg', { class: 'logo', viewBox: '0 0 32 32', width: 28, height: 28, 'aria-hidden': 'true' },
    svg('circle', { cx: 16, cy: 16, r: 14.5, fill: 'none', stroke: '#0B5C8F', 'stroke-width': 1.6 }),
    svg('circle', { cx: 16, cy: 16, r: 10.5, fill: '#0B5C8F' }),
    svg('text', { x: 16, y: 20, 'text-anchor': 'middle', fill: '#fff', 'font-size': 11, 'font-weight': 600 }, '15'));
}
