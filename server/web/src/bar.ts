import type { Amount, Class, Tally } from './api.ts';
import { h } from './dom.ts';
import { percent } from './format.ts';
import { t } from './i18n.ts';
import { classes } from './signs.ts';

// countOf is how many communities are of a class; what fails is split in near and fail.
export function countOf(n: Tally, c: Class): number {
  return { pass: n.pass, near: n.near, fail: n.below, unknown: n.unknown, not_applicable: n.not_applicable }[c];
}

// stacked is the bar of the four classes, worst first.
export function stacked(n: Tally, className: string): HTMLElement {
  const label = classes.map(c => `${t(`class.${c}`)} ${countOf(n, c)}`).join(t('language') === 'EN' ? '，' : ', ');
  const bar = h('span', { class: `stacked ${className}`, role: 'img', 'aria-label': label });
  for (const c of [...classes, 'not_applicable' as const]) {
    const k = countOf(n, c);
    if (!k) continue;
    const part = h('span', { class: `part ${c}` });
    part.style.flexGrow = String(k);
    bar.append(part);
  }
  return bar;
}

// share is a bar of one share, of 1, with the mark at what is required.
export function share(part: number, require: number, className: string): HTMLElement {
  const bar = h('span', { class: `share ${className}`, 'aria-hidden': 'true', title: t('mark', { p: percent(Math.round(require * 100)) }) });
  const filled = h('span', { class: 'filled' });
  filled.style.width = `${100 * part}%`;
  const mark = h('span', { class: 'mark' });
  mark.style.left = `${100 * require}%`;
  bar.append(filled, mark);
  return bar;
}

// covered is how much of the whole is covered, of 1.
export function covered(a: Amount | null | undefined): number { return a?.whole ? a.covered / a.whole : 0; }
