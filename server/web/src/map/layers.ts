import type { Feature, FeatureCollection, MultiPolygon, Position } from 'geojson';
import type { GeoJSONSource, Map } from 'maplibre-gl';
import type { App } from '../app.ts';
import type { Row } from '../api.ts';
import { noFeatures } from './style.ts';

// Residents in gaps from which a sign grows, in people. Our choice: the four sizes tell a hamlet from a quarter.
const sizes = [500, 2_000, 10_000];

// Shapes are the communities of a run. Their properties are set anew whenever the question changes.
export type Shapes = FeatureCollection<MultiPolygon>;

// paint brings the map in line with what the page shows.
export function paint(map: Map, app: App, shapes: Shapes, gaps: FeatureCollection): void {
  const rows = new globalThis.Map((app.summary?.communities ?? []).map(r => [r.id, r]));
  const tinted = { ...shapes, features: shapes.features.map(f => ({ ...f, properties: { id: f.id, class: rows.get(String(f.id))?.class ?? 'unknown' } })) };
  source(map, 'communities').setData(tinted as FeatureCollection);
  source(map, 'signs').setData({ type: 'FeatureCollection', features: [...rows.values()].map(signOf) });
  source(map, 'gaps').setData(gaps);
  view(map, app, shapes);
}

function source(map: Map, name: string): GeoJSONSource { return map.getSource(name) as GeoJSONSource; }

function signOf(r: Row): Feature {
  const out = r.residents?.in_gap ?? 0;
  return {
    type: 'Feature', geometry: { type: 'Point', coordinates: r.at },
    properties: { id: r.id, name: r.name || r.id, class: r.class, size: sizes.filter(s => out >= s).length, order: -out },
  };
}

// view switches between the tints of communities and the gaps by cause, and outlines the open community.
export function view(map: Map, app: App, shapes: Shapes): void {
  const open = app.state.c;
  const byCause = app.state.v === 'gaps' || open !== '';
  const show = (layers: string[], on: boolean) => { for (const l of layers) map.setLayoutProperty(l, 'visibility', on ? 'visible' : 'none'); };
  show(['tint', 'tint-unknown', 'gap', 'gap-line', 'gap-undecided', 'sign'], !byCause);
  show(['cause', 'cause-line'], byCause);
  map.setFilter('open', ['==', ['get', 'id'], open]);
  const shape = shapes.features.find(f => f.id === open);
  source(map, 'dim').setData(shape ? around(shape) : noFeatures);
}

// hover outlines one community, or all of a class.
export function hover(map: Map, app: App): void {
  map.setFilter('hover', ['==', ['get', 'id'], app.hovered]);
  map.setFilter('hover-class', ['==', ['get', 'class'], app.hoveredClass]);
}

// around is everything but the community: a rectangle of the earth with its outlines as holes.
function around(f: Feature<MultiPolygon>): Feature {
  const earth: Position[] = [[-180, -85], [180, -85], [180, 85], [-180, 85], [-180, -85]];
  return { type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [earth, ...f.geometry.coordinates.map(p => p[0])] } };
}
