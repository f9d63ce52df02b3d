import { Map } from 'maplibre-gl';
import type { App } from '../app.ts';
import { h } from '../dom.ts';
import { t } from '../i18n.ts';
import { isDark, onTheme } from '../theme.ts';
import type { Frame } from './frame.ts';
import { repaint } from './layers.ts';
import { addresses, fixed, settle, swapTiles, type Shown } from './map.ts';
import { style } from './style.ts';

// compare puts a second map with the run before beside the first (side by side), or below it behind a divider that is moved (swipe).
export function compare(map: Map, app: App, frame: Frame): void {
  const canvas = h('div', { class: 'canvas before', hidden: true });
  const divider = h('div', { class: 'divider', role: 'slider', tabindex: 0, hidden: true, 'aria-valuemin': 0, 'aria-valuemax': 100 });
  const labels = [h('span', { class: 'run-label left', hidden: true }), h('span', { class: 'run-label right', hidden: true })];
  frame.canvas.after(canvas, divider, ...labels);
  let second: Map | undefined, shown: Shown | undefined, at = 50, wanted = '';

  const place = () => {
    const { m } = app.state;
    canvas.style.clipPath = m === 'swipe' ? `inset(0 ${100 - at}% 0 0)` : '';
    divider.style.left = `${at}%`;
    divider.setAttribute('aria-valuenow', String(at));
    divider.setAttribute('aria-valuetext', `${t('run', { n: app.before() })} | ${t('run', { n: app.summary?.run.number ?? '' })}`);
    divider.setAttribute('aria-label', t('change.swipe'));
  };
  const move = (to: number) => { at = Math.max(0, Math.min(100, to)); place(); };
  divider.addEventListener('keydown', e => {
    const by = ({ ArrowLeft: -5, ArrowRight: 5, Home: -100, End: 100 } as Record<string, number>)[e.key];
    if (!by) return;
    e.preventDefault();
    e.stopPropagation();
    move(at + by);
  });
  divider.addEventListener('pointerdown', e => {
    divider.setPointerCapture(e.pointerId);
    const drag = (x: PointerEvent) => { const box = frame.el.getBoundingClientRect(); move(Math.round(100 * (x.clientX - box.left) / box.width)); };
    divider.addEventListener('pointermove', drag);
    divider.addEventListener('pointerup', () => divider.removeEventListener('pointermove', drag), { once: true });
  });

  const update = async () => {
    const { t: tab, m, c } = app.state;
    const on = tab === 'change' && m !== 'map' && !c && !!app.before() && !app.loading;
    frame.el.classList.toggle('side', on && m === 'side');
    canvas.hidden = !on;
    divider.hidden = !on || m !== 'swipe';
    labels.forEach((l, i) => { l.hidden = !on; l.textContent = t('run', { n: i ? app.summary?.run.number ?? '' : app.before() }); });
    map.resize();
    if (!on) return;
    place();
    const key = `${app.before()} ${app.summary?.criterion ?? ''}`;
    if (key !== wanted) {
      wanted = key;
      const next = await addresses(app, app.before(), shown);
      if (wanted !== key) return;
      if (second && shown) swapTiles(second, shown, next); else second = secondMap(canvas, map, next);
      shown = next;
    }
    second?.resize();
    second?.jumpTo({ center: map.getCenter(), zoom: map.getZoom() });
    if (second?.loaded()) showPlain(second, app);
  };
  const secondMap = (container: HTMLElement, first: Map, tiles: Shown): Map => {
    const made = new Map({ container, style: style(tiles.tiles, isDark()), ...fixed, center: first.getCenter(), zoom: first.getZoom() });
    settle(made);
    made.once('load', () => showPlain(made, app));
    follow(first, made);
    onTheme(dark => repaint(made, dark));
    return made;
  };
  const safely = () => { update().catch(err => { wanted = ''; console.warn('the run before could not be drawn', err); }); };
  app.onChange(safely);
  safely();
}

// showPlain shows the results of communities and the gaps, without signs: the table has those of the run after.
function showPlain(map: Map, app: App): void {
  for (const l of ['gap', 'gap-line', 'gap-undecided']) map.setLayoutProperty(l, 'visibility', app.chosen.criterion ? 'visible' : 'none');
}

// follow keeps two maps on the same view, whichever is moved.
function follow(a: Map, b: Map): void {
  let busy = false;
  const lead = (x: Map, y: Map) => x.on('move', () => {
    if (busy) return;
    busy = true;
    y.jumpTo({ center: x.getCenter(), zoom: x.getZoom() });
    busy = false;
  });
  lead(a, b);
  lead(b, a);
}
