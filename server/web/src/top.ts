import type { App } from './app.ts';
import { get, type Run } from './api.ts';
import { h, swap, svg } from './dom.ts';
import { date } from './format.ts';
import { lang, t, text } from './i18n.ts';
import { icon } from './signs.ts';

// top is the bar above all: whose city it is, which run is shown, and the language.
export function top(app: App): HTMLElement {
  const el = h('header', { class: 'top' });
  let runs: Run[] = [];
  let asked = 0;
  app.onChange(() => {
    const s = app.summary;
    if (s && asked !== s.run.number) {
      asked = s.run.number;
      void get<{ runs: Run[] }>('/api/v1/runs').then(a => { runs = a.runs; app.changed(); }, () => { asked = 0; });
    }
    document.title = [s?.city, t('product')].filter(Boolean).join(' · ');
    swap(el, h('a', { class: 'skip', href: '#table', click: e => { e.preventDefault(); document.getElementById('table')?.focus(); } }, t('skip')),
      h('button', { class: 'menu', type: 'button', 'data-k': 'menu', 'aria-label': t('menu'), 'aria-controls': 'question', click: () => document.body.classList.toggle('show-question') }, icon('menu')),
      logo(), h('div', { class: 'brand' }, h('div', { class: 'strong' }, s?.city || 'circle15'), h('div', { class: 'small' }, t('product'))),
      h('span', { class: 'spring' }), s ? runPicker(app, runs.length ? runs : [s.run]) : '',
      h('button', { class: 'button', type: 'button', 'data-k': 'lang', lang: lang() === 'zh' ? 'en' : 'zh', 'aria-label': t('language.name'), click: () => app.set({ lang: lang() === 'zh' ? 'en' : 'zh' }, false) }, t('language')));
  });
  return el;
}

function runPicker(app: App, runs: Run[]): HTMLElement {
  const label = (r: Run) => [t('run', { n: r.number }), r.data_date ? t('data', { date: date(r.data_date, lang()) }) : '',
    r.standard === app.summary!.run.standard ? '' : text(r.standard_title)].filter(Boolean).join(' · ');
  const select = h('select', { class: 'button', 'data-k': 'run', 'aria-label': t('run', { n: '' }), change: () => {
    const n = Number(select.value);
    app.set({ run: n === app.summary!.latest_run ? 0 : n, c: '' });
  } }, ...runs.map(r => h('option', { value: r.number }, label(r))));
  select.value = String(app.summary!.run.number);
  return select;
}

function logo(): SVGElement {
  return svg('svg', { class: 'logo', viewBox: '0 0 32 32', width: 28, height: 28, 'aria-hidden': 'true' },
    svg('circle', { cx: 16, cy: 16, r: 14.5, fill: 'none', stroke: '#0B5C8F', 'stroke-width': 1.6 }),
    svg('circle', { cx: 16, cy: 16, r: 10.5, fill: '#0B5C8F' }),
    svg('text', { x: 16, y: 20, 'text-anchor': 'middle', fill: '#fff', 'font-size': 11, 'font-weight': 600 }, '15'));
}
