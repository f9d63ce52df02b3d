import type { Aspect, Class, Criterion, Indicator, Place, Standard } from './api.ts';
import type { Lang } from './i18n.ts';

// State is everything the address holds. Reloading the address gives the same picture.
export interface State {
  i: string; // indicator; "all" is the overall result; "" is not chosen yet
  k: string; // criterion of the indicator, when it is not the one that comes first
  c: string; // open community
  v: View;
  fac: boolean; // facilities of every category, not only those that count
  d: string; // district
  s: Class | '';
  q: string; // words of the filter
  o: string; // column the table is sorted by, "-" before it: downwards
  std: string; // standard; "" is the one that the server shows first
  run: number; // 0: the newest
  t: Tab;
  cmp: number; // run that is compared with; 0: the one before
  m: Mode; // how a comparison is shown
  at: string; // place that is asked about: "lon,lat"
  p: string; // profile that walks from there
  lang: Lang;
}

export type View = 'communities' | 'gaps' | 'facilities';
export type Tab = 'now' | 'change' | 'work';
export type Mode = 'map' | 'swipe' | 'side';
const views = ['communities', 'gaps', 'facilities'], tabs = ['now', 'change', 'work'], modes = ['map', 'swipe', 'side'];

export const overall = 'all';
export const defaultProfile = 'walk';
const defaultOrder = '-out';
const columns = ['name', 'district', 'class', 'people', 'res', 'share', 'area', 'out', 'cause', 'failing', 'value'];
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
    v: (take('v', v => views.includes(v)) || 'communities') as View, fac: take('fac', v => v === '1') === '1',
    d: take('d', any), s: take('s', v => statuses.includes(v)) as Class | '', q: take('q', any),
    o: take('o', v => columns.includes(v.replace(/^-/, ''))) || defaultOrder,
    std: take('std', any), run: Number(take('run', isRun)), t: (take('t', v => tabs.includes(v)) || 'now') as Tab,
    cmp: Number(take('cmp', isRun)), m: (take('m', v => modes.includes(v)) || 'map') as Mode,
    at: take('at', v => placeIn(v) !== undefined), p: take('p', any) || defaultProfile,
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
  put('fac', s.fac ? '1' : '');
  put('d', s.d);
  put('s', s.s);
  put('q', s.q);
  put('o', s.o, defaultOrder);
  put('std', s.std);
  put('run', s.run ? String(s.run) : '');
  put('t', s.t, 'now');
  put('cmp', s.cmp ? String(s.cmp) : '');
  put('m', s.m, 'map');
  put('at', s.at);
  put('p', s.p, defaultProfile);
  put('lang', s.lang, browser);
  const text = q.toString();
  return text ? '?' + text : '';
}

const isRun = (v: string) => /^[1-9]\d{0,8}$/.test(v);

// placeIn reads "lon,lat" in degrees.
export function placeIn(text: string): Place | undefined {
  const m = /^(-?\d{1,3}(?:\.\d+)?),(-?\d{1,2}(?:\.\d+)?)$/.exec(text);
  if (!m) return undefined;
  const at: Place = [Number(m[1]), Number(m[2])];
  return Math.abs(at[0]) <= 180 && Math.abs(at[1]) <= 90 ? at : undefined;
}

// placeText is a place as it stands in the address: five decimals are a metre.
export function placeText([lon, lat]: Place): string { return `${lon.toFixed(5)},${lat.toFixed(5)}`; }

// moved is the place so many metres farther east and north.
export function moved([lon, lat]: Place, east: number, north: number): Place {
  const degree = 111_320; // metres of a degree of latitude, within half a per cent
  return [lon + east / (degree * Math.cos(lat * Math.PI / 180)), lat + north / degree];
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
