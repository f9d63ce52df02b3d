import type { Lang } from './i18n.ts';

// Numbers as section "Numbers" of the design has them. Nothing is written as "—", and a number and its unit do not part.
export const nbsp = '\u00a0';
export const nothing = '—';

export function percent(v: number | null | undefined): string {
  return v == null ? nothing : v + nbsp + '%';
}

// whole writes people with separators, rounded to the nearest.
export function whole(v: number | null | undefined): string {
  return v == null ? nothing : Math.round(v).toString().replace(/\B(?=(\d{3})+$)/g, ',');
}

// people is a number of residents in a sentence, before the word for them: 5.1 万, 974 in Chinese; 50,700 in English.
export function people(v: number, lang: Lang): string {
  if (lang === 'zh') return v < 10_000 ? whole(v) + nbsp : (v / 10_000).toFixed(1) + nbsp + '万';
  return v < 10_000 ? whole(v) : whole(Math.round(v / 100) * 100);
}

// area is hectares with one decimal, from 100 ha on square kilometres with two.
export function area(m2: number | null | undefined): string {
  if (m2 == null) return nothing;
  const ha = m2 / 10_000;
  return ha < 100 ? ha.toFixed(1) + nbsp + 'ha' : (ha / 100).toFixed(2) + nbsp + 'km²';
}

// percentOf is a share of 1 in per cent with at most one decimal, rounded down, so that what fails never reads like the bound.
export function percentOf(v: number): string {
  const tenths = Math.floor(v * 1000 + 1e-6) / 10;
  return (Number.isInteger(tenths) ? String(tenths) : tenths.toFixed(1)) + nbsp + '%';
}

// amount is a number of things: separators, at most two decimals.
export function amount(v: number): string {
  const [int, dec] = (Math.round(v * 100) / 100).toString().split('.');
  return int.replace(/\B(?=(\d{3})+$)/g, ',') + (dec ? '.' + dec : '');
}

// metres is whole metres, rounded up.
export function metres(m: number): string { return whole(Math.ceil(m - 1e-6)) + nbsp + 'm'; }

// minutes has one decimal, rounded up. The API sends such numbers rounded already; rounding again changes nothing.
export function minutes(v: number): string { return (Math.ceil(v * 10 - 1e-6) / 10).toFixed(1); }

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

// date turns 2023-02-22 into 22 Feb 2023 for English readers.
export function date(iso: string, lang: Lang): string {
  const m = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
  if (!m || lang === 'zh') return iso;
  return Number(m[3]) + nbsp + (months[Number(m[2]) - 1] ?? m[2]) + nbsp + m[1];
}

// csvCell quotes a cell, and keeps spreadsheets from taking it for a formula.
export function csvCell(v: string): string {
  const safe = /^[=+\-@\t\r]/.test(v) ? "'" + v : v;
  return /[",\n\r]/.test(safe) ? '"' + safe.replace(/"/g, '""') + '"' : safe;
}
