import type { FeatureCollection, MultiPolygon } from 'geojson';
import { Map, setWorkerUrl, type MapMouseEvent } from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { get } from '../api.ts';
import { spoken } from '../answer.ts';
import type { App, Bounds } from '../app.ts';
import type { MapKeys } from '../keys.ts';
import { placeText } from '../state.ts';
import { isDark, onTheme } from '../theme.ts';
import { answerTo, shownWay } from '../ways.ts';
import { compare } from './compare.ts';
import { drawScale, type Frame } from './frame.ts';
import { addImages } from './images.ts';
import { addressOf, around, hover, putSigns, repaint, setTiles, source, view } from './layers.ts';
import { drawPlaces } from './places.ts';
import { noFeatures, style, type TileSource } from './style.ts';

declare global { interface Window { circle15?: { map: Map } } }

const padding = 28;
// From this zoom on fifteen minutes on foot fill a good part of the map.
const closeEnough = 13.2;
export const fonts = 'system-ui, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif';

// start draws the map once the first numbers are there, and keeps it in line with the page.
export async function start(app: App, frame: Frame): Promise<MapKeys> {
  setWorkerUrl(workerUrl);
  await numbers(app);
  const shown = await addresses(app, app.summary!.run.number);
  const map = new Map({
    container: frame.canvas, style: style(shown.tiles, isDark()), hash: true, ...fixed,
    bounds: app.summary!.extent, fitBoundsOptions: { padding },
  });
  window.circle15 = { map };
  settle(map);
  limit(map, app.summary!.extent);
  await new Promise<void>(done => map.once('load', () => done()));
  keepUp(map, app, shown);
  watchPointer(map, app);
  watchView(map, app, frame);
  watchContext(map, app);
  compare(map, app, frame);
  onTheme(dark => repaint(map, dark));
  return keysOf(map, app);
}

// fixed is what every map of the page has: north is up, and nothing is fetched for labels.
export const fixed = {
  attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false, maxZoom: 18.5, fadeDuration: 150, localIdeographFontFamily: fonts,
} as const;

// settle takes turning away from a map, and gives it its patterns and signs before the first tile needs them.
export function settle(map: Map): void {
  map.once('style.load', () => addImages(map));
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
}

function keysOf(map: Map, app: App): MapKeys {
  return {
    fit: () => { map.fitBounds(app.report?.extent ?? app.summary!.extent, { padding, animate: !still() }); },
    zoom: by => { map.zoomTo(map.getZoom() + by, { animate: !still() }); },
    centre: () => { const c = map.getCenter(); return [c.lng, c.lat]; },
    go: (at, zoom) => { map.easeTo({ center: at, zoom: Math.max(map.getZoom(), zoom), animate: !still() }); },
    print: async () => (await import('./print.ts')).print(app, map),
    picture: async () => (await import('./picture.ts')).picture(app, map),
  };
}

// numbers waits for the first summary, however long that takes.
function numbers(app: App): Promise<void> {
  return new Promise(done => {
    const look = () => { if (app.summary) done(); };
    app.onChange(look);
    look();
  });
}

export function still(): boolean { return matchMedia('(prefers-reduced-motion: reduce)').matches; }

// limit keeps the view near the city: it cannot be zoomed out much farther than all of it.
export function limit(map: Map, [w, s, e, n]: Bounds): void {
  const fits = map.cameraForBounds([w, s, e, n])?.zoom ?? 9;
  map.setMinZoom(Math.max(0, fits - 1.2));
  const dx = e - w, dy = n - s;
  map.setMaxBounds([w - 2 * dx - 0.2, s - 2 * dy - 0.2, e + 2 * dx + 0.2, n + 2 * dy + 0.2]);
}

// Shown is which tiles a map has, and what for.
export interface Shown { run: number; criterion: string; tiles: Record<TileSource, string[]> }

// addresses are those of all tiles for a run and what is chosen.
export async function addresses(app: App, run: number, before?: Shown): Promise<Shown> {
  const criterion = app.summary?.criterion ?? '';
  const same = before?.run === run;
  const [base, facilities, communities, gaps] = await Promise.all([
    same ? before.tiles.base : addressOf('base', { run }), same ? before.tiles.facilities : addressOf('facilities', { run }),
    addressOf('communities', { run, criterion }), addressOf('gaps', { run, criterion: criterion || anyCriterion(app) }),
  ]);
  return { run, criterion, tiles: { base, facilities, communities, gaps } };
}

// anyCriterion stands in where none is chosen: a source must have an address, and its layers are hidden then.
function anyCriterion(app: App): string { return app.summary?.criteria[0]?.id ?? ''; }

// swapTiles gives a map the tiles that differ from what it has.
export function swapTiles(map: Map, from: Shown, to: Shown): void {
  for (const name of Object.keys(to.tiles) as TileSource[]) if (from.tiles[name][0] !== to.tiles[name][0]) setTiles(map, name, to.tiles[name]);
}

// keepUp brings the map in line when the page changes. What comes late for an older question is dropped.
function keepUp(map: Map, app: App, shown: Shown): void {
  let asked = `${shown.run} ${shown.criterion}`, painted: unknown, opened = '', dimmed = '', named = '', compared = '';
  const ready = () => { map.once('idle', () => { document.documentElement.dataset.ready = 'true'; }); map.triggerRepaint(); };
  const update = async () => {
    const s = app.summary;
    if (!s || app.loading) return;
    if (named !== spoken(app)) map.getCanvas().setAttribute('aria-label', named = spoken(app));
    const question = `${s.run.number} ${s.criterion ?? ''}`;
    if (question !== asked) {
      asked = question;
      const next = await addresses(app, s.run.number, shown);
      if (asked !== question) return;
      swapTiles(map, shown, next);
      shown = next;
    }
    view(map, app);
    drawPlaces(map, app);
    const pair = app.state.t === 'change' && app.before() ? `?from=${app.before()}&to=${s.run.number}` : '';
    if (pair !== compared) source(map, 'diff').setData((compared = pair) ? '/diff.geojson' + pair : noFeatures);
    if (painted !== s) { painted = s; putSigns(map, app); ready(); }
    open();
  };
  // The first answer for a place is brought into view where the whole city is shown; after that the map stays.
  let reached = false;
  const reachInView = () => {
    const all = app.reaching() ? app.reached.value?.isochrones.features.at(-1)?.geometry.coordinates.flatMap(p => p[0]) : undefined;
    if (!app.reaching()) reached = false;
    if (!all?.length || reached) return;
    reached = true;
    if (map.getZoom() > closeEnough) return;
    const xs = all.map(p => p[0]), ys = all.map(p => p[1]);
    map.fitBounds([Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)], { padding: 70, animate: !still() });
  };
  // Choosing a community moves the map to it and dims the others; going back leaves the map where it is.
  const open = () => {
    const r = app.report, { c } = app.state;
    if (c === '') opened = '';
    if (dimmed !== c) {
      dimmed = c;
      if (!c) source(map, 'dim').setData(noFeatures);
      else void get<FeatureCollection<MultiPolygon>>('/communities.geojson', { run: app.summary!.run.number, community: c })
        .then(f => { if (dimmed === c) source(map, 'dim').setData(around(f)); }, () => { dimmed = ''; });
    }
    reachInView();
    if (!r || r.id !== c) return;
    // Once more when the way that explains its gap is there, so that the map shows where it leads.
    const way = shownWay(answerTo(app.explained.value, app.chosen.criterion?.id));
    const seen = `${r.id} ${way ? 'way' : ''}`;
    if (seen === opened || opened.startsWith(r.id + ' ') && !way) return;
    const first = !opened.startsWith(r.id + ' ');
    opened = seen;
    const places = way ? way.geometry.coordinates : [];
    const [w, s, e, n] = r.extent;
    const all: Bounds = [Math.min(w, ...places.map(p => p[0])), Math.min(s, ...places.map(p => p[1])), Math.max(e, ...places.map(p => p[0])), Math.max(n, ...places.map(p => p[1]))];
    if (!app.state.at && (first || all.some((v, i) => v !== r.extent[i]))) map.fitBounds(all, { padding: 60, maxZoom: 15.5, animate: !still() });
  };
  const safely = () => { update().catch(err => { asked = ''; console.warn('the map could not be brought up to date', err); }); };
  app.onChange(safely);
  app.onHover(() => hover(map, app));
  safely();
}

// watchPointer: moving over a community outlines it; a click opens it, from the clicked place if that is a gap. While one asks where one comes, a click sets the place.
function watchPointer(map: Map, app: App): void {
  const under = (e: MapMouseEvent, layers: string[]) => map.queryRenderedFeatures(e.point, { layers })[0]?.properties;
  const community = (e: MapMouseEvent) => String(under(e, ['sign', 'hit'])?.id ?? '');
  const asking = () => app.reaching() || app.pointing;
  map.on('mousemove', e => {
    const id = asking() ? '' : community(e);
    map.getCanvas().style.cursor = asking() ? 'crosshair' : id ? 'pointer' : '';
    app.hover(id);
  });
  map.on('mouseout', () => app.hover(''));
  const ask = (e: MapMouseEvent) => { app.pointing = false; app.set({ c: '', t: 'now', at: placeText([e.lngLat.lng, e.lngLat.lat]) }); };
  map.on('click', e => {
    if (asking()) return ask(e);
    const id = community(e);
    if (!id) return;
    const gap = under(e, ['gap', 'cause'].filter(l => map.getLayoutProperty(l, 'visibility') !== 'none'));
    const inGap = app.state.t === 'now' && !!app.chosen.criterion?.limit.unit && gap?.community_id === id && !under(e, ['sign']);
    app.set({ c: id, at: inGap ? placeText([e.lngLat.lng, e.lngLat.lat]) : '' });
  });
  map.on('contextmenu', ask);
  // The arrow keys move the place while one is asked about: the map must not move with them.
  app.onChange(() => { if (app.reaching()) map.keyboard.disable(); else map.keyboard.enable(); });
}

// watchView keeps the scale and the rows that follow the map up to date.
function watchView(map: Map, app: App, frame: Frame): void {
  const moved = () => {
    const b = map.getBounds();
    drawScale(frame.scale, metresPerPixel(map));
    app.move([b.getWest(), b.getSouth(), b.getEast(), b.getNorth()]);
  };
  map.on('moveend', moved);
  moved();
}

export function metresPerPixel(map: Map): number { return 78271.517 * Math.cos(map.getCenter().lat * Math.PI / 180) / 2 ** map.getZoom(); }

// How long a lost context may take to come back, in milliseconds, before the page goes on with the table.
const patience = 4_000;

// watchContext: a browser that takes the graphics away mostly gives them back; else the table goes on alone.
function watchContext(map: Map, app: App): void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  map.on('webglcontextlost', () => { waiting = setTimeout(() => app.withoutMap(), patience); });
  map.on('webglcontextrestored', () => { clearTimeout(waiting); addImages(map); putSigns(map, app); view(map, app); });
}
