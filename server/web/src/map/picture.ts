import type { Map } from 'maplibre-gl';
import { spoken } from '../answer.ts';
import type { App } from '../app.ts';
import { h } from '../dom.ts';
import { legendEntries } from '../legend.ts';
import { t } from '../i18n.ts';
import { attribution, roundMetres } from './frame.ts';
import { signOn, swatchOn } from './images.ts';
import { fonts } from './map.ts';
import { draw } from './offscreen.ts';

const ratio = 2;
const margin = 16, titleHeight = 64, legendWidth = 250, footHeight = 34;

// picture saves what the map shows as a PNG with its question, legend, scale and sources.
export async function picture(app: App, map: Map): Promise<void> {
  const { clientWidth: w, clientHeight: hgt } = map.getContainer();
  const drawn = await draw(app, map, w, hgt, ratio);
  const canvas = h('canvas', { width: (w + legendWidth) * ratio, height: (hgt + titleHeight + footHeight) * ratio });
  const c = canvas.getContext('2d')!;
  c.scale(ratio, ratio);
  c.fillStyle = '#fff';
  c.fillRect(0, 0, w + legendWidth, hgt + titleHeight + footHeight);
  c.drawImage(drawn.picture, 0, titleHeight, w, hgt);
  const write = (text: string, x: number, y: number, px: number, bold = false, colour = '#1D2329', width?: number) => {
    c.font = `${bold ? 600 : 400} ${px}px ${fonts}`;
    c.fillStyle = colour;
    c.fillText(text, x, y, width);
  };
  write([app.summary?.city, t('product')].filter(Boolean).join(' · '), margin, 26, 18, true);
  write(spoken(app), margin, 50, 14, false, '#56616B', w + legendWidth - 2 * margin);
  let y = titleHeight + 24;
  write(legendEntries(app).title, w + margin, y, 13, true, '#1D2329', legendWidth - 2 * margin);
  for (const e of legendEntries(app).rows) {
    y += 24;
    swatchOn(c, e.swatch, w + margin, y - 12, 22, 14);
    if (e.sign) signOn(c, e.sign, w + margin + 28, y - 13);
    write(e.words, w + margin + (e.sign ? 50 : 30), y, 12, false, '#1D2329', legendWidth - 140);
    c.textAlign = 'right';
    write(e.value, w + legendWidth - margin, y, 12, false, '#56616B');
    c.textAlign = 'left';
  }
  const metres = roundMetres(120 * drawn.metresPerPixel), long = metres / drawn.metresPerPixel;
  c.fillStyle = '#1D2329';
  c.fillRect(margin, titleHeight + hgt - 20, long, 3);
  write(metres >= 1000 ? `${metres / 1000} km` : `${metres} m`, margin, titleHeight + hgt - 26, 12);
  write([...attribution(app), `circle15 · ${t('run', { n: app.summary!.run.number })} · WGS 84`].join(' · '), margin, titleHeight + hgt + 22, 11.5, false, '#56616B', w + legendWidth - 2 * margin);
  const blob = await new Promise<Blob | null>(done => canvas.toBlob(done, 'image/png'));
  if (!blob) throw new Error('the browser made no picture of the canvas');
  const url = URL.createObjectURL(blob);
  h('a', { href: url, download: `${app.chosen.criterion?.id ?? 'overall'}-${app.summary!.run.number}.png` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
