import type { App } from './app.ts';
import { h, swap } from './dom.ts';
import { t } from './i18n.ts';
import { spoken } from './answer.ts';
import { changeSentence } from './change.ts';
import { told } from './reach.ts';
import { sign } from './signs.ts';

// notices are the bars on top: what the reader should know of the state of things.
export function notices(app: App): HTMLElement {
  const el = h('div', { class: 'notices' });
  const bar = (text: string, action?: HTMLElement) => h('div', { class: 'notice', role: 'status' }, sign('near', false), h('span', {}, text), action);
  app.onChange(() => {
    const s = app.summary;
    const list: HTMLElement[] = [];
    if (app.offline) list.push(bar(t('lost')));
    if (app.problem && s) list.push(bar(`${t('failed')}${app.problem.detail ? ': ' + app.problem.detail : ''}`, again(app)));
    if (app.newest) list.push(bar(t('run.new', { n: app.newest }), h('button', { type: 'button', class: 'link', click: () => { app.newest = 0; void app.load(); if (app.state.c) void app.loadReport(); } }, t('show'))));
    if (s && app.state.run && app.state.t === 'now' && app.latest() > s.run.number) list.push(bar(t('run.old'), h('button', { type: 'button', class: 'link', click: () => app.set({ run: 0 }) }, t('run.newest'))));
    if (app.ignored.length) list.push(bar(t('ignored', { names: app.ignored.join(', ') })));
    if (!app.hasMap) list.push(bar(t('nogl')));
    swap(el, ...list);
  });
  return el;
}

// empty is the right panel while there is nothing to answer with.
export function empty(app: App): HTMLElement {
  const el = h('div', { class: 'panel empty', hidden: true });
  app.onChange(() => {
    el.hidden = !app.problem || !!app.summary || !!app.state.c;
    if (el.hidden || !app.problem) return;
    if (app.problem.kind !== 'no-run') return swap(el, h('h1', { class: 'sentence' }, t('failed')), h('p', {}, app.problem.detail), again(app));
    const commands = [
      ...(app.layers.length ? [] : ['circle15 import osm FILE.osm.pbf']),
      ...(app.layers.some(l => l.kind === 'communities') ? [] : ['circle15 import communities FILE']),
      'circle15 compute',
    ];
    swap(el, h('h1', { class: 'sentence' }, t('norun')),
      app.layers.length ? h('p', {}, t('norun.have')) : h('p', {}, t('norun.nothing')),
      h('ul', {}, ...app.layers.map(l => h('li', {}, `${l.name} (${l.count})`))),
      h('p', {}, t('norun.do')), h('pre', {}, commands.join('\n')), again(app));
  });
  return el;
}

function again(app: App): HTMLElement {
  return h('button', { type: 'button', class: 'button', click: () => void app.load() }, t('retry'));
}

// live tells screen readers the answer when the question has changed.
export function live(app: App): HTMLElement {
  const el = h('div', { class: 'live', 'aria-live': 'polite' });
  const toast = h('div', { class: 'toast', 'aria-hidden': 'true', hidden: true });
  let said = '';
  app.onChange(() => {
    const now = app.loading ? said : app.said || told(app) || (app.state.t === 'change' && app.diff.value ? changeSentence(app, app.diff.value) : spoken(app));
    if (now !== said) el.textContent = said = now;
    toast.hidden = !app.said;
    toast.textContent = app.said;
  });
  return h('div', {}, el, toast);
}
