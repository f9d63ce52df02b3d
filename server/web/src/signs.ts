import type { Class } from './api.ts';
import { svg } from './dom.ts';
import { t } from './i18n.ts';

export const classes: Class[] = ['fail', 'near', 'unknown', 'pass'];

// A sign is drawn alike in the page and on the map, in a square of 16: what is filled, and the lines on it.
export interface Sign { shape: string; fill: string; edge: string; marks: string; mark: string }

export const signs: Record<Class, Sign> = {
  pass: { shape: 'M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13z', fill: '#009E73', edge: '#ffffff', marks: 'M5 8.2l2.2 2.2L11.2 6', mark: '#ffffff' },
  near: { shape: 'M8 1.6L15 14.3H1z', fill: '#F0C419', edge: '#5B4700', marks: 'M8 6v4M8 11.6v1.2', mark: '#3A2D00' },
  fail: { shape: 'M2 2h12v12h-12z', fill: '#C44F00', edge: '#ffffff', marks: 'M5.3 5.3l5.4 5.4M10.7 5.3l-5.4 5.4', mark: '#ffffff' },
  unknown: { shape: 'M8 1L15 8L8 15L1 8z', fill: '#ffffff', edge: '#5F6670', marks: 'M6.2 6.7c0-2.4 3.6-2.4 3.6-.3c0 1.3-1.8 1.3-1.8 2.7M8 10.6v1.1', mark: '#5F6670' },
  not_applicable: { shape: 'M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0-11z', fill: '#ffffff', edge: '#8A929A', marks: 'M5.5 8h5', mark: '#5F6670' },
};

// sign is the picture of a class with its name for those who do not see it; label false: the name stands beside it already.
export function sign(c: Class, label = true, size = 16): SVGElement {
  const s = signs[c];
  const name = label ? { role: 'img', 'aria-label': t(`class.${c}`) } : { 'aria-hidden': 'true' };
  return svg('svg', { class: 'sign', viewBox: '0 0 16 16', width: size, height: size, ...name },
    svg('path', { d: s.shape, fill: s.fill, stroke: c === 'pass' || c === 'fail' ? 'none' : s.edge, 'stroke-width': 1.2, 'stroke-linejoin': 'round' }),
    svg('path', { d: s.marks, fill: 'none', stroke: s.mark, 'stroke-width': 1.6, 'stroke-linecap': 'round' }));
}

const icons = {
  search: 'M7 2.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9zM10.3 10.3L14 14',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  fit: 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  reach: 'M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13zM8 6a2 2 0 1 1 0 4a2 2 0 1 1 0-4z',
  theme: 'M13.2 9.8A5.6 5.6 0 0 1 6.2 2.8a5.6 5.6 0 1 0 7 7z',
  left: 'M10 3.5L5.5 8l4.5 4.5',
  right: 'M6 3.5L10.5 8L6 12.5',
};

export function icon(name: keyof typeof icons): SVGElement {
  return svg('svg', { class: 'icon', viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' },
    svg('path', { d: icons[name], fill: 'none', stroke: 'currentColor', 'stroke-width': 1.5, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' }));
}
