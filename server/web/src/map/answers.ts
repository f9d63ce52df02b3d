import type { LayerSpecification } from 'maplibre-gl';
import { font, type Palette } from './style.ts';

const status = ['get', 'class'] as never;
const cause = ['get', 'cause'] as never;
const undecided = ['literal', ['unlinked', 'undecidable', 'no_data']];
const isUndecided = ['in', cause, undecided] as never;
const id = (v: string) => ['==', ['get', 'id'], v] as never;
const what = (...w: string[]) => ['in', ['get', 'what'], ['literal', w]] as never;
const hidden = { visibility: 'none' } as const;

// answers are the layers that show results: tints below the streets, gaps and lines above them, signs and names on top.
export function answers(p: Palette, dark: boolean): { tints: LayerSpecification[]; gaps: LayerSpecification[]; signs: LayerSpecification[] } {
  const communities = { source: 'communities', 'source-layer': 'communities' };
  const [pass, near, fail] = dark ? ['#2FC79B', '#F2CF4A', '#F0813A'] : ['#009E73', '#F0C419', '#D55E00'];
  const blue = dark ? '#6DB5E8' : '#0B5C8F', red = dark ? '#F0813A' : '#C44F00';
  return {
    tints: [
      { id: 'hit', ...communities, type: 'fill', paint: { 'fill-opacity': 0 } },
      { id: 'tint', ...communities, type: 'fill', paint: {
        'fill-color': ['match', status, 'pass', pass, 'near', near, 'fail', fail, p.land], 'fill-opacity': ['match', status, 'pass', 0.36, 'near', dark ? 0.45 : 0.6, 'fail', 0.52, 0] } },
      { id: 'tint-unknown', ...communities, type: 'fill', filter: ['==', status, 'unknown'], paint: { 'fill-pattern': 'hatch' } },
    ],
    gaps: [...gapLayers(p, dark), ...reachLayers(blue), ...outlines(p, communities), ...wayLayers(p, blue, red)],
    signs: [...signLayers(p), ...facilityLayers(p), ...markLayers(p, blue, red)],
  };
}

function gapLayers(p: Palette, dark: boolean): LayerSpecification[] {
  const gaps = { source: 'gaps', 'source-layer': 'gaps' };
  return [
    { id: 'gap', ...gaps, type: 'fill', filter: ['!', isUndecided], paint: { 'fill-color': dark ? '#E0661C' : '#C24A0A', 'fill-opacity': 0.74 } },
    { id: 'gap-undecided', ...gaps, type: 'fill', filter: ['in', cause, ['literal', ['unlinked', 'undecidable']]], paint: { 'fill-pattern': 'hatch' } },
    { id: 'gap-line', ...gaps, type: 'line', filter: ['!', isUndecided], paint: { 'line-color': dark ? '#FFB27A' : '#8F3200', 'line-width': 0.7 } },
    { id: 'cause', ...gaps, type: 'fill', layout: hidden, paint: { 'fill-pattern': ['concat', 'cause-', cause] as never } },
    { id: 'cause-line', ...gaps, type: 'line', layout: hidden, paint: { 'line-color': p.border, 'line-width': 0.9 } },
    { id: 'still', ...gaps, type: 'fill', layout: hidden, filter: ['!', isUndecided], paint: { 'fill-color': '#8A929A', 'fill-opacity': 0.35 } },
    { id: 'diff-better', source: 'diff', type: 'fill', layout: hidden, filter: what('closed', 'shrunk'), paint: { 'fill-color': '#0072B2', 'fill-opacity': 0.72 } },
    { id: 'diff-worse', source: 'diff', type: 'fill', layout: hidden, filter: what('opened', 'grown'), paint: { 'fill-color': '#D55E00', 'fill-opacity': 0.8 } },
    { id: 'dim', source: 'dim', type: 'fill', paint: { 'fill-color': p.land, 'fill-opacity': 0.62 } },
  ];
}

// Isochrones lie over each other, so the innermost is the darkest.
function reachLayers(blue: string): LayerSpecification[] {
  const first = ['get', 'rank'] as never;
  return [
    { id: 'reach-fill', source: 'reach', type: 'fill', filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-color': '#0072B2', 'fill-opacity': ['match', first, 0, 0.2, 1, 0.14, 0.1] } },
    { id: 'reach-line', source: 'reach', type: 'line', filter: ['all', ['==', ['geometry-type'], 'Polygon'], ['==', ['get', 'outer'], true]], paint: { 'line-color': blue, 'line-width': 2 } },
    { id: 'reach-inner', source: 'reach', type: 'line', filter: ['all', ['==', ['geometry-type'], 'Polygon'], ['==', ['get', 'outer'], false]], paint: { 'line-color': blue, 'line-width': 1.3, 'line-dasharray': [4, 2.5] } },
  ];
}

function outlines(p: Palette, communities: { source: string; 'source-layer': string }): LayerSpecification[] {
  const line = (name: string, colour: string, width: number, filter?: never): LayerSpecification =>
    ({ id: name, ...communities, type: 'line', ...(filter ? { filter } : {}), paint: { 'line-color': colour, 'line-width': width } });
  return [line('border-light', p.light, 1.6), line('border', p.border, 0.6), line('hover-class', p.ink, 2, ['==', status, ''] as never), line('hover', p.ink, 2, id('')), line('open', p.ink, 2.6, id(''))];
}

const role = (v: string) => ['==', ['get', 'role'], v] as never;
const roundLine = { 'line-cap': 'round', 'line-join': 'round' } as const;

function wayLayers(p: Palette, blue: string, red: string): LayerSpecification[] {
  const dash = { 'line-join': 'round' } as const;
  return [
    { id: 'way-other', source: 'ways', type: 'line', filter: role('other'), layout: roundLine, paint: { 'line-color': '#6B747C', 'line-width': 1.4, 'line-opacity': 0.7 } },
    { id: 'way-halo', source: 'ways', type: 'line', filter: ['in', ['get', 'role'], ['literal', ['counted', 'missed']]], layout: roundLine, paint: { 'line-color': p.halo, 'line-width': 7, 'line-opacity': 0.85 } },
    { id: 'way-counted', source: 'ways', type: 'line', filter: role('counted'), layout: roundLine, paint: { 'line-color': p.ink, 'line-width': 3 } },
    { id: 'way-missed', source: 'ways', type: 'line', filter: role('missed'), layout: dash, paint: { 'line-color': red, 'line-width': 3.4, 'line-dasharray': [2.2, 1.2] } },
    { id: 'way-straight', source: 'ways', type: 'line', filter: role('straight'), layout: roundLine, paint: { 'line-color': p.ink, 'line-width': 1.6, 'line-dasharray': [0.1, 2.4] } },
    { id: 'way-access', source: 'ways', type: 'line', filter: role('unlinked'), layout: roundLine, paint: { 'line-color': blue, 'line-width': 2, 'line-dasharray': [0.1, 2] } },
  ];
}

// Where two signs collide, the one with more people in its gap stays; their names come after that.
const size = (k: number) => ['match', ['get', 'size'], 3, k * 1.15, 2, k, 1, k * 0.85, k * 0.7] as unknown as number;

function signLayers(p: Palette): LayerSpecification[] {
  return [
    { id: 'sign', source: 'signs', type: 'symbol', layout: {
      'icon-image': ['concat', 'sign-', ['get', 'class']] as never, 'icon-size': size(1), 'icon-allow-overlap': true, 'icon-ignore-placement': false, 'symbol-sort-key': ['get', 'order'] } },
    { id: 'name', source: 'signs', type: 'symbol',
      layout: {
        'text-field': ['get', 'label'], 'text-font': font, 'text-size': ['interpolate', ['linear'], ['zoom'], 10, 11.5, 14, 14], 'text-max-width': 9,
        'text-variable-anchor': ['left', 'right', 'bottom', 'top'], 'text-radial-offset': 0.95, 'text-justify': 'auto', 'text-padding': 1, 'symbol-sort-key': ['get', 'order'],
      },
      paint: { 'text-color': p.ink, 'text-halo-color': p.halo, 'text-halo-width': 1.5 } },
  ];
}

function facilityLayers(p: Palette): LayerSpecification[] {
  const f = { source: 'facilities', 'source-layer': 'facilities' };
  const label = ['coalesce', ['get', 'lines'], ['get', 'name'], ''] as never;
  return [
    { id: 'facility', ...f, type: 'circle', layout: hidden, paint: {
      'circle-radius': ['interpolate', ['linear'], ['zoom'], 10, 1.6, 13, 3.2, 16, 5.5], 'circle-color': p.halo, 'circle-stroke-color': p.ink, 'circle-stroke-width': ['interpolate', ['linear'], ['zoom'], 10, 0.8, 14, 1.6] } },
    { id: 'facility-name', ...f, type: 'symbol', minzoom: 14, layout: { ...hidden, 'text-field': label, 'text-font': font, 'text-size': 11.5, 'text-max-width': 9, 'text-variable-anchor': ['top', 'bottom', 'left', 'right'], 'text-radial-offset': 0.7 },
      paint: { 'text-color': p.ink, 'text-halo-color': p.halo, 'text-halo-width': 1.4 } },
  ];
}

function markLayers(p: Palette, blue: string, red: string): LayerSpecification[] {
  const colour = ['match', ['get', 'role'], 'missed', red, 'minutes', blue, p.ink] as never;
  const kinds = (...v: string[]) => ['in', ['get', 'role'], ['literal', v]] as never;
  return [
    { id: 'mark', source: 'marks', type: 'circle', filter: kinds('start', 'counted', 'missed', 'other'), paint: {
      'circle-radius': ['match', ['get', 'role'], 'start', 7, 'other', 4, 6], 'circle-color': ['match', ['get', 'role'], 'missed', red, 'other', p.halo, p.ink] as never,
      'circle-stroke-color': ['match', ['get', 'role'], 'other', p.ink, p.halo] as never, 'circle-stroke-width': 2 } },
    { id: 'mark-name', source: 'marks', type: 'symbol', filter: ['has', 'text'], layout: {
      'text-field': ['get', 'text'], 'text-font': font, 'text-size': 13, 'text-max-width': 14, 'text-variable-anchor': ['left', 'right', 'top', 'bottom'], 'text-radial-offset': 0.8, 'text-justify': 'auto' },
    paint: { 'text-color': colour, 'text-halo-color': p.halo, 'text-halo-width': 1.8 } },
  ];
}
