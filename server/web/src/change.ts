import type { App } from './app.ts';
import type { Change, Class, Difference, PairChange, Run, StatusChange } from './api.ts';
import { h, swap } from './dom.ts';
import { date, nbsp, percentOf, whole } from './format.ts';
import { lang, t, text, type Key } from './i18n.ts';
import { sign } from './signs.ts';

// How many rows of a list are shown at once: a change of the standard changes thousands.
const most = 60;

// change is the right panel that compares two runs.
export function change(app: App): HTMLElement {
  const el = h('div', { class: 'panel change', hidden: true, tabindex: -1 });
  app.onChange(() => {
    el.hidden = app.state.t !== 'change' || !!app.state.c || !app.summary;
    if (el.hidden) return swap(el);
    el.classList.toggle('waiting', app.diff.loading && !!app.diff.value);
    swap(el, ...content(app));
  });
  return el;
}

function content(app: App): HTMLElement[] {
  if (!app.before()) return [h('div', { class: 'answer-head' }, h('h1', { class: 'sentence' }, t('change.one')), h('p', { class: 'note' }, t('change.one.do')))];
  const d = app.diff.value;
  const head = [pickers(app), timeline(app)];
  if (app.diff.problem) return [h('div', { class: 'answer-head' }, h('h1', { class: 'sentence' }, t('failed')), h('p', { class: 'problem' }, app.diff.problem.detail),
    h('button', { type: 'button', class: 'button', click: () => { app.diff.again(); app.changed(); } }, t('retry')), ...head)];
  if (!d) return [h('div', { class: 'answer-head' }, h('div', { class: 'grey-row big' }), ...head, h('div', { class: 'grey-row' }))];
  return [h('div', { class: 'answer-head' }, h('h1', { class: 'sentence' }, changeSentence(app, d)),
    h('p', { class: 'note' }, app.chosen.criterion ? text(app.chosen.criterion.title) : t('overall')), ...head), list(app, d), inputs(d)];
}

// changeSentence says how many communities pass now that did not, and the other way round.
export function changeSentence(app: App, d: Difference): string {
  const id = app.chosen.criterion?.id;
  const n = id ? d.criteria?.find(c => c.criterion === id) : undefined;
  const count = (from: (s: string) => boolean, to: (s: string) => boolean) => ofCommunities(d).filter(c => from(c.before) && to(c.after)).length;
  const passes = (s: string) => s === 'pass', not = (s: string) => s !== 'pass';
  const a = id ? n?.better ?? 0 : count(not, passes), b = id ? n?.worse ?? 0 : count(passes, not);
  return a || b ? t('change.sentence', { a, b }) : t('change.none');
}

const ofCommunities = (d: Difference) => (d.communities ?? []).filter(c => !c.indicator);

function pickers(app: App): HTMLElement {
  const one = (k: string, value: number, act: (n: number) => void) => {
    const select = h('select', { 'data-k': k, 'aria-label': t(k === 'cmp' ? 'change.from' : 'change.to'), change: () => act(Number(select.value)) },
      ...app.ofStandard().map(r => h('option', { value: r.number }, runName(r))));
    select.value = String(value);
    return select;
  };
  const from = app.before(), to = app.summary!.run.number;
  return h('div', { class: 'pickers' }, one('cmp', from, n => app.set({ cmp: n })), h('span', { 'aria-hidden': 'true' }, '→'), one('to', to, n => app.set({ run: n, cmp: from === n ? to : from })),
    h('button', { type: 'button', class: 'button tiny', 'data-k': 'change-swap', 'aria-label': t('change.swap'), title: t('change.swap'), click: () => app.set({ run: from, cmp: to }) }, '⇄'));
}

function runName(r: Run): string { return [t('run', { n: r.number }), date(r.as_of, lang())].join(' · '); }

// timeline has a bar for each run of the standard: how many pairs of community and criterion are not met.
function timeline(app: App): HTMLElement {
  const runs = [...app.ofStandard()].reverse().slice(-24);
  const top = Math.max(1, ...runs.map(r => r.statuses.fail ?? 0));
  const now = app.summary!.run.number, from = app.before();
  return h('div', { class: 'timeline', role: 'group', 'aria-label': t('timeline') }, ...runs.map(r => {
    const n = r.statuses.fail ?? 0;
    const label = `${runName(r)}${lang() === 'zh' ? '：' : ': '}${t('timeline.bar', { n: whole(n) })}`;
    const bar = h('span', { class: 'bar' });
    bar.style.height = `${Math.max(4, 100 * n / top)}%`;
    return h('button', { type: 'button', 'data-k': `run-${r.number}`, class: r.number === now ? 'to' : r.number === from ? 'from' : '', title: label, 'aria-label': label,
      'aria-pressed': String(r.number === now), click: () => app.set({ run: r.number, cmp: r.number === from ? now : from }) }, bar);
  }), h('div', { class: 'small wide' }, t('timeline')));
}

// differs says that people notice a change: the status or the share is another. Evidence alone may change without that.
export function differs(p: PairChange): boolean { return p.before !== p.after || p.low_before !== p.low_after; }

const classOf: Record<string, Class> = { pass: 'pass', fail: 'fail', unknown: 'unknown', not_applicable: 'not_applicable' };

function list(app: App, d: Difference): HTMLElement {
  const id = app.chosen.criterion?.id;
  const inDistrict = (x: { district?: string }) => !app.state.d || x.district === app.state.d;
  const rows = id ? (d.pairs ?? []).filter(p => p.criterion === id && inDistrict(p) && differs(p)).sort((a, b) => Math.abs(b.low_after - b.low_before) - Math.abs(a.low_after - a.low_before)).map(p => pairRow(app, d, p)) :
    ofCommunities(d).filter(inDistrict).map(c => statusRow(app, c));
  const done = id ? (d.pairs ?? []).filter(p => p.criterion === id && p.before === 'fail' && p.after === 'pass').length : 0;
  return h('div', { class: 'changes' }, rows.length ? h('div', { role: 'list' }, ...rows.slice(0, most)) : h('p', { class: 'small' }, t('change.none')),
    rows.length > most ? h('p', { class: 'small' }, t('rows.some', { k: most, n: rows.length })) : '', done ? h('p', { class: 'closeout' }, t('closeout', { n: done })) : '');
}

function both(before: string, after: string): HTMLElement {
  return h('span', { class: 'both' }, sign(classOf[before] ?? 'unknown'), h('span', { 'aria-hidden': 'true' }, '→'), sign(classOf[after] ?? 'unknown'));
}

function item(app: App, community: string, name: string | undefined, district: string | undefined, why: string, ...rest: HTMLElement[]): HTMLElement {
  return h('div', { role: 'listitem' }, h('button', { type: 'button', class: 'change-row', 'data-k': `change-${community}`, 'data-id': community, click: () => app.set({ c: community }),
    mouseenter: () => app.hover(community), mouseleave: () => app.hover('') },
  h('span', { class: 'grow' }, h('span', { class: 'name' }, name || community), h('span', { class: 'district' }, district ?? ''), why ? h('span', { class: 'block small' }, why) : ''), ...rest));
}

function pairRow(app: App, d: Difference, p: PairChange): HTMLElement {
  const why = (p.why ?? []).slice(0, 2).map(n => changeName(d.changes![n])).join(lang() === 'zh' ? '；' : '; ');
  const places = !!app.chosen.criterion?.limit.unit;
  const better = p.low_after > p.low_before, same = p.low_after === p.low_before;
  const share = places && !same ? h('span', { class: 'c-number strong ' + (better ? 'better' : 'worse') }, `${better ? '▲' : '▼'}${nbsp}${percentOf(p.low_before)} → ${percentOf(p.low_after)}`) : h('span');
  return item(app, p.community, p.community_name, p.district, why + (p.reasons > 2 ? ' ' + t('change.more', { n: p.reasons - 2 }) : ''), both(p.before, p.after), share);
}

function statusRow(app: App, c: StatusChange): HTMLElement { return item(app, c.community, c.community_name, c.district, '', both(c.before, c.after)); }

// changeName says one change of the inputs in words.
export function changeName(c: Change): string {
  const kind = t(`input.${c.kind}` as Key) || c.kind;
  return t(`input.${c.what}` as Key, { what: `${kind} ${c.name || c.id}` });
}

// inputs says what changed in the data between the runs: how much of each kind, and the first by name.
function inputs(d: Difference): HTMLElement {
  const groups = new Map<string, Change[]>();
  for (const c of d.changes ?? []) {
    const key = [c.kind, c.what, c.layer ?? ''].join(' ');
    groups.set(key, [...groups.get(key) ?? [], c]);
  }
  return h('section', { class: 'inputs' }, h('h3', {}, t('inputs')), groups.size ? h('ul', {}, ...[...groups.values()].slice(0, 12).map(all => {
    const c = all[0];
    return h('li', {}, t(`input.${c.what}` as Key, { what: `${t(`input.${c.kind}` as Key)}${c.layer ? ` (${c.layer})` : ''}${nbsp}× ${whole(all.length)}` }),
      h('span', { class: 'small' }, (lang() === 'zh' ? '：' : ': ') + all.slice(0, 4).map(x => x.name || x.id).join(lang() === 'zh' ? '、' : ', ') + (all.length > 4 ? ' …' : '')));
  })) : h('p', { class: 'small' }, t('inputs.none')));
}
