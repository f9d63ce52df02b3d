import type { Class } from './api.ts';
import { svg } from './dom.ts';
import { t } from './i18n.ts';

export const classes: Class[] = ['fail', 'near', 'unknown', 'pass'];

// A sign is drawn alike in the page and on the map, in a square of 16: what is filled, and the lines on it.
export interface Sign { shape: string; fill: string; edge: string; marks: string; mark: string }

export const signs: Record<Class, Sign> = {
  pass: { shape: 'M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.500 0 1 1 0-13z', fill: '#009E73', edge: '#ffffff', marks: 'M5 8.200l2.200 2.200L11.200 6', mark: '#ffffff' },
  near: { shape: 'M8 1.600L15 14.300H1z', fill: '#F0C419', edge: '#5B4700', marks: 'M8 6v4M8 11.600v1.200', mark: '#3A2D00' },
  fail: { shape: 'M2 2h12v12h-12z', fill: '#C44F00', edge: '#ffffff', marks: 'M5.300 5.300l5.400 5.400M10.700 5.300l-5.400 5.400', mark: '#ffffff' },
  unknown: { shape: 'M8 1L15 8L8 15L1 8z', fill: '#ffffff', edge: '#5F6670', marks: 'M6.200 6.700c0-2.400 3.600-2.400 3.600-.3c0 1.300-1.800 1.300-1.800 2.700M8 10.600v1.100', mark: '#5F6670' },
  not_applicable: { shape: 'M8 2.500a5.500 5.500 0 1 1 0 11a5.500 5.500 0 1 1 0-11z', fill: '#ffffff', edge: '#8A929A', marks: 'M5.500 8h5', mark: '#5F6670' },
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
  search: 'M7 2.500a4.500 4.500 0 1 1 0 9a4.500 4.500 0 1 1 0-9zM10.300 10.300L14 14',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  fit: 'M2.500 6V2.500H6M10 2.500h3.500V6M13.500 10v3.500H10M6 13.500H2.500V10',
  menu: 'M2.500 4.500h11M2.500 8h11M2.500 11.500h11',
  left: 'M10 3.500L5.500 8l4.500 4.500',
  right: 'M6 3.500L10.500 8L6 12.500',
};

export function icon(name: keyof typeof icons): SVGElement {
  return svg('svg', { class: 'icon', viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' },
    svg('path', { d: icons[name], fill: 'none', stroke: 'currentColor', 'stroke-width': 1.5, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' }));
}
