import type { App } from './app.ts';
import type { Criterion, Explained, Report, Result } from './api.ts';
import { covered, share } from './bar.ts';
import { h, swap } from './dom.ts';
import { area, date, metres, nothing, percent, whole } from './format.ts';
import { lang, t, text, type Key } from './i18n.ts';
import { zh } from './words/zh.ts';
import { mark, measured, shownValue } from './measured.ts';
import { icon, sign } from './signs.ts';
import { mainCriterion, placeText } from './state.ts';
import { answerTo, evidence, gapSentence, shownWay, steps } from './ways.ts';

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
    swap(el, back(app), head(r, result), ...(crit && result ? [...howMuch(result, crit), ...why(app, result, crit), ...evidenceOf(app, result, crit)] : []),
      ...allIndicators(app, r), actions(app, r), ...(crit && result ? [basis(app, crit, result)] : []));
    if (shown !== c) { shown = c; el.scrollTop = 0; el.focus({ preventScroll: true }); }
  });
  return el;
}

function back(app: App): HTMLElement {
  const rows = app.rows();
  const at = rows.findIndex(r => r.id === app.state.c);
  const go = (by: number) => { const next = rows[at + by]; if (next) app.set({ c: next.id, at: '' }); };
  return h('div', { class: 'back' },
    h('button', { type: 'button', class: 'link', 'data-k': 'back', click: () => app.set({ c: '', at: '' }) }, icon('left'), t('back')),
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
  const rows: HTMLElement[] = [h('div', { class: 'line small' }, h('span', {}, text(c.title)), h('span', {}, mark(c)))];
  if (!c.limit.unit) {
    rows.push(...measured(c, result.measured, decides), h('div', { class: 'small' }, text(result.colour.reason)));
  } else {
    if (result.residents) rows.push(bar(t('col.residents'), covered(result.residents), result.residents.covered_pct, result.share_basis === 'residents' ? decides : ''));
    if (result.deciding_pct != null && result.share_basis !== 'residents') {
      rows.push(bar(t('col.share'), result.deciding_pct / 100, result.deciding_pct, decides));
      rows.push(h('div', { class: 'small' }, t(`basis.${result.share_basis}` as Key)));
    }
    if (result.area) rows.push(bar(t('col.area'), covered(result.area), result.area.covered_pct, ''));
    rows.push(h('div', { class: 'small' }, t('have', { have: result.have, need: result.need })));
  }
  if (result.provisional.length) rows.push(h('div', { class: 'small provisional' }, h('span', { class: 'chip' }, t('provisional')), result.provisional.map(reason).join(lang() === 'zh' ? '；' : '; ')));
  return rows;
}

const reasons = ['assumed_layer', 'must_set', 'assumed_gate', 'unknown_hours', 'unknown_kerbs', 'applies_if_unknown'];

function reason(code: string): string {
  const [kind, x = ''] = code.split(':');
  return reasons.includes(kind) ? t(`prov.${kind}` as Key, { x }) : code;
}

function why(app: App, result: Result, c: Criterion): HTMLElement[] {
  if (!result.gaps.length || !c.limit.unit) return [];
  const found = app.explained.value;
  const answer = answerTo(found, c.id);
  const clicked = !!app.state.at && !!answer;
  const e = clicked ? answer.evidence : result.evidence;
  // The evidence is from where most people are, so it stands with the gap that has most of them; with a place that was clicked, with its own cause.
  const gaps = [...result.gaps].sort((a, b) => Number(clicked && b.cause === answer.cause) - Number(clicked && a.cause === answer.cause) || (b.residents ?? 0) - (a.residents ?? 0) || b.area_m2 - a.area_m2);
  return [h('h3', {}, t(result.status === 'pass' ? 'why.gaps' : 'why')),
    ...gaps.map((g, i) => h('div', { class: 'cause', 'data-cause': g.cause },
      h('div', {}, h('span', { class: `swatch cause-${g.cause}` }),
        h('b', {}, ' ' + [t(`cause.${g.cause}` as Key), area(g.area_m2), g.residents == null ? '' : t('residents', { n: whole(g.residents) })].filter(Boolean).join(' · '))),
      i === 0 && e?.in_gap && !undecided.has(g.cause) ? gapSentence(e, c, answer) : '', i === 0 && undecided.has(g.cause) ? unlinked(found) : ''))];
}

// unlinked says how far the nearest street is from a place that comes to none.
function unlinked(e: Explained | undefined): HTMLElement | string {
  const s = e?.streets.find(x => x.unlinked);
  return s ? h('p', {}, t('unlinked.street', { m: metres(s.leg_m), name: s.street || t('unnamed') })) : '';
}

// What cannot be judged has no distance that would explain it.
const undecided = new Set(['unlinked', 'undecidable', 'no_data']);

function evidenceOf(app: App, result: Result, c: Criterion): HTMLElement[] {
  const answer = answerTo(app.explained.value, c.id);
  const way = shownWay(answer);
  return [...evidence(app, app.state.at && answer ? answer.evidence : result.evidence, c), ...(way ? [steps(way)] : []),
    ...(app.explained.problem ? [h('p', { class: 'problem small' }, app.explained.problem.detail)] : [])];
}

function allIndicators(app: App, r: Report): HTMLElement[] {
  const list = app.summary!.standard.aspects.flatMap(a => a.indicators ?? []);
  return [h('h3', {}, t('all')), h('div', { class: 'all' }, ...list.map(i => {
    const main = mainCriterion(i);
    const result = r.results.find(x => x.criterion === main?.id);
    const value = !main || !result ? nothing : main.limit.unit ? percent(result.deciding_pct) : shownValue(main, result.measured?.value);
    const cls = r.indicator_classes[i.id] ?? 'unknown';
    return h('button', { type: 'button', 'data-k': `all-${i.id}`, disabled: !main, 'aria-current': app.state.i === i.id ? 'true' : undefined, click: () => app.set({ i: i.id, k: '' }) },
      sign(main ? cls : 'not_applicable'), h('span', { class: 'name' }, text(i.title)), h('span', { class: 'c-number' }, value));
  }))];
}

// actions are what one does with a community: ask what is reached from it, take it along.
function actions(app: App, r: Report): HTMLElement {
  const at = app.evidenceAt() ?? r.at;
  const q = new URLSearchParams({ run: String(app.summary!.run.number), community: r.id });
  return h('div', { class: 'actions' },
    h('button', { type: 'button', class: 'button', 'data-k': 'reach-here', click: () => app.set({ c: '', at: placeText(at) }) }, icon('reach'), t('reach')),
    h('a', { class: 'button', href: `/gaps.geojson?${q}`, download: `${r.id}.geojson` }, t('geojson')));
}

function basis(app: App, c: Criterion, result: Result): HTMLElement {
  const run = app.summary!.run;
  const sure = `confidence.${c.confidence}` as Key;
  const parts = [c.source, c.quote ? `“${c.quote}”` : '', c.confidence ? t('basis.confidence', { c: sure in zh ? t(sure) : c.confidence }) : '',
    c.set_by ? t('basis.set', { who: c.set_by }) : '', text(c.note).replace(/[。.]$/, ''), c.binding ? '' : t('advisory'), run.data_date ? t('data', { date: date(run.data_date, lang()) }) : t('data.none'), t('run', { n: run.number }), result.note ?? ''];
  return h('p', { class: 'small basis' }, h('b', {}, t('basis') + (lang() === 'zh' ? '：' : ': ')), parts.filter(Boolean).join(lang() === 'zh' ? '；' : '; '));
}
