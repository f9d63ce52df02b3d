import type { App } from './app.ts';
import type { Class, Criterion } from './api.ts';
import { countOf } from './bar.ts';
import { h, swap } from './dom.ts';
import { area, metres, nbsp, nothing } from './format.ts';
import { t, type Key } from './i18n.ts';
import { target } from './measured.ts';
import { sign } from './signs.ts';
import { answerTo, isMissed, shownWay } from './ways.ts';

const shown: Class[] = ['pass', 'near', 'fail', 'unknown', 'not_applicable'];
export const causes = ['no_facility', 'detour', 'too_few', 'closed_then', 'not_step_free', 'below_target', 'unlinked', 'undecidable', 'no_data'];
// Most criteria cannot have these causes: they are listed where they occur.
const rare = ['closed_then', 'not_step_free', 'below_target'];

// Entry is a row of the legend, as the page, a picture and a print show it.
export interface Entry { swatch: string; sign?: Class; words: string; note?: string; value: string; absent?: boolean; line?: boolean }

// legend explains the map. Its title is the question that is asked.
export function legend(app: App): HTMLElement {
  const el = h('section', { class: 'legend' });
  app.onChange(() => {
    el.setAttribute('aria-label', t('legend'));
    if (!app.summary) return swap(el);
    const { title, rows, foot } = legendEntries(app);
    swap(el, h('h2', { class: 'legend-title' }, title), ...rows.map(e => row(app, e)), ...(foot ? [h('div', { class: 'small' }, foot)] : []));
  });
  return el;
}

function row(app: App, e: Entry): HTMLElement {
  const over = e.sign;
  return h('div', { class: 'legend-row' + (e.absent ? ' absent' : '') + (e.swatch === 'gap' ? ' gap-row' : ''), 'data-class': e.sign,
    mouseenter: () => { if (over) app.hover('', over); }, mouseleave: () => { if (over) app.hover(''); } },
  h('span', { class: (e.line ? 'line-swatch ' : 'swatch ') + e.swatch }), e.sign ? sign(e.sign, false) : '',
  h('span', { class: e.sign ? '' : 'wide' }, e.words, e.note ? h('span', { class: 'small' }, ' ' + e.note) : ''), h('span', { class: 'number' }, e.value));
}

// legendEntries is the legend of what the map shows now.
export function legendEntries(app: App): { title: string; rows: Entry[]; foot?: string } {
  const subject = app.title() || t('overall');
  if (app.state.t === 'change' && !app.state.c && app.state.m === 'map') return { title: t('change.title', { a: app.before() || nothing, b: app.summary!.run.number }), rows: changeEntries() };
  if (app.reaching()) return { title: t('reach.title'), rows: reachEntries(app) };
  if (app.chosen.criterion && (app.state.v === 'gaps' || app.state.c)) return { title: `${t('causes')} · ${subject}`, rows: [...causeEntries(app), ...wayEntries(app)] };
  if (app.state.v === 'facilities') return { title: `${t('view.facilities')} · ${app.state.fac ? t('facilities.all') : subject}`, rows: [{ swatch: 'ring', words: t('facility'), value: '', line: true }] };
  return { title: subject, rows: classEntries(app), foot: app.summary!.residents && app.chosen.criterion ? t('symbols') : undefined };
}

function classEntries(app: App): Entry[] {
  const n = app.counted();
  const c = app.chosen.criterion;
  const rows: Entry[] = shown.filter(cls => cls !== 'not_applicable' || n && n.not_applicable > 0).map(cls => ({ swatch: cls, sign: cls, words: t(`class.${cls}`), note: why(cls, c, app.summary!.residents), value: n ? String(countOf(n, cls)) : nothing }));
  if (!c) return rows;
  const gap = app.summary!.residents ? n?.residents : n?.area;
  const undecided = n?.area?.undecided ?? 0;
  rows.push({ swatch: 'gap', words: t('gap'), note: t(c.limit.unit ? 'gap.why' : 'gap.whole'), value: gap ? area(n?.area?.in_gap) : nothing });
  if (undecided > 0) rows.push({ swatch: 'unknown', words: t('undecided'), note: t('undecided.why'), value: area(undecided) });
  return rows;
}

// why says from which share on a class holds.
function why(cls: Class, c: Criterion | undefined, residents: boolean): string {
  if (cls === 'unknown') return t('why.unknown');
  if (!c || cls === 'not_applicable') return '';
  if (!c.limit.unit) return cls === 'pass' ? target(c) : '';
  if (c.scope === 'any') return cls === 'pass' ? t('why.whole.pass') : '';
  const values = { require: Math.round(c.require * 100), near: Math.round(c.near * 100) };
  if (cls === 'pass' && !residents) return t('why.pass.share', values);
  return t(`why.${cls}` as Key, values);
}

function causeEntries(app: App): Entry[] {
  const sums = app.state.c ? app.report?.results.find(r => r.criterion === app.chosen.criterion?.id)?.gaps : app.counted()?.causes;
  return causes.filter(cause => !rare.includes(cause) || sums?.some(s => s.cause === cause)).map(cause => {
    const sum = sums?.find(s => s.cause === cause);
    return { swatch: `cause-${cause}`, words: t(`cause.${cause}` as Key), value: sum ? area(sum.area_m2) : nothing, absent: !sum };
  });
}

// wayEntries are the lines that the map draws for an open community.
function wayEntries(app: App): Entry[] {
  const w = app.state.c ? shownWay(answerTo(app.explained.value, app.chosen.criterion?.id)) : undefined;
  if (!w) return [];
  const missed = isMissed(w);
  const rows: Entry[] = [{ swatch: missed ? 'missed' : 'counted', words: t(missed ? 'way.missed' : 'way.counted'), value: metres(w.length_m), line: true }];
  if (missed) rows.push({ swatch: 'straight', words: t('way.line'), value: metres(w.straight_m), line: true });
  return rows;
}

function reachEntries(app: App): Entry[] {
  const bands: Entry[] = (app.reached.value?.isochrones.features ?? []).map(f => ({ swatch: `band-${f.properties.minutes}`, words: `${f.properties.minutes}${nbsp}${t('unit.minutes')}`, value: area(f.properties.area_m2) }));
  return [...bands, { swatch: 'counted', words: t('way.counted'), value: '', line: true }, { swatch: 'missed', words: t('way.missed'), value: '', line: true }, { swatch: 'other', words: t('way.others'), value: '', line: true }];
}

function changeEntries(): Entry[] {
  return [{ swatch: 'better', words: t('change.closed'), value: '' }, { swatch: 'worse', words: t('change.new'), value: '' }, { swatch: 'still', words: t('change.still'), value: '' }];
}
