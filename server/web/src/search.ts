import type { App } from './app.ts';
import type { Place } from './api.ts';
import { h, swap } from './dom.ts';
import { t, text } from './i18n.ts';
import type { MapKeys } from './keys.ts';
import { icon } from './signs.ts';

interface Hit { label: string; note: string; go: () => void }

// How many hits are listed.
const most = 9;

// search finds communities, indicators and criteria by their words, and places by latitude and longitude.
export function search(app: App, map: () => MapKeys | undefined): HTMLElement {
  const input = h('input', { type: 'search', id: 'find', autocomplete: 'off', role: 'combobox', 'aria-expanded': 'false', 'aria-controls': 'found', 'aria-autocomplete': 'list' });
  const list = h('div', { id: 'found', role: 'listbox', hidden: true });
  const el = h('div', { class: 'find' }, h('label', { class: 'search' }, icon('search'), input, h('kbd', { 'aria-hidden': 'true' }, '/')), list);
  let hits: Hit[] = [], at = 0;
  const close = () => { list.hidden = true; input.setAttribute('aria-expanded', 'false'); input.removeAttribute('aria-activedescendant'); };
  const choose = (hit: Hit | undefined) => { if (!hit) return; input.value = ''; close(); input.blur(); hit.go(); };
  const draw = () => {
    list.hidden = !input.value.trim();
    input.setAttribute('aria-expanded', String(!list.hidden));
    swap(list, ...hits.map((hit, i) => h('div', { role: 'option', id: `found-${i}`, 'aria-selected': String(i === at), mousedown: e => { e.preventDefault(); choose(hit); } },
      h('span', { class: 'label' }, hit.label), h('span', { class: 'small' }, hit.note))), ...(hits.length ? [] : [h('div', { class: 'small none' }, t('find.none'))]));
    if (hits.length) input.setAttribute('aria-activedescendant', `found-${at}`);
  };
  input.addEventListener('input', () => { at = 0; hits = find(app, input.value, map); draw(); });
  input.addEventListener('blur', close);
  input.addEventListener('focus', () => { if (input.value) draw(); });
  input.addEventListener('keydown', e => {
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      e.preventDefault();
      at = Math.max(0, Math.min(hits.length - 1, at + (e.key === 'ArrowDown' ? 1 : -1)));
      draw();
    }
    if (e.key === 'Enter') choose(hits[at]);
  });
  app.onChange(() => { input.placeholder = t('find'); input.setAttribute('aria-label', t('find')); });
  return el;
}

function find(app: App, words: string, map: () => MapKeys | undefined): Hit[] {
  const w = words.trim().toLocaleLowerCase();
  const s = app.summary;
  if (!w || !s) return [];
  const out: Hit[] = [];
  const place = latLon(w, s.extent);
  if (place) out.push({ label: `${place[1]}, ${place[0]}`, note: t('reach'), go: () => { app.ask(place); map()?.go(place, 14.5); } });
  const has = (...texts: string[]) => texts.some(x => x.toLocaleLowerCase().includes(w));
  for (const r of s.communities) if (has(r.name, r.id)) out.push({ label: r.name || r.id, note: r.district || t('col.community'), go: () => app.set({ c: r.id, at: '' }) });
  for (const a of s.standard.aspects) {
    for (const i of a.indicators ?? []) {
      if (i.criteria?.length && has(i.title.zh, i.title.en)) out.push({ label: text(i.title), note: t('indicator'), go: () => app.set({ i: i.id, k: '', s: '' }) });
      for (const c of i.criteria ?? []) if (has(c.title.zh, c.title.en)) out.push({ label: text(c.title), note: text(i.title), go: () => app.set({ i: i.id, k: c.id, s: '' }) });
    }
  }
  return out.slice(0, most);
}

// latLon reads two numbers of degrees in either order: the one that lies nearer to the city is meant.
export function latLon(words: string, [w, s, e, n]: [number, number, number, number]): Place | undefined {
  const m = /^(-?\d{1,3}(?:\.\d+)?)\s*[,，\s]\s*(-?\d{1,3}(?:\.\d+)?)$/.exec(words);
  if (!m) return undefined;
  const [a, b] = [Number(m[1]), Number(m[2])];
  const far = ([lon, lat]: Place) => Math.abs(lon - (w + e) / 2) + Math.abs(lat - (s + n) / 2);
  const both = ([[b, a], [a, b]] as Place[]).filter(([lon, lat]) => Math.abs(lon) <= 180 && Math.abs(lat) <= 90);
  return both.sort((x, y) => far(x) - far(y))[0];
}
