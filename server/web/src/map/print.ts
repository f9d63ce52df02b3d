import type { Map } from 'maplibre-gl';
import { spoken } from '../answer.ts';
import type { App } from '../app.ts';
import { stacked } from '../bar.ts';
import { h } from '../dom.ts';
import { area, date, nothing, percent, whole } from '../format.ts';
import { lang, t, text } from '../i18n.ts';
import { legendEntries } from '../legend.ts';
import { sign } from '../signs.ts';
import { attribution, roundMetres } from './frame.ts';
import { draw } from './offscreen.ts';

// Millimetres of the map on the sheet; the sheet itself is landscape with margins of 10 mm. A pixel of the page is 1/96 inch.
const sheets = { a3: { width: 289, height: 232 }, a4: { width: 190, height: 150 } };
type Size = keyof typeof sheets;
const pixelsPerMM = 96 / 25.4;
const ratio = 200 / 96; // so the map has 200 dots to the inch

// print shows the sheet as it will come out: its title can be edited, its size chosen.
export async function print(app: App, map: Map): Promise<void> {
  const dialog = h('dialog', { class: 'print', 'aria-label': t('export.print') });
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  const lay = async (size: Size) => {
    const { width, height } = sheets[size];
    const drawn = await draw(app, map, Math.round(width * pixelsPerMM), Math.round(height * pixelsPerMM), ratio);
    dialog.replaceChildren(tools(dialog, size, lay), sheet(app, size, drawn.picture, drawn.metresPerPixel));
  };
  await lay('a3');
  dialog.showModal();
}

function tools(dialog: HTMLDialogElement, size: Size, lay: (s: Size) => Promise<void>): HTMLElement {
  return h('div', { class: 'print-tools' }, ...(['a3', 'a4'] as const).map(s => h('button', { type: 'button', class: 'button', 'data-k': `sheet-${s}`, 'aria-pressed': String(s === size), click: () => void lay(s) }, s.toUpperCase())),
    h('button', { type: 'button', class: 'button main', 'data-k': 'print-now', click: () => globalThis.print() }, t('print.now')),
    h('span', { class: 'small' }, t('print.title')), h('span', { class: 'spring' }), h('button', { type: 'button', class: 'button', 'data-k': 'print-close', click: () => dialog.close() }, t('close')));
}

function sheet(app: App, size: Size, picture: HTMLCanvasElement, metresPerPixel: number): HTMLElement {
  const s = app.summary!, c = app.chosen.criterion;
  return h('article', { class: `sheet ${size}` },
    h('h1', { contenteditable: 'plaintext-only', spellcheck: 'false', 'aria-label': t('print.title') }, [s.city, t('product')].filter(Boolean).join(' ') + (lang() === 'zh' ? '：' : ': ') + (app.chosen.indicator ? text(app.chosen.indicator.title) : t('overall'))),
    h('p', { class: 'sheet-question' }, c ? text(c.title) : t('overall'), h('span', { class: 'small' }, ` · ${text(s.standard.title)}${c?.source ? ` · ${c.source}` : ''}`)),
    h('figure', {}, picture, h('div', { class: 'north', 'aria-label': t('north') }, h('span', {}, '▲'), t('north.short')), scaleBar(metresPerPixel)),
    h('aside', {}, ...result(app), ...legendPart(app), ...worst(app), ...method(app)),
    h('footer', {}, h('span', {}, attribution(app).join(' · ')), h('span', {}, ['circle15', t('run', { n: s.run.number }), s.run.data_date ? t('data', { date: date(s.run.data_date, lang()) }) : '', 'WGS 84', date(s.run.as_of, lang())].filter(Boolean).join(' · '))));
}

// scaleBar is two halves of a round number of metres.
function scaleBar(metresPerPixel: number): HTMLElement {
  const metres = roundMetres(200 * metresPerPixel);
  const bar = h('div', { class: 'bar-scale', 'data-metres': metres }, h('span', {}, '0'), h('span', {}, metres >= 1000 ? `${metres / 1000} km` : `${metres} m`));
  bar.style.width = `${metres / metresPerPixel}px`;
  return bar;
}

function result(app: App): HTMLElement[] {
  const n = app.scope();
  return n ? [h('h2', {}, t('print.result')), h('p', { class: 'sentence' }, spoken(app)), stacked(n, 'wide-bar')] : [];
}

function legendPart(app: App): HTMLElement[] {
  const { title, rows } = legendEntries(app);
  return [h('h2', {}, title), ...rows.map(e => h('div', { class: 'legend-row' }, h('span', { class: `swatch ${e.swatch}` }), e.sign ? sign(e.sign, false) : h('span'), h('span', {}, e.words), h('span', { class: 'number' }, e.value)))];
}

// How many communities the sheet names.
const named = 15;

function worst(app: App): HTMLElement[] {
  if (!app.chosen.criterion) return [];
  const people = app.summary!.residents;
  return [h('h2', {}, t('print.worst')), h('table', { class: 'evidence' }, h('tbody', {}, ...app.rows().slice(0, named).map(r => h('tr', {}, h('td', {}, sign(r.class), ' ', r.name || r.id),
    h('td', { class: 'c-number' }, percent(people ? r.residents?.covered_pct : r.deciding_pct)), h('td', { class: 'c-number' }, people ? whole(r.residents?.in_gap) : r.area ? area(r.area.in_gap) : nothing)))))];
}

function method(app: App): HTMLElement[] {
  const c = app.chosen.criterion, std = app.summary!.standard;
  const speed = c ? std.profiles[c.limit.profile]?.speed_mps : undefined;
  return [h('h2', {}, t('print.method')), h('p', { class: 'small' }, [speed ? t('speed', { v: String(speed) }) : '', c ? text(c.note) : '', ...app.summary!.assumptions.slice(0, 3).map(text)].filter(Boolean).map(x => x.replace(/[。.]$/, '')).join(lang() === 'zh' ? '；' : '; '))];
}
