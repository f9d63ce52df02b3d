import type { App } from './app.ts';
import type { Answer, Criterion } from './api.ts';
import { h, swap } from './dom.ts';
import { area, metres, minutes, nbsp, nothing, whole } from './format.ts';
import { lang, t, text, type Key } from './i18n.ts';
import { icon, sign } from './signs.ts';
import { defaultProfile, placeIn } from './state.ts';
import { answerTo, cost, isMissed, shownWay, steps } from './ways.ts';

// reach is the right panel when a place is asked about: how far one comes, and what decides each criterion from there.
export function reach(app: App): HTMLElement {
  const el = h('div', { class: 'panel reach', hidden: true, tabindex: -1 });
  let shown = false;
  app.onChange(() => {
    el.hidden = !app.reaching();
    if (el.hidden) { shown = false; return swap(el); }
    el.classList.toggle('waiting', (app.reached.loading || app.explained.loading) && !!app.reached.value);
    swap(el, back(app), ...content(app));
    if (!shown) { shown = true; el.focus({ preventScroll: true }); }
  });
  return el;
}

function back(app: App): HTMLElement {
  return h('div', { class: 'back' }, h('button', { type: 'button', class: 'link', 'data-k': 'back', click: () => app.set({ at: '' }) }, icon('left'), t('back.plain')),
    h('span', { class: 'spring' }), h('span', { class: 'small' }, t('reach.keys')));
}

function content(app: App): HTMLElement[] {
  const r = app.reached.value, e = app.explained.value;
  const problem = app.reached.problem ?? app.explained.problem;
  if (problem) return [h('p', { class: 'problem' }, problem.detail), h('button', { type: 'button', class: 'button', click: () => { app.reached.again(); app.explained.again(); app.changed(); } }, t('retry'))];
  if (!r || !e) return [h('div', { class: 'grey-row big' }), h('div', { class: 'grey-row' }), h('div', { class: 'grey-row' })];
  return [h('header', { class: 'community-head' }, h('div', {}, h('h1', { class: 'sentence' }, t('reach.title')), where(app)), copy(app)),
    profiles(app), r.unlinked ? unlinked(app) : isochrones(app), criteria(app)];
}

function where(app: App): HTMLElement {
  const [lon, lat] = placeIn(app.state.at)!;
  const c = app.explained.value?.community;
  return h('p', { class: 'note' }, `${lat.toFixed(5)}, ${lon.toFixed(5)}`,
    c ? h('button', { type: 'button', class: 'link', 'data-k': 'reach-community', click: () => app.set({ c: c.id, at: '' }) }, ' · ' + [c.name || c.id, c.district].filter(Boolean).join(lang() === 'zh' ? '，' : ', ')) : ' · ' + t('reach.outside'));
}

// copy gives the coordinates in the order that other programs want.
function copy(app: App): HTMLElement {
  const [lon, lat] = placeIn(app.state.at)!;
  const one = (label: string, value: string) => h('button', { type: 'button', class: 'button tiny', title: value, 'data-k': `copy-${label}`, click: () => { void navigator.clipboard?.writeText(value); app.say(t('copied', { what: value })); } }, label);
  return h('div', { class: 'copies', role: 'group', 'aria-label': t('copy') }, one(t('latlon'), `${lat.toFixed(6)}, ${lon.toFixed(6)}`), one(t('lonlat'), `${lon.toFixed(6)}, ${lat.toFixed(6)}`));
}

// profiles are who walks; one has the word of the standard when the page has none.
function profiles(app: App): HTMLElement {
  const all = Object.entries(app.summary!.standard.profiles).sort(([a], [b]) => Number(b === defaultProfile) - Number(a === defaultProfile) || (a < b ? -1 : 1));
  const known: Record<string, Key> = { walk: 'profile.walk', elderly: 'profile.elderly', wheelchair: 'profile.wheelchair', step_free: 'profile.step_free', bike: 'profile.bike', child: 'profile.child' };
  return h('div', { class: 'choices', role: 'group', 'aria-label': t('profile') }, ...all.map(([id, p]) => h('button', {
    type: 'button', 'data-k': `profile-${id}`, 'aria-pressed': String(app.reached.value!.profile === id), click: () => app.set({ p: id }) },
  id in known ? t(known[id]) : id, h('span', { class: 'small' }, ` ${p.speed_mps}${nbsp}m/s`))));
}

function isochrones(app: App): HTMLElement {
  return h('div', { class: 'bands' }, ...app.reached.value!.isochrones.features.map(f => h('div', { class: `band band-${f.properties.minutes}` },
    h('span', { class: 'small' }, `${f.properties.minutes}${nbsp}${t('unit.minutes')}`), h('b', {}, area(f.properties.area_m2)),
    f.properties.residents == null ? '' : h('span', { class: 'small' }, t('residents', { n: whole(f.properties.residents) })))));
}

function unlinked(app: App): HTMLElement {
  const s = app.reached.value!.streets.find(x => x.unlinked) ?? app.reached.value!.streets[0];
  return h('div', { class: 'cause unlinked' }, h('b', {}, t('unlinked')), h('p', {}, s ? t('unlinked.street', { m: metres(s.leg_m), name: s.street || t('unnamed') }) : t('unlinked.none')));
}

// criteria has a row for each criterion of places: what decides it from here. Choosing one draws its way bold.
function criteria(app: App): HTMLElement {
  const std = app.summary!.standard;
  const rows = std.aspects.flatMap(a => a.indicators ?? []).flatMap(i => (i.criteria ?? []).filter(c => c.limit.unit).map(c => ({ i, c, a: answerTo(app.explained.value, c.id) })));
  return h('div', { class: 'reach-rows', role: 'list' },
    h('div', { class: 'reach-row head small' }, h('span', {}, t('criterion')), h('span', { class: 'c-number' }, t('haveneed')), h('span', { class: 'c-number' }, t('ev.cost'))),
    ...rows.filter(r => r.a).sort((x, y) => Number(y.c.binding) - Number(x.c.binding)).map(({ i, c, a }) => row(app, i.id, c, a!)));
}

function row(app: App, indicator: string, c: Criterion, a: Answer): HTMLElement {
  const chosen = app.chosen.criterion?.id === c.id;
  const way = shownWay(a);
  const over = a.evidence?.over;
  const undecided = a.cause && ['unlinked', 'undecidable', 'no_data'].includes(a.cause);
  return h('div', { role: 'listitem', class: chosen ? 'chosen' : '' },
    h('button', { type: 'button', class: 'reach-row', 'data-k': `reach-${c.id}`, 'aria-pressed': String(chosen), 'data-criterion': c.id, click: () => app.set({ i: indicator, k: c.id, s: '' }) },
      h('span', { class: 'c-name' }, sign(a.covered ? 'pass' : undecided ? 'unknown' : 'fail'), h('span', { class: 'label' }, text(c.title))),
      h('span', { class: 'c-number' }, undecided ? '?' : `${a.have}${nbsp}/${nbsp}${a.need}`),
      h('span', { class: 'c-number strong' + (way && isMissed(way) ? ' bad' : '') }, way ? (c.limit.unit === 'min' ? minutes(way.shown) : metres(way.shown)) : nothing)),
    chosen ? h('div', { class: 'detail' },
      way ? h('div', {}, (isMissed(way) ? t('missed') + (lang() === 'zh' ? '：' : ': ') : '') + (way.name || t('unnamed')), ' · ', `${metres(way.length_m)}`,
        h('span', { class: 'small' }, ' ' + t('way.straight', { s: metres(way.straight_m) }))) : h('div', {}, a.cause ? t(`cause.${a.cause}` as Key) : t('missed.none', { t: cost(c.limit.value * 1.5, c.limit.unit) })),
      over != null ? h('b', { class: 'bad' }, t('over', { t: cost(over, c.limit.unit) })) : '', way ? steps(way) : '') : '');
}

// told is the answer in one sentence, for the live region.
export function told(app: App): string {
  const r = app.reached.value;
  if (!r || !app.reaching()) return '';
  if (r.unlinked) return t('unlinked');
  const last = r.isochrones.features.at(-1)?.properties;
  return last ? t('reach.told', { t: last.minutes, a: area(last.area_m2) }) : '';
}
