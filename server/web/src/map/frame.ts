import type { App } from '../app.ts';
import { h, swap } from '../dom.ts';
import { t } from '../i18n.ts';
import type { MapKeys } from '../keys.ts';
import { icon } from '../signs.ts';

// Frame is what stands around the map, and where the map is drawn.
export interface Frame { el: HTMLElement; canvas: HTMLElement; scale: HTMLElement }

// frame makes the two segments on top, the zoom, and the foot with sources and scale.
export function frame(app: App, map: () => MapKeys | undefined): Frame {
  const canvas = h('div', { class: 'canvas' });
  const scale = h('span', { class: 'scale' });
  const segments = h('div', { class: 'segments', role: 'group' });
  const tools = h('div', { class: 'tools' });
  const sources = h('span', { class: 'sources' });
  const el = h('section', { class: 'map', id: 'map' }, canvas, segments, tools, h('div', { class: 'map-foot' }, sources, scale));
  app.onChange(() => {
    el.setAttribute('aria-label', t('map'));
    el.hidden = !app.hasMap;
    segments.hidden = !app.chosen.criterion;
    const view = app.state.c ? 'gaps' : app.state.v;
    swap(segments, ...(['communities', 'gaps'] as const).map(v => h('button', {
      type: 'button', 'data-k': `view-${v}`, 'aria-pressed': String(view === v), click: () => app.set({ v, c: v === 'communities' ? '' : app.state.c }),
    }, t(`view.${v}`))));
    const tool = (name: 'plus' | 'minus' | 'fit', label: string, act: () => void) =>
      h('button', { type: 'button', 'data-k': name, 'aria-label': label, title: label, click: act }, icon(name));
    swap(tools, tool('plus', t('zoomin'), () => map()?.zoom(1)), tool('minus', t('zoomout'), () => map()?.zoom(-1)), tool('fit', t('fit'), () => map()?.fit()));
    sources.textContent = (app.summary?.attribution ?? []).map(a => a.replace(/contributors$/, t('contributors'))).join(' · ');
  });
  return { el, canvas, scale };
}

// drawScale sets the bar to a round number of metres that is about 70 pixels long.
export function drawScale(el: HTMLElement, metresPerPixel: number): void {
  const most = 90 * metresPerPixel;
  const unit = 10 ** Math.floor(Math.log10(most));
  const m = [5, 2, 1].map(k => k * unit).find(v => v <= most) ?? unit;
  el.textContent = m >= 1000 ? `${m / 1000}\u00a0km` : `${m}\u00a0m`;
  el.style.width = `${m / metresPerPixel}px`;
}
