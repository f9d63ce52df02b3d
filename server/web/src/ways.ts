import type { App } from './app.ts';
import type { Answer, Criterion, Evidence, Explained, Seen, Unit, Way } from './api.ts';
import { h } from './dom.ts';
import { amount, metres, minutes, nbsp, nothing, whole } from './format.ts';
import { lang, t, type Key } from './i18n.ts';

// cost is minutes or metres with the unit.
export function cost(v: number, unit: Unit | ''): string {
  return unit === 'm' ? metres(v) : minutes(v) + nbsp + t('unit.min');
}

// answerTo is what holds at the explained place under a criterion.
export function answerTo(e: Explained | undefined, criterion: string | undefined): Answer | undefined {
  return e?.criteria.find(a => a.criterion === criterion);
}

// shownWay is the one that the map draws bold: to what is missed, else to what decides.
export function shownWay(a: Answer | undefined): Way | undefined {
  return a?.ways.find(isMissed) ?? a?.ways.find(w => w.roles.includes('deciding')) ?? a?.ways.find(w => w.roles.includes('nearest'));
}

export function isMissed(w: Way): boolean { return w.roles.includes('missed'); }

const between = () => lang() === 'zh' ? '、' : ', ';

// barriers are the words for what a straight line crosses.
function barriers(kinds: string[]): string {
  return [...new Set(kinds)].map(k => k in barrierKeys ? t(barrierKeys[k]) : k).join(between());
}
const barrierKeys: Record<string, Key> = { wall: 'barrier.wall', fence: 'barrier.fence', water: 'barrier.water', rail: 'barrier.rail', motorway: 'barrier.motorway' };

// gapSentence says both distances to what is missed, what lies between, and how much less would pass.
export function gapSentence(e: Evidence, c: Criterion, a: Answer | undefined): HTMLElement {
  const parts: (string | HTMLElement)[] = [];
  const space = lang() === 'en' ? ' ' : '';
  const way = a?.ways.find(isMissed);
  if (e.not_then) parts.push(t(e.not_then.hours === 'unknown' ? 'notthen.unknown' : 'notthen', { name: e.not_then.name || t('unnamed'), t: cost(e.not_then.shown, e.unit) }) + space);
  if (e.missed) parts.push(t('straight', { s: metres(e.missed.straight_m), w: metres(e.missed.metres) }) + space);
  else if (!e.not_then && (!e.counted.length || e.break_even == null)) parts.push(t('missed.none', { t: cost(c.limit.value * 1.5, c.limit.unit) }) + space);
  if (way?.crossed.length) parts.push(t('crossed', { what: barriers(way.crossed) }) + space);
  if (e.over != null) {
    parts.push(h('b', {}, e.over_m != null ? t('breakeven', { m: metres(e.over_m), t: cost(e.over, e.unit) }) : t('breakeven.short', { t: cost(e.over, e.unit) })));
  }
  const near = a?.nearby;
  if (near && near.facility !== e.missed?.facility) {
    parts.push(h('span', { class: 'block small' }, t(near.crossed.length ? 'nearby.crossed' : 'nearby', { name: near.name || t('unnamed'), s: metres(near.straight_m), what: barriers(near.crossed) })));
  }
  return h('p', {}, ...parts);
}

// lineName is what is written on the bus: the part of "operator|line" after the operator.
export function lineName(key: string | undefined): string { return key?.split('|').pop() || nothing; }

// steps says how a way is put together: to the street, along streets, to the facility.
export function steps(w: Way): HTMLElement {
  const sum = (...kinds: string[]) => w.steps.filter(s => kinds.includes(s.kind)).map(s => s.metres);
  const access = sum('access')[0], egress = sum('egress')[0];
  const names = [...new Set(w.steps.map(s => s.street).filter(Boolean))] as string[];
  return h('div', { class: 'small' }, [access == null ? '' : t('way.access', { m: metres(access) }), names.length ? t('way.along', { streets: names.slice(0, 4).join(between()) }) : '',
    egress == null ? '' : t('way.egress', { m: metres(egress) })].filter(Boolean).join(' · '));
}

// evidence is the table of what was counted at a place, and what was missed.
export function evidence(app: App, e: Evidence | null | undefined, c: Criterion): HTMLElement[] {
  if (!e || !e.counted.length && !e.missed && !e.not_then) return [];
  const keyed = c.measure === 'distinct', adds = c.measure === 'sum', timed = e.unit === 'min';
  const shown = e.counted.slice(0, 12);
  const row = (s: Seen, tag: Key | '') => h('tr', { class: tag ? 'missed' : '' },
    keyed && h('td', { class: 'strong', title: s.key ?? '' }, lineName(s.key)),
    h('td', { title: `${s.layer} ${s.facility}` }, s.name || t('unnamed'), tag && h('span', {}, ' · ' + t(tag)), s.hours === 'unknown' && h('span', { class: 'small' }, ' · ' + t('hours.unknown'))),
    adds && h('td', { class: 'c-number' }, s.amount == null ? nothing : amount(s.amount)),
    h('td', { class: 'c-number' }, whole(s.metres)), timed && h('td', { class: 'c-number' }, minutes(s.shown)));
  const where: Key = app.state.c && app.state.at ? 'evidence.clicked' : e.in_gap ? 'evidence.gap' : 'evidence.worst';
  return [h('h3', {}, t('evidence'), h('span', { class: 'small' }, (lang() === 'zh' ? '：' : ' ') + t(where))),
    h('table', { class: 'evidence' },
      h('thead', {}, h('tr', {}, keyed && h('th', {}, t('ev.key')), h('th', {}, t('ev.facility')), adds && h('th', { class: 'c-number' }, t('ev.amount')),
        h('th', { class: 'c-number' }, t('ev.metres')), timed && h('th', { class: 'c-number' }, t('ev.minutes')))),
      h('tbody', {}, ...shown.map(s => row(s, '')), e.not_then && row(e.not_then, 'cause.closed_then'), e.missed && row(e.missed, 'missed'))),
    h('div', { class: 'small' }, e.total > shown.length ? t('rows.some', { k: shown.length, n: e.total }) : '', adds && e.sum ? t('sum', { n: amount(e.sum) }) : '',
      e.unweighed && t('unweighed', { name: e.unweighed.name || t('unnamed') }))];
}
