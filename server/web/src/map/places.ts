import type { Feature, Position } from 'geojson';
import type { Map } from 'maplibre-gl';
import type { Answer, Place, Way } from '../api.ts';
import type { App } from '../app.ts';
import { minutes, nbsp } from '../format.ts';
import { t } from '../i18n.ts';
import { placeIn } from '../state.ts';
import { answerTo, cost, isMissed, lineName, shownWay } from '../ways.ts';
import { source } from './layers.ts';

// drawPlaces draws what belongs to a place: how far one comes from it, the ways, where they end.
export function drawPlaces(map: Map, app: App): void {
  const put = (name: string, features: Feature[]) => source(map, name).setData({ type: 'FeatureCollection', features });
  const at = app.reaching() ? placeIn(app.state.at) : app.evidenceAt();
  const e = app.explained.value;
  const isNew = !at || !e || Math.hypot(e.at[0] - at[0], e.at[1] - at[1]) > 2e-5; // the answer is still for another place
  const ways: Feature[] = [], marks: Feature[] = [];
  if (at) marks.push(point(at, { role: 'start' }));
  if (at && !isNew) drawWays(app, at, ways, marks);
  const reach = app.reaching() && app.reached.value ? isochrones(app, marks) : [];
  put('ways', ways);
  put('marks', marks);
  put('reach', reach);
}

function drawWays(app: App, at: Place, ways: Feature[], marks: Feature[]): void {
  const chosen = app.chosen.criterion?.id;
  const e = app.explained.value!;
  if (app.reaching()) {
    for (const a of e.criteria) {
      const w = shownWay(a);
      if (a.criterion !== chosen && w && !isMissed(w)) {
        ways.push(line(w.geometry.coordinates, { role: 'other' }));
        marks.push(point(w.to, { role: 'other', text: label(w, a) }));
      }
    }
  }
  const a = answerTo(e, chosen);
  const w = shownWay(a);
  if (a && w) {
    const role = isMissed(w) ? 'missed' : 'counted';
    ways.push(line(w.geometry.coordinates, { role, metres: w.length_m }));
    marks.push(point(w.to, { role, text: label(w, a) }));
    if (role === 'missed') ways.push(line([at, w.to], { role: 'straight' }));
  } else if (a?.nearby) {
    ways.push(line([at, a.nearby.at], { role: 'straight' }));
    marks.push(point(a.nearby.at, { role: 'missed', text: a.nearby.name || t('unnamed') }));
  }
  for (const s of e.streets) if (s.unlinked) ways.push(line([at, s.at], { role: 'unlinked' }));
}

function label(w: Way, a: Answer): string {
  const name = w.key?.includes('|') ? lineName(w.key) : w.name || t('unnamed');
  return `${name}${nbsp}${nbsp}${a.evidence?.unit === 'm' ? cost(w.shown, 'm') : minutes(w.shown) + nbsp + t('unit.min')}`;
}

// isochrones are drawn largest first; each has its minutes at its northernmost corner.
function isochrones(app: App, marks: Feature[]): Feature[] {
  const all = app.reached.value!.isochrones.features;
  return all.map((f, i) => {
    const corners = f.geometry.coordinates.flatMap(p => p[0]);
    const top = corners.reduce<Position | undefined>((a, b) => !a || b[1] > a[1] ? b : a, undefined);
    if (top) marks.push(point(top as Place, { role: 'minutes', text: `${f.properties.minutes}${nbsp}${t('unit.minutes')}` }));
    return { type: 'Feature' as const, geometry: f.geometry, properties: { minutes: f.properties.minutes, rank: i, outer: i === all.length - 1 } };
  }).reverse();
}

function point(at: Place, properties: Record<string, unknown>): Feature { return { type: 'Feature', properties, geometry: { type: 'Point', coordinates: at } }; }

function line(coordinates: Position[], properties: Record<string, unknown>): Feature { return { type: 'Feature', properties, geometry: { type: 'LineString', coordinates } }; }
