import type { Criterion, Measured } from './api.ts';
import { share } from './bar.ts';
import { h } from './dom.ts';
import { amount, nothing, percent, percentOf } from './format.ts';
import { lang, t } from './i18n.ts';

// isShare says that the value of a criterion of communities is a part of a whole.
function isShare(c: Criterion): boolean { return c.measure === 'ratio' || c.measure === 'plan' || c.measure === 'tiling'; }

// shownValue is a value of a criterion of communities as people read it.
export function shownValue(c: Criterion, v: number | null | undefined): string {
  if (v == null) return nothing;
  return isShare(c) ? percentOf(v) : amount(v);
}

// target is what such a criterion asks for.
export function target(c: Criterion): string {
  if (c.at_most != null) return t('target.most', { v: shownValue(c, c.at_most) });
  return c.at_least ? t('target.least', { v: shownValue(c, c.at_least) }) : '';
}

// measured says what a criterion of communities came to, and what it was made of.
export function measured(c: Criterion, m: Measured | undefined, className: string): HTMLElement[] {
  if (!m) return [h('p', { class: 'small' }, t('measured.none'))];
  const sep = lang() === 'zh' ? '、' : ', ';
  const sure = m.high == null || m.high === m.value;
  const rows: HTMLElement[] = [h('div', { class: 'meter' }, h('span', {}, t('measured.value')),
    isShare(c) ? share(Math.min(1, m.value), c.at_most ?? c.at_least ?? 1, className) : h('span'),
    h('b', {}, sure ? shownValue(c, m.value) : `${shownValue(c, m.value)}–${shownValue(c, m.high)}`))];
  if (c.measure !== 'presence' && m.denominator > 0) rows.push(h('div', { class: 'small' }, t(c.per ? 'measured.per' : 'measured.of', { a: amount(m.numerator), b: amount(m.denominator) })));
  if (m.short) rows.push(h('div', {}, t(c.at_most != null ? 'measured.over' : 'measured.short', { n: amount(m.short) })));
  const list = (key: 'found' | 'missing' | 'open') => {
    const names = m[key];
    if (names?.length) rows.push(h('div', { class: 'small' }, t(`measured.${key}`), names.slice(0, 8).join(sep) + (names.length > 8 ? ' …' : '')));
  };
  list('missing');
  list('open');
  list('found');
  if (m.of === 'district') rows.push(h('div', { class: 'small' }, t('measured.district')));
  return rows;
}

// mark is what a criterion asks for in a word or two, for the head of its bars.
export function mark(c: Criterion): string {
  if (c.limit.unit) return c.scope === 'places' ? t('require', { p: percent(Math.round(c.require * 100)) }) : '';
  return target(c);
}
