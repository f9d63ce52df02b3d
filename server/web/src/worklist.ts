import type { App } from './app.ts';
import { key, setKey, send, type Item, type ItemState, type Work } from './api.ts';
import { h, swap } from './dom.ts';
import { amount, date, metres, whole } from './format.ts';
import { lang, t, text, type Key } from './i18n.ts';

// How many items are listed at once; the filters narrow them.
const most = 200;
const states: ItemState[] = ['open', 'in_hand', 'done', 're_measured', 'closed', 'reopened'];
// What people may set; the other states come from measuring again.
const settable: ItemState[] = ['open', 'in_hand', 'done'];

// worklist is the right panel with what is to be mended: read by all who may, changed with a key.
export function worklist(app: App): HTMLElement {
  const el = h('div', { class: 'panel worklist', hidden: true, tabindex: -1 });
  app.onChange(() => {
    el.hidden = app.state.t !== 'work' || !!app.state.c || !app.summary;
    if (el.hidden) return swap(el);
    swap(el, ...content(app));
  });
  return el;
}

function content(app: App): HTMLElement[] {
  if (!key()) return [h('div', { class: 'answer-head' }, h('h1', { class: 'sentence' }, t('tab.work')), h('p', {}, t('work.key')), access(app))];
  const w = app.work.value;
  if (app.work.problem) return [h('div', { class: 'answer-head' }, h('h1', { class: 'sentence' }, t('tab.work')), h('p', { class: 'problem' }, app.work.problem.detail), access(app))];
  if (!w) return [h('div', { class: 'grey-row big' }), h('div', { class: 'grey-row' }), h('div', { class: 'grey-row' })];
  const all = wanted(app, w);
  return [h('div', { class: 'answer-head' }, h('h1', { class: 'sentence' }, t('work.sentence', { n: w.items.length })),
    h('p', { class: 'note' }, w.overdue ? h('span', { class: 'bad' }, t('work.overdue', { n: w.overdue })) : t('work.none.overdue'), ' · ', app.chosen.criterion && !app.workAll ? text(app.chosen.criterion.title) : t('work.every')),
    filters(app), access(app)),
  h('div', { class: 'items', role: 'list' }, ...all.slice(0, most).map(i => item(app, w, i)), ...(all.length ? [] : [h('p', { class: 'no-rows' }, t('work.empty'))])),
  h('div', { class: 'foot' }, h('span', {}, all.length > most ? t('rows.some', { k: most, n: all.length }) : t('rows', { n: all.length })))];
}

// wanted are the items of the chosen criterion and district, those that are overdue first.
function wanted(app: App, w: Work): Item[] {
  const id = app.workAll ? undefined : app.chosen.criterion?.id;
  const late = (i: Item) => i.due && i.due < w.day && i.state !== 'closed' ? 1 : 0;
  return w.items.filter(i => (!id || i.criterion === id) && (!app.state.d || i.district === app.state.d)).sort((a, b) => late(b) - late(a));
}

function filters(app: App): HTMLElement {
  const every = h('input', { type: 'checkbox', 'data-k': 'work-all', change: () => { app.workAll = every.checked; app.changed(); } });
  every.checked = app.workAll;
  const district = h('select', { 'data-k': 'work-district', 'aria-label': t('col.district'), change: () => app.set({ d: district.value }) },
    h('option', { value: '' }, t('district.all')), ...app.summary!.districts.map(d => h('option', { value: d }, d)));
  district.value = app.state.d;
  return h('div', { class: 'pickers' }, district, h('label', { class: 'follows' }, every, t('work.every')));
}

// access says how one comes to change the list, and takes the key.
function access(app: App): HTMLElement {
  const input = h('input', { type: 'password', autocomplete: 'off', 'aria-label': t('key'), placeholder: t('key') });
  const use = () => { setKey(input.value.trim()); app.work.again(); app.changed(); };
  return h('details', { class: 'access', open: !key() }, h('summary', { 'data-k': 'access' }, t(key() ? 'key.have' : 'key.none')), h('p', { class: 'small' }, t('key.how')),
    h('form', { class: 'pickers', submit: e => { e.preventDefault(); use(); } }, input, h('button', { type: 'submit', class: 'button tiny' }, t('key.use'))));
}

function item(app: App, w: Work, i: Item): HTMLElement {
  const late = !!i.due && i.due < w.day && i.state !== 'closed';
  const mend = i.mend;
  const name = i.community ? i.community_name || i.community : t('work.data', { n: i.communities ?? 0 });
  return h('div', { role: 'listitem', class: 'item', 'data-item': i.id }, h('div', { class: 'line' },
    h('button', { type: 'button', class: 'link', 'data-k': `item-${i.id}`, disabled: !i.community, click: () => app.set({ c: i.community!, ...criterionOf(app, i) }) }, name, h('span', { class: 'district' }, i.district ?? '')),
    h('span', { class: `chip state ${i.state}` }, t(`work.${i.state}`))),
  h('div', {}, text(i.title), h('span', { class: 'small' }, ` · ${t(`cause.${i.cause}` as Key)}${i.milli ? ' · ' + t('residents', { n: whole(i.milli / 1000) }) : ''}`)),
  mend ? h('div', { class: 'small' }, t(mend.within_m ? 'mend.place' : 'mend', { n: amount(mend.more), m: mend.within_m ? metres(mend.within_m) : '' }), mend.gain ? ' ' + t('mend.gain', { n: whole(mend.gain / 1000) }) : '', mend.passes ? '' : ' ' + t('mend.partly')) : '',
  h('div', { class: 'small' }, [i.office ?? '', i.due ? t('work.due', { date: date(i.due, lang()) }) : '', t('work.since', { n: i.since })].filter(Boolean).join(' · '), late ? h('b', { class: 'bad' }, ' ' + t('work.late')) : ''),
  key() ? edit(app, i) : '');
}

function criterionOf(app: App, i: Item): { i: string; k: string } | undefined {
  const of = app.summary!.standard.aspects.flatMap(a => a.indicators ?? []).find(x => x.criteria?.some(c => c.id === i.criterion));
  return of && { i: of.id, k: i.criterion };
}

// edit sets state, office and due date. What the server refuses is said; the list is read again after each change.
function edit(app: App, i: Item): HTMLElement {
  const state = h('select', { 'aria-label': t('work.state') }, ...states.map(s => h('option', { value: s, disabled: !settable.includes(s) }, t(`work.${s}`))));
  state.value = i.state;
  const office = h('input', { type: 'text', value: i.office ?? '', placeholder: t('work.office'), 'aria-label': t('work.office') });
  const due = h('input', { type: 'date', value: i.due ?? '', 'aria-label': t('work.due', { date: '' }) });
  const keep = async () => {
    const body: Record<string, string> = {};
    if (state.value !== i.state) body.state = state.value;
    if (office.value !== (i.office ?? '')) body.office = office.value;
    if (due.value !== (i.due ?? '')) body.due = due.value;
    if (!Object.keys(body).length) return;
    try {
      await send(`/api/v1/worklist/${i.id.split('/').map(encodeURIComponent).join('/')}`, body, { standard: app.summary!.run.standard });
      app.say(t('work.kept'));
    } catch (err) {
      app.say(err instanceof Error ? err.message : String(err));
    }
    app.work.again();
    app.changed();
  };
  return h('form', { class: 'pickers edit', submit: e => { e.preventDefault(); void keep(); } }, state, office, due, h('button', { type: 'submit', class: 'button tiny' }, t('work.keep')));
}
