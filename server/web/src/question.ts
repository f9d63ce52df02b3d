import type { App } from './app.ts';
import type { Counted, Criterion, Indicator, Standard } from './api.ts';
import { countOf, stacked } from './bar.ts';
import { h, swap } from './dom.ts';
import { t, text } from './i18n.ts';
import { mark } from './measured.ts';
import { mainCriterion, overall } from './state.ts';
import { standardPicker } from './top.ts';

// question is the left panel: the standard, the overall result, and a row for each indicator.
export function question(app: App): HTMLElement {
  const list = h('div', { class: 'questions' });
  const el = h('nav', { class: 'question', id: 'question' }, list);
  list.addEventListener('keydown', e => {
    if (e.key !== 'ArrowDown' && e.key !== 'ArrowUp') return;
    e.preventDefault();
    step(app, e.key === 'ArrowDown' ? 1 : -1);
    (list.querySelector('[aria-current]') as HTMLElement | null)?.focus();
  });
  app.onChange(() => {
    el.setAttribute('aria-label', t('question'));
    const s = app.summary;
    if (!s) return swap(list, ...(app.loading ? skeleton() : []));
    swap(list, head(app), overallRow(app), ...s.standard.aspects.flatMap(a => [
      h('h3', { class: 'aspect' }, h('span', {}, text(a.title)), h('span', { class: 'unit' }, t('notmet'))),
      ...(a.indicators ?? []).map(i => row(app, i, s.indicators.find(c => c.id === i.id))),
    ]));
  });
  return el;
}

function skeleton(): HTMLElement[] {
  return Array.from({ length: 10 }, () => h('div', { class: 'grey-row', 'aria-hidden': 'true' }));
}

// step chooses the next indicator, or the one before.
export function step(app: App, by: number): void {
  const all = [overall, ...(app.summary?.standard.aspects.flatMap(a => (a.indicators ?? []).filter(i => i.criteria?.length).map(i => i.id)) ?? [])];
  const at = all.indexOf(app.state.i);
  const next = all[Math.max(0, Math.min(all.length - 1, at + by))];
  if (next !== app.state.i) app.set({ i: next, k: '', s: '' });
}

function head(app: App): HTMLElement {
  return h('div', { class: 'standard' }, h('div', { class: 'small' }, t('standard')), standardPicker(app));
}

function overallRow(app: App): HTMLElement {
  const s = app.summary!;
  const chosen = app.state.i === overall;
  const n = s.standard.aspects.reduce((sum, a) => sum + (a.indicators?.length ?? 0), 0);
  return h('button', { class: 'overall' + (chosen ? ' chosen' : ''), type: 'button', 'data-k': overall, 'aria-current': chosen ? 'true' : undefined,
    click: () => app.set({ i: overall, k: '', s: '' }) },
  h('span', { class: 'line' }, h('span', { class: 'strong' }, t('overall')),
    h('span', { class: 'strong number' }, `${s.overall.fail}\u00a0/\u00a0${s.overall.communities}`)),
  h('span', { class: 'line small' }, h('span', {}, t('aspects', { a: s.standard.aspects.length, i: n })), h('span', {}, t('notmet'))));
}

function row(app: App, ind: Indicator, n: Counted | undefined): HTMLElement {
  const chosen = app.state.i === ind.id;
  const usable = !!ind.criteria?.length && !!n;
  const button = h('button', {
    class: 'indicator' + (n?.advisory ? ' advisory' : ''), type: 'button', 'data-k': ind.id, disabled: !usable,
    'aria-current': chosen ? 'true' : undefined, title: text(ind.title), click: () => app.set({ i: ind.id, k: '', s: '' }),
  },
  h('span', { class: 'title' }, text(ind.title)),
  usable ? stacked(n, 'mini') : h('span', { class: 'mini' }),
  h('span', { class: 'number' + (n?.fail ? '' : ' none') }, usable ? String(n.fail) : '—'));
  if (!chosen || !usable) return button;
  return h('div', { class: 'chosen' }, button, detail(app, ind));
}

// detail is what the chosen row opens: its criteria when there are several, the sentence, the speed and the clause.
function detail(app: App, ind: Indicator): HTMLElement {
  const crit = app.chosen.indicator?.id === ind.id ? app.chosen.criterion : mainCriterion(ind);
  const several = (ind.criteria?.length ?? 0) > 1;
  return h('div', { class: 'detail' },
    several ? h('div', { class: 'criteria' }, ...ind.criteria!.map(c => criterionRow(app, ind, c, c.id === crit?.id))) :
      h('div', {}, crit ? text(crit.title) : ''),
    crit && h('div', { class: 'small' }, basis(app.summary!.standard, crit)));
}

function criterionRow(app: App, ind: Indicator, c: Criterion, chosen: boolean): HTMLElement {
  const n = app.summary?.criteria.find(x => x.id === c.id);
  return h('button', { class: 'criterion', type: 'button', 'data-k': `k-${c.id}`, 'aria-pressed': String(chosen),
    click: () => app.set({ k: c.id === mainCriterion(ind)?.id ? '' : c.id, s: '' }) },
  h('span', { class: 'title' }, text(c.title), c.binding ? '' : h('span', { class: 'small' }, ' ' + t('advisory.short'))), h('span', { class: 'number' }, n ? String(countOf(n, 'fail') + countOf(n, 'near')) : ''));
}

function basis(std: Standard, c: Criterion): string {
  const speed = std.profiles[c.limit.profile]?.speed_mps;
  const parts = [
    c.limit.unit === 'min' && speed ? t('speed', { v: speed.toFixed(2).replace(/0$/, '') }) : '',
    mark(c), c.source, c.must_set && c.confidence !== 'high' ? t('basis.choice') : '', c.binding ? '' : t('advisory'),
  ];
  return parts.filter(Boolean).join(' · ');
}
