import type { LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl';
import { answers } from './answers.ts';

export const noFeatures = { type: 'FeatureCollection' as const, features: [] };

// Palette is the quiet base map and what is written on it. By day all of it is light, by night dark; none is saturated.
export interface Palette {
  land: string; green: string; scrub: string; sand: string; water: string; shore: string; building: string; edge: string; rail: string;
  street: string; path: string; roadCase: string; mainCase: string; streetName: string; ink: string; halo: string; border: string; light: string;
}
const day: Palette = {
  land: '#F5F3EE', green: '#E4ECD9', scrub: '#ECEEE2', sand: '#F3EBD6', water: '#D7E3E8', shore: '#B9CBD3', building: '#E7E3DA', edge: '#DDD8CC', rail: '#CFCABF',
  street: '#FFFFFF', path: '#FFFFFF', roadCase: '#DAD6CC', mainCase: '#C9C3B6', streetName: '#8A8478', ink: '#1D2329', halo: '#FFFFFF', border: '#3A4148', light: '#FFFFFF',
};
const night: Palette = {
  land: '#171B1F', green: '#1B241D', scrub: '#1B211D', sand: '#25231C', water: '#10161B', shore: '#26323A', building: '#21262B', edge: '#2A3036', rail: '#343A40',
  street: '#2B3138', path: '#2B3138', roadCase: '#14181B', mainCase: '#101417', streetName: '#98A1A9', ink: '#E8EAEC', halo: '#14181B', border: '#AEB6BD', light: '#0E1215',
};

// Vector sources get their addresses of tiles when the run and the criterion are known.
export type TileSource = 'base' | 'communities' | 'gaps' | 'facilities';
export const tileSources: TileSource[] = ['base', 'communities', 'gaps', 'facilities'];
// Beyond this zoom tiles are stretched; the server cuts none.
const deepest = 16;

// style is the map: base map from the workspace, then what answers.ts draws on it. tiles has the addresses by source.
export function style(tiles: Record<TileSource, string[]>, dark: boolean): StyleSpecification {
  const vector = (name: TileSource): SourceSpecification => ({ type: 'vector', tiles: tiles[name], maxzoom: deepest });
  const drawn = (): SourceSpecification => ({ type: 'geojson', data: noFeatures });
  return {
    version: 8,
    sources: {
      ...Object.fromEntries(tileSources.map(n => [n, vector(n)])),
      signs: drawn(), dim: drawn(), diff: drawn(), reach: drawn(), marks: drawn(), ways: drawn(),
    },
    layers: layers(dark),
  };
}

// layers are all layers in drawing order.
export function layers(dark: boolean): LayerSpecification[] {
  const p = dark ? night : day;
  const a = answers(p, dark);
  return [...ground(p), ...a.tints, ...streets(p), ...a.gaps, ...names(p), ...a.signs];
}

const kind = (...kinds: string[]) => ['in', ['get', 'kind'], ['literal', kinds]] as never;
const area = ['==', ['geometry-type'], 'Polygon'];
const areaOf = (...kinds: string[]) => ['all', area, kind(...kinds)] as never;
const byZoom = (...stops: number[]) => ['interpolate', ['exponential', 1.6], ['zoom'], ...stops] as unknown as number;
const inBase = (layer: string) => ({ source: 'base', 'source-layer': layer });

function ground(p: Palette): LayerSpecification[] {
  const g = inBase('ground');
  return [
    { id: 'land', type: 'background', paint: { 'background-color': p.land } },
    { id: 'green', ...g, type: 'fill', filter: areaOf('green', 'scrub', 'sand'), paint: { 'fill-color': ['match', ['get', 'kind'], 'scrub', p.scrub, 'sand', p.sand, p.green] } },
    { id: 'water', ...g, type: 'fill', filter: areaOf('sea', 'water', 'river'), paint: { 'fill-color': p.water } },
    { id: 'shore', ...g, type: 'line', filter: kind('sea', 'water'), paint: { 'line-color': p.shore, 'line-width': 0.7 } },
    { id: 'river', ...g, type: 'line', filter: kind('river'), minzoom: 12, paint: { 'line-color': p.shore, 'line-width': byZoom(12, 0.6, 16, 3) } },
    { id: 'buildings', ...inBase('buildings'), type: 'fill', minzoom: 13.6, paint: { 'fill-color': p.building, 'fill-outline-color': p.edge } },
  ];
}

const round = { 'line-cap': 'round', 'line-join': 'round' } as const;
const rank = (r: string) => ['==', ['get', 'rank'], r] as never;

function streets(p: Palette): LayerSpecification[] {
  const s = inBase('streets');
  return [
    { id: 'rail', ...inBase('ground'), type: 'line', filter: kind('railway'), paint: { 'line-color': p.rail, 'line-width': 1, 'line-dasharray': [4, 2] } },
    { id: 'paths', ...s, type: 'line', filter: rank('path'), minzoom: 13.5, layout: round, paint: { 'line-color': p.path, 'line-width': byZoom(13.5, 0.6, 17, 2.4), 'line-dasharray': [3, 1.5] } },
    { id: 'road-case', ...s, type: 'line', filter: rank('road'), minzoom: 12, layout: round, paint: { 'line-color': p.roadCase, 'line-width': byZoom(12, 0.7, 14, 3.2, 17, 13) } },
    { id: 'main-case', ...s, type: 'line', filter: rank('main'), layout: round, paint: { 'line-color': p.mainCase, 'line-width': byZoom(10, 0.9, 12, 2, 14, 5.6, 17, 19) } },
    { id: 'road', ...s, type: 'line', filter: rank('road'), layout: round, paint: { 'line-color': p.street, 'line-width': byZoom(10, 0.3, 12, 0.7, 14, 2.2, 17, 11) } },
    { id: 'main', ...s, type: 'line', filter: rank('main'), layout: round, paint: { 'line-color': p.street, 'line-width': byZoom(10, 0.6, 12, 1.3, 14, 4.2, 17, 17) } },
  ];
}

export const font = ['sans-serif']; // drawn by the browser from its own fonts: the page has no glyph files

function names(p: Palette): LayerSpecification[] {
  return [{
    id: 'street-name', ...inBase('streets'), type: 'symbol', minzoom: 13.4, filter: ['has', 'name'],
    layout: { 'symbol-placement': 'line', 'text-field': ['get', 'name'], 'text-font': font, 'text-size': 11.5, 'symbol-spacing': 350 },
    paint: { 'text-color': p.streetName, 'text-halo-color': p.halo, 'text-halo-width': 1.2 },
  }];
}
