import type { App } from './app.ts';
import type { Criterion, Evidence, Report, Result, Seen } from './api.ts';
import { covered, share } from './bar.ts';
import { h, swap } from './dom.ts';
import { area, date, metres, minutes, nbsp, nothing, percent, whole } from './format.ts';
import { lang, t, text, type Key } from './i18n.ts';
import { icon, sign } from './signs.ts';
import { mainCriterion } from './state.ts';

// community is the right panel when one is open: how much, why, evidence, all indicators, basis.
export function community(app: App): HTMLElement {
  const el = h('div', { class: 'panel community', hidden: true, tabindex: -1 });
  let shown = '';
  app.onChange(() => {
    const { c } = app.state;
    el.hidden = !c;
    if (!c) { shown = ''; return swap(el); }
    const r = app.report?.id === c ? app.report : undefined;
    if (app.reportProblem) return swap(el, back(app), h('p', { class: 'problem' }, app.reportProblem.detail),
      h('button', { type: 'button', class: 'button', click: () => void app.loadReport() }, t('retry')));
    if (!r || !app.summary) return swap(el, back(app), h('div', { class: 'grey-row big' }), h('div', { class: 'grey-row' }), h('div', { class: 'grey-row' }));
    const crit = app.chosen.criterion;
    const result = r.results.find(x => x.criterion === crit?.id);
    swap(el, back(app), head(r, result), ...(crit && result ? [...howMuch(result, crit), ...why(result, crit), ...evidence(result, crit)] : []),
      ...allIndicators(app, r), ...(crit && result ? [basis(app, crit, result)] : []));
    if (shown !== c) { shown = c; el.scrollTop = 0; el.focus({ preventScroll: true }); }
  });
  return el;
}

function back(app: App): HTMLElement {
  const rows = app.rows();
  const at = rows.findIndex(r => r.id === app.state.c);
  const go = (by: number) => { const next = rows[at + by]; if (next) app.set({ c: next.id }); };
  return h('div', { class: 'back' },
    h('button', { type: 'button', class: 'link', 'data-k': 'back', click: () => app.set({ c: '' }) }, icon('left'), t('back')),
    h('span', { class: 'spring' }),
    at < 0 ? '' : h('span', { class: 'small' }, t('position', { i: at + 1, n: rows.length })),
    h('button', { type: 'button', class: 'step', 'data-k': 'previous', 'aria-label': t('previous'), disabled: at <= 0, click: () => go(-1) }, icon('left')),
    h('button', { type: 'button', class: 'step', 'data-k': 'next', 'aria-label': t('next'), disabled: at < 0 || at >= rows.length - 1, click: () => go(1) }, icon('right')));
}

function head(r: Report, result: Result | undefined): HTMLElement {
  const c = result?.class ?? r.class;
  const facts = [r.district, r.residents == null ? '' : t('residents', { n: whole(r.residents) }), area(r.area_m2)];
  return h('header', { class: 'community-head' },
    h('div', {}, h('h1', { class: 'sentence', title: r.name || r.id }, r.name || r.id), h('p', { class: 'note' }, facts.filter(Boolean).join(' · '))),
    h('span', { class: `pill ${c}` }, sign(c, false), t(`class.${c}`)));
}

function howMuch(result: Result, c: Criterion): HTMLElement[] {
  const bar = (label: string, part: number, pct: number | null | undefined, className: string) => h('div', { class: 'meter' },
    h('span', {}, label), share(part, c.require, className), h('b', {}, percent(pct)));
  const decides = `decides ${result.class}`;
  const rows = [h('div', { class: 'line small' }, h('span', {}, text(c.title)), h('span', {}, c.scope === 'places' ? t('require', { p: percent(Math.round(c.require * 100)) }) : ''))];
  if (result.residents) rows.push(bar(t('col.residents'), covered(result.residents), result.residents.covered_pct, result.share_basis === 'residents' ? decides : ''));
  if (result.deciding_pct != null && result.share_basis !== 'residents') {
    rows.push(bar(t('col.share'), result.deciding_pct / 100, result.deciding_pct, decides));
    rows.push(h('div', { class: 'small' }, t(`basis.${result.share_basis}` as Key)));
  }
  if (result.area) rows.push(bar(t('col.area'), covered(result.area), result.area.covered_pct, ''));
  rows.push(h('div', { class: 'small' }, t('have', { have: result.have, need: result.need })));
  if (result.provisional.length) rows.push(h('div', { class: 'small provisional' }, h('span', { class: 'chip' }, t('provisional')), result.provisional.map(reason).join(lang() === 'zh' ? '；' : '; ')));
  return rows;
}

function reason(code: string): string {
  const [kind, x = ''] = code.split(':');
  const key = `prov.${kind}` as Key;
  return ['assumed_layer', 'must_set', 'assumed_gate', 'unknown_hours', 'unknown_kerbs'].includes(kind) ? t(key, { x }) : code;
}

function cost(v: number, unit: 'min' | 'm'): string {
  return unit === 'min' ? minutes(v) + nbsp + t('unit.min') : metres(v);
}

function why(result: Result, c: Criterion): HTMLElement[] {
  if (!result.gaps.length) return [];
  const e = result.evidence;
  // The evidence is from where most people are, so it stands with the gap that has most of them.
  const gaps = [...result.gaps].sort((a, b) => (b.residents ?? 0) - (a.residents ?? 0) || b.area_m2 - a.area_m2);
  return [h('h3', {}, t(result.status === 'pass' ? 'why.gaps' : 'why')),
    ...gaps.map((g, i) => h('div', { class: 'cause' },
      h('div', {}, h('span', { class: `swatch cause-${g.cause}` }),
        h('b', {}, ' ' + [t(`cause.${g.cause}` as Key), area(g.area_m2), g.residents == null ? '' : t('residents', { n: whole(g.residents) })].filter(Boolean).join(' · '))),
      i === 0 && e?.in_gap && !undecided.has(g.cause) ? gapSentence(e, c) : ''))];
}

// What cannot be judged has no distance that would explain it.
const undecided = new Set(['unlinked', 'undecidable', 'no_data']);

// gapSentence says both distances to what is missed, and how much less would pass.
function gapSentence(e: Evidence, c: Criterion): HTMLElement {
  const parts: (string | HTMLElement)[] = [];
  if (e.missed) parts.push(t('straight', { s: metres(e.missed.straight_m), w: metres(e.missed.metres) }) + (lang() === 'en' ? ' ' : ''));
  else if (!e.counted.length || e.break_even == null) parts.push(t('missed.none', { t: cost(c.limit.value * 1.5, c.limit.unit) }));
  if (e.over != null) {
    parts.push(h('b', {}, e.over_m != null ? t('breakeven', { m: metres(e.over_m), t: cost(e.over, e.unit) }) : t('breakeven.short', { t: cost(e.over, e.unit) })));
  }
  return h('p', {}, ...parts);
}

// lineName is what is written on the bus: the part of "operator|line" after the operator.
function lineName(key: string | undefined): string { return key?.split('|').pop() || nothing; }

function evidence(result: Result, c: Criterion): HTMLElement[] {
  const e = result.evidence;
  if (!e || !e.counted.length && !e.missed) return [];
  const keyed = c.measure === 'distinct';
  const shown = e.counted.slice(0, 12);
  const row = (s: Seen, missed: boolean) => h('tr', { class: missed ? 'missed' : '' },
    keyed && h('td', { class: 'strong', title: s.key ?? '' }, lineName(s.key)),
    h('td', { title: `${s.layer} ${s.facility}` }, s.name || t('unnamed'), missed && h('span', {}, ' · ' + t('missed'))),
    h('td', { class: 'c-number' }, whole(s.metres)), e.unit === 'min' && h('td', { class: 'c-number' }, minutes(s.shown)));
  return [h('h3', {}, t('evidence'), h('span', { class: 'small' }, (lang() === 'zh' ? '：' : ' ') + t(e.in_gap ? 'evidence.gap' : 'evidence.worst'))),
    h('table', { class: 'evidence' },
      h('thead', {}, h('tr', {}, keyed && h('th', {}, t('ev.key')), h('th', {}, t('ev.facility')), h('th', { class: 'c-number' }, t('ev.metres')), e.unit === 'min' && h('th', { class: 'c-number' }, t('ev.minutes')))),
      h('tbody', {}, ...shown.map(s => row(s, false)), e.missed && row(e.missed, true))),
    h('div', { class: 'small' }, e.counted.length > shown.length ? t('rows.some', { k: shown.length, n: e.counted.length }) : '')];
}

function allIndicators(app: App, r: Report): HTMLElement[] {
  const list = app.summary!.standard.aspects.flatMap(a => a.indicators ?? []);
  return [h('h3', {}, t('all')), h('div', { class: 'all' }, ...list.map(i => {
    const main = mainCriterion(i);
    const result = r.results.find(x => x.criterion === main?.id);
    const value = i.criteria?.length === 1 || i.criteria?.some(c => c.binding) ? percent(result?.deciding_pct) : '';
    const cls = r.indicator_classes[i.id] ?? 'unknown';
    return h('button', { type: 'button', 'data-k': `all-${i.id}`, disabled: !main, 'aria-current': app.state.i === i.id ? 'true' : undefined, click: () => app.set({ i: i.id, k: '' }) },
      sign(main ? cls : 'not_applicable'), h('span', { class: 'name' }, text(i.title)), h('span', { class: 'c-number' }, main ? value : nothing));
  }))];
}

function basis(app: App, c: Criterion, result: Result): HTMLElement {
  const run = app.summary!.run;
  const sure = `confidence.${c.confidence}` as Key;
  const parts = [c.source, c.quote ? `“${c.quote}”` : '', c.confidence ? t('basis.confidence', { c: t(sure) || c.confidence }) : '',
    c.binding ? '' : t('advisory'), run.data_date ? t('data', { date: date(run.data_date, lang()) }) : t('data.none'), t('run', { n: run.number }), result.note ?? ''];
  return h('p', { class: 'small basis' }, h('b', {}, t('basis') + (lang() === 'zh' ? '：' : ': ')), parts.filter(Boolean).join(lang() === 'zh' ? '；' : '; '));
}
