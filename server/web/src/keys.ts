import type { Place } from './api.ts';
import type { App } from './app.ts';
import { h } from './dom.ts';
import { lang, t, type Key } from './i18n.ts';
import { askReach } from './map/frame.ts';
import { step } from './question.ts';
import { moved, placeIn, type Tab } from './state.ts';

// MapKeys is what the page does to the map.
export interface MapKeys {
  fit(): void;
  zoom(by: number): void;
  centre(): Place;
  go(at: Place, zoom: number): void;
  print(): Promise<void>;
  picture(): Promise<void>;
}

// keys are the letters that work while no field has the focus.
export function keys(app: App, map: () => MapKeys | undefined): void {
  addEventListener('keydown', e => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented) return;
    const field = (e.target as HTMLElement).closest('input, select, textarea, [contenteditable], dialog');
    if (e.key === 'Escape') {
      if (field) (field as HTMLElement).blur();
      else leave(app);
      return;
    }
    if (field) return;
    const act = nudge(app, e) ?? actions(app, map)[e.key.length === 1 ? e.key.toLowerCase() : e.key];
    if (!act) return;
    e.preventDefault();
    act();
  });
}

function actions(app: App, map: () => MapKeys | undefined): Record<string, () => void> {
  const tab = (t: Tab) => () => app.set({ t, c: '', at: '' });
  return {
    '/': () => document.getElementById('find')?.focus(),
    '[': () => step(app, -1),
    ']': () => step(app, 1),
    1: tab('now'), 2: tab('change'), 3: tab('work'),
    r: () => askReach(app, map(), true),
    f: () => map()?.fit(),
    '+': () => map()?.zoom(1),
    '-': () => map()?.zoom(-1),
    l: () => app.set({ lang: lang() === 'zh' ? 'en' : 'zh' }, false),
    '?': () => help(),
  };
}

// The place moves by so many metres with an arrow key; with Shift by ten times that.
const nudgeM = 25;

// nudge moves the place that is asked about. In a list the arrows go through the list.
function nudge(app: App, e: KeyboardEvent): (() => void) | undefined {
  const to = ({ ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] } as Record<string, [number, number]>)[e.key];
  if (!to || !app.reaching() || (e.target as HTMLElement).closest('.questions, .table, [role=slider], .segments')) return undefined;
  const by = nudgeM * (e.shiftKey ? 10 : 1);
  return () => app.ask(moved(placeIn(app.state.at)!, by * to[0], by * to[1]), false);
}

// leave goes one step back: out of pointing, the place, the open community; the focus goes to what opened it.
function leave(app: App): void {
  const { c, at } = app.state;
  if (app.pointing) { app.pointing = false; return app.changed(); }
  if (!c && !at) return;
  app.set({ c: '', at: '' });
  requestAnimationFrame(() => {
    const row = c ? document.querySelector<HTMLElement>(`.panel:not([hidden]) [data-id="${CSS.escape(c)}"]`) : null;
    (row ?? document.querySelector<HTMLElement>(at && !c ? '[data-k=reach]' : '#table'))?.focus();
  });
}

const helpKeys: [string, Key][] = [['/', 'keys.find'], ['1 2 3', 'keys.tabs'], ['[ ]', 'keys.step'], ['↑ ↓ J K', 'keys.rows'], ['Enter', 'keys.open'], ['Esc', 'keys.back'],
  ['R', 'keys.reach'], ['← ↑ → ↓', 'keys.nudge'], ['F', 'fit'], ['+ −', 'keys.zoom'], ['L', 'language.name'], ['?', 'keys.help']];

// help lists the keys.
export function help(): void {
  const dialog = h('dialog', { class: 'help', 'aria-label': t('keys.help') }, h('h2', {}, t('keys.help')),
    h('dl', {}, ...helpKeys.flatMap(([key, word]) => [h('dt', {}, h('kbd', {}, key)), h('dd', {}, t(word))])),
    h('button', { type: 'button', class: 'button', click: () => dialog.close() }, t('close')));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
