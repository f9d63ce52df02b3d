import { Map } from 'maplibre-gl';
import type { App } from '../app.ts';
import { h } from '../dom.ts';
import { around, putSigns, source, view } from './layers.ts';
import { addresses, fixed, settle } from './map.ts';
import { drawPlaces } from './places.ts';
import { style } from './style.ts';

// Drawn is a map as a picture, and how many metres one pixel of the page is on it.
export interface Drawn { picture: HTMLCanvasElement; metresPerPixel: number }

// How long a map may take to be drawn, in milliseconds: after that what is there is taken.
const patience = 30_000;

// draw draws what a map shows once more, by day, in a size of its own: width and height in pixels of the page, ratio pixels of the picture to each.
// It shows the same part of the earth, or more.
export async function draw(app: App, from: Map, width: number, height: number, ratio: number): Promise<Drawn> {
  const container = h('div', { class: 'offscreen' });
  container.style.width = `${width}px`;
  container.style.height = `${height}px`;
  document.body.append(container);
  const shown = await addresses(app, app.summary!.run.number);
  const map = new Map({ container, style: style(shown.tiles, false), ...fixed, interactive: false, fadeDuration: 0, pixelRatio: ratio, canvasContextAttributes: { preserveDrawingBuffer: true },
    bounds: from.getBounds(), fitBoundsOptions: { padding: 0 } });
  settle(map);
  try {
    await new Promise<void>(done => map.once('load', () => done()));
    putSigns(map, app);
    view(map, app);
    drawPlaces(map, app);
    if (app.state.t === 'change') source(map, 'diff').setData(`/diff.geojson?from=${app.before()}&to=${app.summary!.run.number}`);
    const dimmed = from.getSource('dim') && app.state.c ? await (await fetch(`/communities.geojson?run=${app.summary!.run.number}&community=${encodeURIComponent(app.state.c)}`)).json() : undefined;
    if (dimmed) source(map, 'dim').setData(around(dimmed));
    await Promise.race([new Promise<void>(done => { map.once('idle', () => done()); map.triggerRepaint(); }), new Promise<void>(done => setTimeout(done, patience))]);
    const picture = h('canvas', { width: map.getCanvas().width, height: map.getCanvas().height });
    picture.getContext('2d')!.drawImage(map.getCanvas(), 0, 0);
    return { picture, metresPerPixel: 78271.517 * Math.cos(map.getCenter().lat * Math.PI / 180) / 2 ** map.getZoom() };
  } finally {
    map.remove();
    container.remove();
  }
}
