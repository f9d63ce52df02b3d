import type { LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl';

// The colours of the quiet base map: all light, none saturated.
const land = '#F5F3EE';
const font = ['sans-serif']; // drawn by the browser from its own fonts: the page has no glyph files

export const noFeatures = { type: 'FeatureCollection' as const, features: [] };

const geojson = (data: string | typeof noFeatures): SourceSpecification => ({ type: 'geojson', data, tolerance: 0.3 });

// style is the map without the tints: base map from the workspace, then the layers that layers.ts fills.
export function style(query: string): StyleSpecification {
  return {
    version: 8,
    sources: {
      green: geojson(`/base/green.geojson${query}`), water: geojson(`/base/water.geojson${query}`), streets: geojson(`/base/streets.geojson${query}`),
      paths: geojson(noFeatures), buildings: geojson(noFeatures),
      communities: { type: 'geojson', data: noFeatures, promoteId: 'id' }, signs: geojson(noFeatures), gaps: geojson(noFeatures), dim: geojson(noFeatures),
    },
    layers: [...base, ...tints, ...streets, ...gaps, ...labels],
  };
}

const kind = (...kinds: string[]) => ['in', ['get', 'kind'], ['literal', kinds]] as unknown as never;
const byZoom = (...stops: number[]) => ['interpolate', ['exponential', 1.6], ['zoom'], ...stops] as unknown as number;

const base: LayerSpecification[] = [
  { id: 'land', type: 'background', paint: { 'background-color': land } },
  { id: 'green', source: 'green', type: 'fill', filter: kind('green'), paint: { 'fill-color': '#E4ECD9' } },
  { id: 'scrub', source: 'green', type: 'fill', filter: kind('scrub'), paint: { 'fill-color': '#ECEEE2' } },
  { id: 'sand', source: 'green', type: 'fill', filter: kind('sand'), paint: { 'fill-color': '#F3EBD6' } },
  { id: 'water', source: 'water', type: 'fill', filter: kind('sea', 'water'), paint: { 'fill-color': '#D7E3E8' } },
  { id: 'shore', source: 'water', type: 'line', filter: kind('sea', 'water'), paint: { 'line-color': '#B9CBD3', 'line-width': 0.7 } },
  { id: 'river', source: 'water', type: 'line', filter: kind('river'), minzoom: 12, paint: { 'line-color': '#C9D9DF', 'line-width': byZoom(12, 0.6, 16, 3) } },
  { id: 'buildings', source: 'buildings', type: 'fill', minzoom: 13.6, paint: { 'fill-color': '#E7E3DA', 'fill-outline-color': '#DDD8CC' } },
];

const status = ['get', 'class'] as never;
const tints: LayerSpecification[] = [
  {
    id: 'tint', source: 'communities', type: 'fill', paint: {
      'fill-color': ['match', status, 'pass', '#009E73', 'near', '#F0C419', 'fail', '#D55E00', land],
      'fill-opacity': ['match', status, 'pass', 0.36, 'near', 0.6, 'fail', 0.52, 0],
    },
  },
  { id: 'tint-unknown', source: 'communities', type: 'fill', filter: ['==', status, 'unknown'], paint: { 'fill-pattern': 'hatch' } },
];

const roundLine = { 'line-cap': 'round', 'line-join': 'round' } as const;
const streets: LayerSpecification[] = [
  { id: 'rail', source: 'streets', type: 'line', filter: kind('railway'), paint: { 'line-color': '#CFCABF', 'line-width': 1, 'line-dasharray': [4, 2] } },
  { id: 'paths', source: 'paths', type: 'line', minzoom: 13.5, layout: roundLine, paint: { 'line-color': '#FFFFFF', 'line-width': byZoom(13.5, 0.6, 17, 2.4), 'line-dasharray': [3, 1.5] } },
  { id: 'road-case', source: 'streets', type: 'line', filter: kind('road'), minzoom: 12, layout: roundLine, paint: { 'line-color': '#DAD6CC', 'line-width': byZoom(12, 0.7, 14, 3.2, 17, 13) } },
  { id: 'main-case', source: 'streets', type: 'line', filter: kind('main'), layout: roundLine, paint: { 'line-color': '#C9C3B6', 'line-width': byZoom(10, 0.9, 12, 2, 14, 5.6, 17, 19) } },
  { id: 'road', source: 'streets', type: 'line', filter: kind('road'), layout: roundLine, paint: { 'line-color': '#FFFFFF', 'line-width': byZoom(10, 0.3, 12, 0.7, 14, 2.2, 17, 11) } },
  { id: 'main', source: 'streets', type: 'line', filter: kind('main'), layout: roundLine, paint: { 'line-color': '#FFFFFF', 'line-width': byZoom(10, 0.6, 12, 1.3, 14, 4.2, 17, 17) } },
];

const undecided = ['unlinked', 'undecidable', 'no_data'];
const cause = ['get', 'cause'] as never;
const gaps: LayerSpecification[] = [
  { id: 'gap', source: 'gaps', type: 'fill', filter: ['!', ['in', cause, ['literal', undecided]]], paint: { 'fill-color': '#C24A0A', 'fill-opacity': 0.74 } },
  { id: 'gap-undecided', source: 'gaps', type: 'fill', filter: ['in', cause, ['literal', ['unlinked', 'undecidable']]], paint: { 'fill-pattern': 'hatch' } },
  { id: 'gap-line', source: 'gaps', type: 'line', filter: ['!', ['in', cause, ['literal', undecided]]], paint: { 'line-color': '#8F3200', 'line-width': 0.7 } },
  { id: 'cause', source: 'gaps', type: 'fill', layout: { visibility: 'none' }, paint: { 'fill-pattern': ['concat', 'cause-', cause] as never } },
  { id: 'cause-line', source: 'gaps', type: 'line', layout: { visibility: 'none' }, paint: { 'line-color': '#3A4148', 'line-width': 0.9 } },
  { id: 'dim', source: 'dim', type: 'fill', paint: { 'fill-color': land, 'fill-opacity': 0.62 } },
  { id: 'border-light', source: 'communities', type: 'line', paint: { 'line-color': '#FFFFFF', 'line-width': 1.6 } },
  { id: 'border', source: 'communities', type: 'line', paint: { 'line-color': '#3A4148', 'line-width': 0.6 } },
  { id: 'hover-class', source: 'communities', type: 'line', filter: ['==', status, ''], paint: { 'line-color': '#1D2329', 'line-width': 2 } },
  { id: 'hover', source: 'communities', type: 'line', filter: ['==', ['get', 'id'], ''], paint: { 'line-color': '#1D2329', 'line-width': 2 } },
  { id: 'open', source: 'communities', type: 'line', filter: ['==', ['get', 'id'], ''], paint: { 'line-color': '#1D2329', 'line-width': 2.6 } },
];

// Where two signs collide, the one with more people in its gap stays; their names come after that.
const size = (k: number) => ['match', ['get', 'size'], 3, k * 1.15, 2, k, 1, k * 0.85, k * 0.7] as unknown as number;
const labels: LayerSpecification[] = [
  {
    id: 'street-name', source: 'streets', type: 'symbol', minzoom: 13.4, filter: ['has', 'name'],
    layout: { 'symbol-placement': 'line', 'text-field': ['get', 'name'], 'text-font': font, 'text-size': 11.5, 'symbol-spacing': 350 },
    paint: { 'text-color': '#8A8478', 'text-halo-color': '#FFFFFF', 'text-halo-width': 1.2 },
  },
  {
    id: 'sign', source: 'signs', type: 'symbol',
    layout: {
      'icon-image': ['concat', 'sign-', ['get', 'class']] as never, 'icon-size': size(1), 'icon-allow-overlap': true, 'icon-ignore-placement': false,
      'symbol-sort-key': ['get', 'order'],
    },
  },
  {
    id: 'name', source: 'signs', type: 'symbol',
    layout: {
      'text-field': ['get', 'name'], 'text-font': font, 'text-size': ['interpolate', ['linear'], ['zoom'], 10, 11.5, 14, 14], 'text-max-width': 9,
      'text-variable-anchor': ['left', 'right', 'bottom', 'top'], 'text-radial-offset': 0.95, 'text-justify': 'auto', 'text-padding': 1, 'symbol-sort-key': ['get', 'order'],
    },
    paint: { 'text-color': '#1D2329', 'text-halo-color': '#FFFFFF', 'text-halo-width': 1.5 },
  },
];
