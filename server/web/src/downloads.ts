import type { App } from './app.ts';
import { h } from './dom.ts';
import { csvCell } from './format.ts';
import { t, type Key } from './i18n.ts';
import { qgis } from './take.ts';

// downloads is the foot of the answer: how many rows there are, and the data to take away.
export function downloads(app: App): HTMLElement[] {
  const all = app.summary?.communities.length ?? 0, shown = app.rows().length;
  const follows = h('input', { type: 'checkbox', change: () => { app.follows = follows.checked; app.changed(); } });
  follows.checked = app.follows;
  return [
    h('span', {}, shown === all ? t('rows', { n: all }) : t('rows.some', { k: shown, n: all })),
    app.hasMap ? h('label', { class: 'follows' }, follows, t('follows')) : h('span'),
    h('span', { class: 'spring' }),
    h('button', { type: 'button', class: 'link', 'data-k': 'csv', click: () => save(app) }, t('csv')),
    h('a', { class: 'link', 'data-k': 'geojson', href: geojsonAddress(app), download: 'gaps.geojson' }, t('geojson')),
    h('button', { type: 'button', class: 'link', 'data-k': 'foot-qgis', click: () => qgis(app) }, 'QGIS…'),
  ];
}

// geojsonAddress is where the gaps, or with the overall result the communities, of this view are.
export function geojsonAddress(app: App): string {
  const q = new URLSearchParams();
  if (app.summary) q.set('run', String(app.summary.run.number));
  if (app.state.d) q.set('district', app.state.d);
  if (app.chosen.criterion) q.set('criterion', app.chosen.criterion.id);
  return (app.chosen.criterion ? '/gaps.geojson' : '/communities.geojson') + (q.size ? '?' + q : '');
}

// save gives the rows of the table as CSV, with the mark that makes spreadsheets read it as UTF-8.
export function save(app: App): void {
  const head: Key[] = ['col.community', 'col.district', 'col.class', 'col.people', 'col.residents', 'col.area', 'col.out', 'col.cause', 'measured.value'];
  const lines = [['id', ...head.map(k => t(k))], ...app.rows().map(r => [
    r.id, r.name, r.district, t(`class.${r.class}`), num(r.residents?.whole), num(r.residents?.covered_pct), num(r.area?.covered_pct),
    num(r.residents?.in_gap), r.main_cause ? t(`cause.${r.main_cause}` as Key) : '', num(r.value)])];
  const text = '\ufeff' + lines.map(l => l.map(csvCell).join(',')).join('\r\n') + '\r\n';
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const name = `${app.chosen.criterion?.id ?? 'overall'}-${app.summary?.run.number ?? ''}.csv`;
  h('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function num(v: number | null | undefined): string { return v == null ? '' : String(v); }
