import type { App } from './app.ts';
import type { Class, Scope } from './api.ts';
import { countOf, stacked } from './bar.ts';
import { h, swap } from './dom.ts';
import { area, people, percent } from './format.ts';
import { lang, t, text } from './i18n.ts';
import { mark } from './measured.ts';
import { classes, icon, sign } from './signs.ts';
import { ladder } from './ladder.ts';
import { table } from './table.ts';
import { downloads } from './downloads.ts';

// answer is the right panel when no community is open: sentence, bar, counts, filters and the table.
export function answer(app: App): HTMLElement {
  const head = h('div', { class: 'answer-head' });
  const filters = filterRow(app);
  const rows = table(app);
  const foot = h('div', { class: 'foot' });
  const el = h('div', { class: 'panel' }, head, filters, rows, foot);
  app.onChange(() => {
    el.hidden = !!app.state.c || app.state.t !== 'now' || app.reaching() || !!app.problem && !app.summary;
    el.classList.toggle('waiting', app.loading && !!app.summary);
    const n = app.scope();
    if (!n) return swap(head, ...(app.loading ? [h('div', { class: 'grey-row big' }), h('div', { class: 'grey-row' }), h('div', { class: 'grey-row' })] : []));
    swap(head, h('h1', { class: 'sentence' }, ...sentence(app, n)), note(app, n), stacked(n, 'wide-bar'),
      h('div', { class: 'counts' }, ...classes.map(c => count(app, c, countOf(n, c)))), app.summary!.ladder ? ladder(app) : '');
    filters.hidden = rows.hidden = false;
    swap(foot, ...downloads(app));
  });
  return el;
}

// sentence says the answer in one line; the number of communities that fail stands out.
export function sentence(app: App, n: Scope): (HTMLElement | string)[] {
  const where = app.state.d ? t('sentence.in', { district: app.state.d }) : '';
  const judged = n.pass + n.fail;
  if (judged === 0 && n.communities > 0) return [where + t('sentence.unjudged', { n: n.communities, what: app.subject() })];
  if (n.fail === 0 && n.pass === n.communities) return [where, h('span', { class: 'all-met' }, t('sentence.met', { n: n.communities }))];
  const count = t('sentence.count', { k: n.fail, n: n.communities });
  const [before, after] = t('sentence', { n: n.communities, k: '\u0001', what: app.subject() }).split('\u0001');
  return [where + before, h('span', { class: n.fail ? 'bad' : 'all-met' }, count), after];
}

// spoken is the sentence for the live region.
export function spoken(app: App): string {
  const n = app.scope();
  return n ? sentence(app, n).map(p => typeof p === 'string' ? p : p.textContent).join('') : '';
}

function note(app: App, n: Scope): HTMLElement {
  const parts: string[] = [];
  if (!app.chosen.criterion && app.summary) {
    parts.push(t('sentence.overall.note', { n: app.summary.indicators.length, d: app.summary.deciding }));
  } else if (!app.chosen.criterion?.limit.unit) {
    parts.push([text(app.chosen.criterion!.title), mark(app.chosen.criterion!)].filter(Boolean).join(' · '));
  } else if (n.residents?.in_gap) {
    parts.push(t('sentence.residents', { m: people(n.residents.in_gap, lang()), p: percent(n.residents.in_gap_pct), title: app.title() }));
  } else if (n.area?.in_gap && !n.residents) {
    parts.push(t('sentence.area', { m: area(n.area.in_gap), p: percent(n.area.in_gap_pct), title: app.title() }));
  }
  return h('p', { class: 'note' }, parts.join(''), app.chosen.criterion && !app.chosen.criterion.binding && h('span', { class: 'chip' }, t('sentence.advisory')));
}

function count(app: App, c: Class, n: number): HTMLElement {
  const pressed = app.state.s === c;
  return h('button', { class: 'count', type: 'button', 'data-k': `count-${c}`, 'data-class': c, 'aria-pressed': String(pressed), click: () => app.set({ s: pressed ? '' : c }) },
    sign(c, false), t(`class.${c}`), h('b', {}, String(n)));
}

// filterRow is made once, so that typing is not disturbed.
function filterRow(app: App): HTMLElement {
  const search = h('input', { type: 'search', id: 'filter', autocomplete: 'off', input: () => app.set({ q: search.value }, false) });
  const district = h('select', { change: () => app.set({ d: district.value }) });
  const cls = h('select', { change: () => app.set({ s: cls.value as Class | '' }) });
  const box = h('label', { class: 'search' }, icon('search'), search);
  const el = h('div', { class: 'filters', hidden: true }, box, district, cls);
  const option = (value: string, label: string) => h('option', { value }, label);
  app.onChange(() => {
    search.placeholder = t('filter');
    search.setAttribute('aria-label', t('filter'));
    district.setAttribute('aria-label', t('col.district'));
    cls.setAttribute('aria-label', t('col.class'));
    if (document.activeElement !== search) search.value = app.state.q;
    const districts = app.summary?.districts ?? [];
    district.hidden = districts.length < 2;
    district.replaceChildren(option('', t('district.all')), ...districts.map(d => option(d, d)));
    district.value = districts.includes(app.state.d) ? app.state.d : '';
    cls.replaceChildren(option('', t('class.all')), ...classes.map(c => option(c, t(`class.${c}`))));
    cls.value = app.state.s;
  });
  return el;
}
