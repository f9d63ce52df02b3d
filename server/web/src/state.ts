import type { Aspect, Class, Criterion, Indicator, Standard } from './api.ts';
import type { Lang } from './i18n.ts';

// State is everything the address holds. Reloading the address gives the same picture.
export interface State {
  i: string; // indicator; "all" is the overall result; "" is not chosen yet
  k: string; // criterion of the indicator, when it is not the one that comes first
  c: string; // open community
  v: 'communities' | 'gaps';
  d: string; // district
  s: Class | '';
  q: string; // words of the filter
  o: string; // column the table is sorted by, "-" before it: downwards
  run: number; // 0: the newest
  lang: Lang;
}

export const overall = 'all';
const defaultOrder = '-out';
const columns = ['name', 'district', 'class', 'people', 'res', 'share', 'area', 'out', 'cause', 'failing'];
const statuses = ['pass', 'near', 'fail', 'unknown', 'not_applicable'];

// readURL is the state of an address; what it does not understand is named in ignored.
export function readURL(search: string, browser: Lang): { state: State; ignored: string[] } {
  const q = new URLSearchParams(search);
  const ignored: string[] = [];
  const take = (name: string, known: (v: string) => boolean): string => {
    const v = q.get(name);
    q.delete(name);
    if (v === null || v === '') return '';
    if (known(v)) return v;
    ignored.push(`${name}=${v}`);
    return '';
  };
  const any = () => true;
  const state: State = {
    i: take('i', any), k: take('k', any), c: take('c', any),
    v: take('v', v => v === 'communities' || v === 'gaps') === 'gaps' ? 'gaps' : 'communities',
    d: take('d', any), s: take('s', v => statuses.includes(v)) as Class | '', q: take('q', any),
    o: take('o', v => columns.includes(v.replace(/^-/, ''))) || defaultOrder,
    run: Number(take('run', v => /^[1-9]\d{0,8}$/.test(v))),
    lang: (take('lang', v => v === 'zh' || v === 'en') || browser) as Lang,
  };
  for (const name of q.keys()) ignored.push(name);
  return { state, ignored };
}

// writeURL is the query of a state; what is as it would be anyway is left out.
export function writeURL(s: State, browser: Lang, defaultIndicator: string): string {
  const q = new URLSearchParams();
  const put = (name: string, v: string, usual = '') => { if (v !== usual) q.set(name, v); };
  put('i', s.i, defaultIndicator);
  put('k', s.k);
  put('c', s.c);
  put('v', s.v, 'communities');
  put('d', s.d);
  put('s', s.s);
  put('q', s.q);
  put('o', s.o, defaultOrder);
  put('run', s.run ? String(s.run) : '');
  put('lang', s.lang, browser);
  const text = q.toString();
  return text ? '?' + text : '';
}

// Chosen is what the page is about: nothing of it is set for the overall result.
export interface Chosen { aspect?: Aspect; indicator?: Indicator; criterion?: Criterion }

// firstIndicator is what the page opens with: the first that decides something, else the first with a criterion.
export function firstIndicator(std: Standard): string {
  const all = std.aspects.flatMap(a => a.indicators ?? []);
  const one = all.find(i => i.criteria?.some(c => c.binding)) ?? all.find(i => i.criteria?.length);
  return one?.id ?? overall;
}

// mainCriterion is the one that stands for an indicator: the first that decides, else the first.
export function mainCriterion(ind: Indicator): Criterion | undefined {
  return ind.criteria?.find(c => c.binding) ?? ind.criteria?.[0];
}

export function choose(std: Standard, i: string, k: string): Chosen {
  for (const aspect of std.aspects) {
    for (const indicator of aspect.indicators ?? []) {
      if (indicator.id !== i) continue;
      return { aspect, indicator, criterion: indicator.criteria?.find(c => c.id === k) ?? mainCriterion(indicator) };
    }
  }
  return {};
}
