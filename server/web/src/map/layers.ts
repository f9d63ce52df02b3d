import type { Feature, FeatureCollection, MultiPolygon, Position } from 'geojson';
import type { FilterSpecification, GeoJSONSource, Map, VectorTileSource } from 'maplibre-gl';
import { get, type Row } from '../api.ts';
import type { App } from '../app.ts';
import { differs } from '../change.ts';
import { layers, noFeatures, type TileSource } from './style.ts';

// Residents in gaps from which a sign grows, in people. Our choice: the four sizes tell a hamlet from a quarter.
const sizes = [500, 2_000, 10_000];

// addressOf is where the tiles of a layer are, for a run and what is chosen of it. The address changes with the content, so tiles may be kept.
export async function addressOf(layer: TileSource, params: Record<string, string | number | undefined>): Promise<string[]> {
  const { tiles } = await get<{ tiles: string[] }>(`/tiles/${layer}.json`, params);
  // Whatever name the server calls itself by, the page asks where it came from: the content policy allows nothing else.
  return tiles.map(t => location.origin + t.slice(t.indexOf('/tiles/')));
}

export function source(map: Map, name: string): GeoJSONSource { return map.getSource(name) as GeoJSONSource; }

export function setTiles(map: Map, name: TileSource, tiles: string[]): void { (map.getSource(name) as VectorTileSource).setTiles(tiles); }

// putSigns sets the signs of the communities.
export function putSigns(map: Map, app: App): void {
  source(map, 'signs').setData({ type: 'FeatureCollection', features: (app.summary?.communities ?? []).map(signOf) });
}

function signOf(r: Row): Feature {
  const out = r.residents?.in_gap ?? 0;
  const name = r.name || r.id;
  return {
    type: 'Feature', geometry: { type: 'Point', coordinates: r.at },
    properties: { id: r.id, name, label: name.length > 24 ? name.slice(0, 23) + '…' : name, class: r.class, size: sizes.filter(s => out >= s).length, order: -out },
  };
}

const tintLayers = ['tint', 'tint-unknown'], gapLayers = ['gap', 'gap-line', 'gap-undecided'], diffLayers = ['still', 'diff-better', 'diff-worse'];

// view shows the layers that belong to what the page shows, and hides the others.
export function view(map: Map, app: App): void {
  const { c, v, t, m, fac } = app.state;
  const criterion = app.chosen.criterion;
  const comparing = t === 'change' && m === 'map' && !c;
  const reaching = app.reaching();
  const byCause = !comparing && !!criterion && (v === 'gaps' || c !== '');
  const facilities = !comparing && !reaching && (v === 'facilities' || c !== '' && !!criterion?.limit.unit);
  const plain = !comparing && !reaching && !byCause;
  const show = (ids: string[], on: boolean) => { for (const l of ids) map.setLayoutProperty(l, 'visibility', on ? 'visible' : 'none'); };
  show(tintLayers, plain && v !== 'facilities');
  show(gapLayers, plain && v === 'communities' && !!criterion);
  show(['sign'], plain && v !== 'facilities' || comparing);
  show(['name'], !reaching && !facilities);
  show(['cause', 'cause-line'], byCause && !reaching);
  show(diffLayers, comparing && !!criterion);
  show(['facility', 'facility-name'], facilities);
  map.setFilter('open', ['==', ['get', 'id'], c]);
  const wanted = fac && !c ? null : ['in', ['get', 'category'], ['literal', criterion?.categories ?? []]] as FilterSpecification;
  for (const l of ['facility', 'facility-name']) map.setFilter(l, wanted);
  const changed = comparing ? changedIDs(app) : undefined;
  for (const l of ['sign', 'name']) map.setFilter(l, changed ? ['in', ['get', 'id'], ['literal', changed]] : null);
  for (const [l, w] of [['diff-better', ['closed', 'shrunk']], ['diff-worse', ['opened', 'grown']]] as const) {
    map.setFilter(l, ['all', ['==', ['get', 'criterion'], criterion?.id ?? ''], ['in', ['get', 'what'], ['literal', w]]] as FilterSpecification);
  }
}

// changedIDs are the communities whose status differs between the two runs.
function changedIDs(app: App): string[] {
  const d = app.diff.value, id = app.chosen.criterion?.id;
  if (!d) return [];
  return id ? (d.pairs ?? []).filter(p => p.criterion === id && differs(p)).map(p => p.community) : (d.communities ?? []).filter(c => !c.indicator).map(c => c.community);
}

// hover outlines one community, or all of a class.
export function hover(map: Map, app: App): void {
  map.setFilter('hover', ['==', ['get', 'id'], app.hovered]);
  map.setFilter('hover-class', ['==', ['get', 'class'], app.hoveredClass]);
}

// repaint gives every layer the colours of day or night.
export function repaint(map: Map, dark: boolean): void {
  for (const l of layers(dark)) for (const [name, value] of Object.entries(l.paint ?? {})) map.setPaintProperty(l.id, name as 'fill-color', value as string);
}

// around is everything but the community: a rectangle of the earth with its outlines as holes.
export function around(shapes: FeatureCollection<MultiPolygon>): FeatureCollection {
  const f = shapes.features[0];
  if (!f) return noFeatures;
  const earth: Position[] = [[-180, -85], [180, -85], [180, 85], [-180, 85], [-180, -85]];
  return { type: 'FeatureCollection', features: [{ type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [earth, ...f.geometry.coordinates.map(p => p[0])] } }] };
}
