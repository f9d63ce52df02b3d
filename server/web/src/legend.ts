import type { App } from './app.ts';
import type { Class, Criterion } from './api.ts';
import { countOf } from './bar.ts';
import { h, swap } from './dom.ts';
import { area, nothing } from './format.ts';
import { t, type Key } from './i18n.ts';
import { sign } from './signs.ts';

const shown: Class[] = ['pass', 'near', 'fail', 'unknown'];
export const causes = ['no_facility', 'detour', 'too_few', 'closed_then', 'not_step_free', 'unlinked', 'undecidable', 'no_data'];

// legend explains the map. Its title is the question that is asked.
export function legend(app: App): HTMLElement {
  const el = h('section', { class: 'legend' });
  app.onChange(() => {
    el.setAttribute('aria-label', t('legend'));
    if (!app.summary) return swap(el);
    const byCause = app.chosen.criterion && (app.state.v === 'gaps' || app.state.c);
    swap(el, h('h2', { class: 'legend-title' }, (byCause ? t('causes') + ' · ' : '') + (app.title() || t('overall'))),
      ...(byCause ? causeRows(app) : classRows(app)));
  });
  return el;
}

function classRows(app: App): HTMLElement[] {
  const n = app.counted();
  const c = app.chosen.criterion;
  const rows = shown.map(cls => h('div', { class: 'legend-row', 'data-class': cls, mouseenter: () => app.hover('', cls), mouseleave: () => app.hover('') },
    h('span', { class: `swatch ${cls}` }), sign(cls, false),
    h('span', {}, t(`class.${cls}`) + ' ', h('span', { class: 'small' }, why(cls, c, app.summary!.residents))),
    h('span', { class: 'number' }, n ? String(countOf(n, cls)) : nothing)));
  if (!c) return rows;
  const gap = app.summary!.residents ? n?.residents : n?.area;
  const undecided = n?.area?.undecided ?? 0;
  rows.push(h('div', { class: 'legend-row gap-row' }, h('span', { class: 'swatch gap' }), h('span', { class: 'wide' }, t('gap') + ' ', h('span', { class: 'small' }, t('gap.why'))),
    h('span', { class: 'number' }, gap ? area(n?.area?.in_gap) : nothing)));
  if (undecided > 0) {
    rows.push(h('div', { class: 'legend-row' }, h('span', { class: 'swatch unknown' }), h('span', { class: 'wide' }, t('undecided') + ' ', h('span', { class: 'small' }, t('undecided.why'))),
      h('span', { class: 'number' }, area(undecided))));
  }
  if (app.summary!.residents) rows.push(h('div', { class: 'small' }, t('symbols')));
  return rows;
}

// why says from which share on a class holds.
function why(cls: Class, c: Criterion | undefined, residents: boolean): string {
  if (cls === 'unknown') return t('why.unknown');
  if (!c) return '';
  if (c.scope === 'any') return cls === 'pass' ? t('why.whole.pass') : '';
  const values = { require: Math.round(c.require * 100), near: Math.round(c.near * 100) };
  if (cls === 'pass' && !residents) return t('why.pass.share', values);
  return t(`why.${cls}` as Key, values);
}

function causeRows(app: App): HTMLElement[] {
  const sums = app.state.c ? app.report?.results.find(r => r.criterion === app.chosen.criterion?.id)?.gaps : app.counted()?.causes;
  // Few criteria compare with those who take steps: the others do not list that cause.
  return causes.filter(cause => cause !== 'not_step_free' || sums?.some(s => s.cause === cause)).map(cause => {
    const sum = sums?.find(s => s.cause === cause);
    return h('div', { class: 'legend-row' + (sum ? '' : ' absent') }, h('span', { class: `swatch cause-${cause}` }),
      h('span', { class: 'wide' }, t(`cause.${cause}` as Key)), h('span', { class: 'number' }, sum ? area(sum.area_m2) : nothing));
  });
}
