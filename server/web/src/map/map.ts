import type { FeatureCollection } from 'geojson';
import { Map, setWorkerUrl, type GeoJSONSource, type MapMouseEvent } from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { get, type Summary } from '../api.ts';
import { spoken } from '../answer.ts';
import type { App, Bounds } from '../app.ts';
import type { MapKeys } from '../keys.ts';
import { drawScale, type Frame } from './frame.ts';
import { addImages } from './images.ts';
import { hover, paint, view, type Shapes } from './layers.ts';
import { noFeatures, style } from './style.ts';

declare global { interface Window { circle15?: { map: Map } } }

// From this zoom on paths and buildings are asked for, cell by cell of this many degrees.
const closeZoom = 13.3;
const cell = 0.02;
const padding = 28;

// start draws the map once the first numbers are there, and keeps it in line with the page.
export async function start(app: App, frame: Frame): Promise<MapKeys> {
  setWorkerUrl(workerUrl);
  await numbers(app);
  const map = new Map({
    container: frame.canvas, style: style(runQuery(app)), hash: true, attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false,
    maxZoom: 18.5, fadeDuration: 150, bounds: app.summary!.extent, fitBoundsOptions: { padding },
    localIdeographFontFamily: 'system-ui, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif',
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  limit(map, app.summary!.extent);
  await new Promise<void>(done => map.once('load', () => done()));
  addImages(map);
  window.circle15 = { map };
  keepUp(map, app);
  watchPointer(map, app);
  watchView(map, app, frame);
  return {
    fit: () => { map.fitBounds(app.report?.extent ?? app.summary!.extent, { padding, animate: !still() }); },
    zoom: by => { map.zoomTo(map.getZoom() + by, { animate: !still() }); },
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

function still(): boolean { return matchMedia('(prefers-reduced-motion: reduce)').matches; }

function runQuery(app: App): string { return app.state.run ? `?run=${app.state.run}` : ''; }

// limit keeps the view near the city: it cannot be zoomed out much farther than all of it.
function limit(map: Map, [w, s, e, n]: Bounds): void {
  const fits = map.cameraForBounds([w, s, e, n])?.zoom ?? 9;
  map.setMinZoom(Math.max(0, fits - 1.2));
  const dx = e - w, dy = n - s;
  map.setMaxBounds([w - 2 * dx - 0.2, s - 2 * dy - 0.2, e + 2 * dx + 0.2, n + 2 * dy + 0.2]);
}

// keepUp loads shapes and gaps when the run or the question changes. What comes late for an older question is dropped.
function keepUp(map: Map, app: App): void {
  let shapes: Shapes = noFeatures as Shapes, gaps: FeatureCollection = noFeatures;
  let run = 0, asked = '', painted: unknown, opened = '', named = '';
  const draw = (s: Summary) => {
    painted = s;
    paint(map, app, shapes, gaps);
    map.once('idle', () => { document.documentElement.dataset.ready = 'true'; });
  };
  const update = async () => {
    const s = app.summary;
    if (!s || app.loading) return;
    const question = `${s.run.number} ${s.criterion ?? ''}`;
    if (named !== spoken(app)) map.getCanvas().setAttribute('aria-label', named = spoken(app));
    if (question === asked) {
      if (painted === s) view(map, app, shapes);
      else if (painted) draw(s);
      return open();
    }
    asked = question;
    const wanted = { run: s.run.number };
    const [nextShapes, nextGaps] = await Promise.all([
      run === s.run.number ? shapes : get<Shapes>('/communities.geojson', wanted),
      s.criterion ? get<FeatureCollection>('/gaps.geojson', { ...wanted, criterion: s.criterion }) : noFeatures,
    ]);
    if (asked !== question) return;
    [shapes, gaps, run] = [nextShapes, nextGaps, s.run.number];
    draw(s);
    open();
  };
  // Choosing a community moves the map to it; going back leaves the map where it is.
  const open = () => {
    const r = app.report;
    if (app.state.c === '') opened = '';
    if (!r || r.id !== app.state.c || r.id === opened) return;
    opened = r.id;
    map.fitBounds(r.extent, { padding: 60, maxZoom: 15.5, animate: !still() });
  };
  const safely = () => { update().catch(err => { asked = ''; console.warn('the map could not be brought up to date', err); }); };
  app.onChange(safely);
  app.onHover(() => hover(map, app));
  safely();
}

// watchPointer: moving over a community outlines it, a click opens it.
function watchPointer(map: Map, app: App): void {
  const under = (e: MapMouseEvent) => {
    const layers = ['sign', 'hit'].filter(l => map.getLayer(l));
    return String(map.queryRenderedFeatures(e.point, { layers })[0]?.properties.id ?? '');
  };
  map.addLayer({ id: 'hit', source: 'communities', type: 'fill', paint: { 'fill-opacity': 0 } }, 'tint');
  map.on('mousemove', e => {
    const id = under(e);
    map.getCanvas().style.cursor = id ? 'pointer' : '';
    app.hover(id);
  });
  map.on('mouseout', () => app.hover(''));
  map.on('click', e => {
    const id = under(e);
    if (id) app.set({ c: id });
  });
}

// watchView keeps the scale, the rows that follow the map, and the close layers of the base map up to date.
function watchView(map: Map, app: App, frame: Frame): void {
  let cells = '';
  const moved = () => {
    const b = map.getBounds();
    drawScale(frame.scale, 78271.517 * Math.cos(map.getCenter().lat * Math.PI / 180) / 2 ** map.getZoom());
    app.move([b.getWest(), b.getSouth(), b.getEast(), b.getNorth()]);
    if (map.getZoom() < closeZoom) return;
    const box = [Math.floor(b.getWest() / cell), Math.floor(b.getSouth() / cell), Math.ceil(b.getEast() / cell), Math.ceil(b.getNorth() / cell)]
      .map(v => (v * cell).toFixed(2)).join(',');
    if (box === cells) return;
    cells = box;
    for (const layer of ['paths', 'buildings']) {
      const q = new URLSearchParams({ bbox: box });
      if (app.state.run) q.set('run', String(app.state.run));
      (map.getSource(layer) as GeoJSONSource).setData(`/base/${layer}.geojson?${q}`);
    }
  };
  map.on('moveend', moved);
  moved();
}
