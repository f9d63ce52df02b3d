import type { App } from '../app.ts';
import { h, swap } from '../dom.ts';
import { t, type Key } from '../i18n.ts';
import type { MapKeys } from '../keys.ts';
import { icon } from '../signs.ts';
import type { Mode, View } from '../state.ts';

// Frame is what stands around the map, and where the map is drawn.
export interface Frame { el: HTMLElement; canvas: HTMLElement; scale: HTMLElement }

// frame makes the segments on top, the zoom, and the foot with sources and scale.
export function frame(app: App, map: () => MapKeys | undefined): Frame {
  const canvas = h('div', { class: 'canvas' });
  const scale = h('span', { class: 'scale' });
  const bar = h('div', { class: 'map-top' });
  const tools = h('div', { class: 'tools' });
  const sources = h('span', { class: 'sources' });
  const hint = h('div', { class: 'hint', hidden: true });
  const el = h('section', { class: 'map', id: 'map' }, canvas, bar, hint, tools, h('div', { class: 'map-foot' }, sources, scale));
  app.onChange(() => {
    el.setAttribute('aria-label', t('map'));
    el.hidden = !app.hasMap;
    swap(bar, ...(app.state.t === 'change' ? [modes(app)] : app.state.t === 'now' ? [views(app), reachButton(app, map)] : []));
    hint.hidden = !app.reaching() && !app.pointing;
    hint.textContent = app.pointing ? t('reach.point') : t('reach.hint');
    const tool = (name: 'plus' | 'minus' | 'fit', label: string, act: () => void) =>
      h('button', { type: 'button', 'data-k': name, 'aria-label': label, title: label, click: act }, icon(name));
    swap(tools, tool('plus', t('zoomin'), () => map()?.zoom(1)), tool('minus', t('zoomout'), () => map()?.zoom(-1)), tool('fit', t('fit'), () => map()?.fit()));
    sources.textContent = attribution(app).join(' · ');
  });
  return { el, canvas, scale };
}

// attribution is whose data the map shows, in the language of the page.
export function attribution(app: App): string[] { return (app.summary?.attribution ?? []).map(a => a.replace(/contributors$/, t('contributors'))); }

function segments<T extends string>(all: readonly T[], now: T, name: string, word: (v: T) => Key, choose: (v: T) => void): HTMLElement {
  return h('div', { class: 'segments', role: 'group' }, ...all.map(v => h('button', { type: 'button', 'data-k': `${name}-${v}`, 'aria-pressed': String(v === now), click: () => choose(v) }, t(word(v)))));
}

function views(app: App): HTMLElement {
  const all: View[] = app.chosen.criterion ? ['communities', 'gaps', 'facilities'] : ['communities', 'facilities'];
  const view = app.state.c && app.chosen.criterion ? 'gaps' : app.state.v;
  return segments(all, view, 'view', v => `view.${v}`, v => app.set({ v, c: v === 'gaps' ? app.state.c : '', at: v === 'gaps' ? app.state.at : '', fac: v === 'facilities' && !app.chosen.criterion }));
}

function modes(app: App): HTMLElement { return segments<Mode>(['map', 'swipe', 'side'], app.state.m, 'mode', m => `mode.${m}`, m => app.set({ m, c: '' })); }

function reachButton(app: App, map: () => MapKeys | undefined): HTMLElement {
  const on = app.reaching() || app.pointing;
  return h('button', { type: 'button', class: 'reach-button' + (on ? ' on' : ''), 'data-k': 'reach', 'aria-pressed': String(on), click: () => askReach(app, map()) }, icon('reach'), h('span', {}, t('reach')));
}

// askReach lets the next click say from where; once more ends it. With the keyboard one starts in the middle of the map.
export function askReach(app: App, map: MapKeys | undefined, fromKeys = false): void {
  if (app.reaching() || app.pointing) {
    app.pointing = false;
    return app.state.at ? app.set({ at: '' }) : app.changed();
  }
  if (fromKeys && map) return app.ask(map.centre());
  app.pointing = true;
  if (app.state.c) app.set({ c: '', at: '' }); else app.changed();
}

// drawScale sets the bar to a round number of metres that is about 70 pixels long.
export function drawScale(el: HTMLElement, metresPerPixel: number): void {
  const m = roundMetres(90 * metresPerPixel);
  el.textContent = m >= 1000 ? `${m / 1000}\u00a0km` : `${m}\u00a0m`;
  el.dataset.metres = String(m);
  el.style.width = `${m / metresPerPixel}px`;
}

// roundMetres is the largest of 1, 2, 5, 10, … metres up to most.
export function roundMetres(most: number): number {
  const unit = 10 ** Math.floor(Math.log10(most));
  return [5, 2, 1].map(k => k * unit).find(v => v <= most) ?? unit;
}
