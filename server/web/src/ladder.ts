import type { App } from './app.ts';
import type { Colour, Rung, Step } from './api.ts';
import { h } from './dom.ts';
import { amount, nothing, percentOf } from './format.ts';
import { t, text } from './i18n.ts';

const colours: Colour[] = ['red', 'yellow', 'green', 'grey'];

// ladder shows the districts beside the city: three colours, how evenly people are served, targets. With one criterion chosen it is about that.
export function ladder(app: App): HTMLElement {
  const { city, districts } = app.summary!.ladder;
  const id = app.chosen.criterion?.id;
  const step = (r: Rung) => id ? r.criteria.find(c => c.id === id) : r.overall;
  const rungs = [city, ...districts ?? []];
  const even = city.equity?.find(e => e.id === (id ?? 'overall'));
  const opened = app.ladderOpen;
  const el = h('details', { class: 'ladder', toggle: (() => { app.ladderOpen = el.open; }) as EventListener },
    h('summary', { 'data-k': 'ladder' }, t('ladder')),
    h('table', { class: 'evidence' },
      h('thead', {}, h('tr', {}, h('th', {}, t('col.district')), ...colours.map(c => h('th', { class: 'c-number' }, h('span', { class: `lamp ${c}` }), t(`colour.${c}`))),
        even ? h('th', { class: 'c-number', title: t('equity.tenth.why') }, t('equity.tenth')) : '')),
      h('tbody', {}, ...rungs.map(r => rungRow(app, r, step(r), id ?? 'overall', !!even)))),
    even ? h('p', { class: 'small' }, t('equity', { mean: percentOf(even.mean), tenth: percentOf(even.worst_tenth), gini: even.gini.toFixed(3), palma: even.palma == null ? nothing : even.palma.toFixed(2) })) : '',
    ...(city.targets ?? []).map(x => h('div', { class: 'target' }, h('div', { class: 'line' }, h('span', {}, text(x.title)), h('b', {}, `${amount(x.done)} / ${amount(x.need)}`)), bullet(x.done, x.need))));
  el.open = opened;
  return el;
}

function rungRow(app: App, r: Rung, s: Step | undefined, id: string, even: boolean): HTMLElement {
  const e = r.equity?.find(x => x.id === id);
  return h('tr', {}, h('td', {}, r.district ? h('button', { type: 'button', class: 'link', 'data-k': `rung-${r.district}`, click: () => app.set({ d: app.state.d === r.district ? '' : r.district! }) }, r.district) : h('b', {}, t('ladder.city'))),
    ...colours.map(c => h('td', { class: 'c-number' }, String(s?.colours?.[c] ?? 0))), even ? h('td', { class: 'c-number' }, e ? percentOf(e.worst_tenth) : nothing) : '');
}

// bullet is how much of a target is done.
function bullet(done: number, need: number): HTMLElement {
  const filled = h('span', { class: 'filled' });
  filled.style.width = `${need > 0 ? Math.min(100, 100 * done / need) : 0}%`;
  return h('span', { class: 'share wide', 'aria-hidden': 'true' }, filled);
}
