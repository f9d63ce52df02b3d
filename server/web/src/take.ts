import type { App } from './app.ts';
import { h, swap } from './dom.ts';
import { geojsonAddress, save } from './downloads.ts';
import { t } from './i18n.ts';
import type { MapKeys } from './keys.ts';

// take is the menu of what one takes away: a picture, a print, the link, the data, the address for QGIS.
export function take(app: App, map: () => MapKeys | undefined): HTMLElement {
  const button = h('button', { type: 'button', class: 'button', 'data-k': 'export', 'aria-haspopup': 'true', 'aria-expanded': 'false' });
  const menu = h('div', { class: 'menu-list', hidden: true });
  const el = h('div', { class: 'take' }, button, menu);
  const open = (on: boolean) => { menu.hidden = !on; button.setAttribute('aria-expanded', String(on)); if (on) (menu.firstElementChild as HTMLElement | null)?.focus(); };
  button.addEventListener('click', () => open(menu.hidden === true));
  el.addEventListener('keydown', e => { if (e.key === 'Escape' && !menu.hidden) { e.stopPropagation(); e.preventDefault(); open(false); button.focus(); } });
  el.addEventListener('focusout', e => { if (!el.contains(e.relatedTarget as Node | null)) open(false); });
  app.onChange(() => {
    button.textContent = t('export') + ' ▾';
    const item = (k: string, label: string, act: () => void) => h('button', { type: 'button', 'data-k': k, click: () => { open(false); button.focus(); act(); } }, label);
    const working = (act: () => Promise<void> | undefined) => { app.say(t('export.working')); act()?.then(() => app.say(''), err => { console.warn('taking the map away', err); app.say(t('export.failed')); }); };
    swap(menu, ...(app.hasMap ? [item('png', t('export.png'), () => working(() => map()?.picture())), item('print', t('export.print'), () => working(() => map()?.print()))] : []),
      item('link', t('export.link'), () => { void navigator.clipboard?.writeText(location.href); app.say(t('copied', { what: t('export.link') })); }),
      item('take-csv', t('csv'), () => save(app)),
      h('a', { class: 'link', 'data-k': 'take-geojson', href: geojsonAddress(app), download: 'circle15.geojson' }, t('geojson')),
      item('qgis', t('export.qgis'), () => qgis(app)));
  });
  return el;
}

// qgis says how the results are opened in QGIS.
export function qgis(app: App): void {
  const address = `${location.origin}/ogc`;
  const dialog = h('dialog', { class: 'help', 'aria-label': t('export.qgis') }, h('h2', {}, t('export.qgis')), h('p', {}, t('qgis.how')), h('pre', {}, address),
    h('p', { class: 'small' }, t('qgis.tiles')), h('pre', {}, `${location.origin}/tiles/style.json${app.chosen.criterion ? `?criterion=${app.chosen.criterion.id}` : ''}`),
    h('button', { type: 'button', class: 'button', click: () => dialog.close() }, t('close')));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
