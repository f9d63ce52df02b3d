import type { Map } from 'maplibre-gl';
import type { Class } from '../api.ts';
import { signs } from '../signs.ts';

// Pattern tiles are 16 pixels at ratio 2, so 8 on the page: a power of two, or seams show.
const tile = 16;
const ratio = 2;

type Pen = (c: CanvasRenderingContext2D) => void;

function stripes(colour: string, width: number, ground = ''): Pen {
  return c => {
    if (ground) { c.fillStyle = ground; c.fillRect(0, 0, tile, tile); }
    c.strokeStyle = colour;
    c.lineWidth = width;
    c.beginPath();
    for (const at of [-tile, 0, tile]) { c.moveTo(at - 2, tile + 2); c.lineTo(at + tile + 2, -2); }
    c.stroke();
  };
}

const crossed: Pen = c => {
  stripes('#3A3A3A', 1.6)(c);
  c.beginPath();
  for (const at of [-tile, 0, tile]) { c.moveTo(at - 2, -2); c.lineTo(at + tile + 2, tile + 2); }
  c.stroke();
};

const dots: Pen = c => {
  c.fillStyle = 'rgba(204,121,167,.4)';
  c.fillRect(0, 0, tile, tile);
  c.fillStyle = '#9E3D78';
  for (const [x, y] of [[4, 4], [12, 12]]) { c.beginPath(); c.arc(x, y, 2.2, 0, 7); c.fill(); }
};

const levels: Pen = c => {
  c.fillStyle = 'rgba(86,180,233,.3)';
  c.fillRect(0, 0, tile, tile);
  c.fillStyle = '#3C93C4';
  c.fillRect(0, 3, tile, 2.5);
  c.fillRect(0, 11, tile, 2.5);
};

const upright: Pen = c => {
  c.fillStyle = 'rgba(118,124,132,.18)';
  c.fillRect(0, 0, tile, tile);
  c.fillStyle = '#767C84';
  c.fillRect(3, 0, 2, tile);
};

const stairs: Pen = c => {
  c.fillStyle = 'rgba(140,90,43,.3)';
  c.fillRect(0, 0, tile, tile);
  c.fillStyle = '#8C5A2B';
  for (let i = 0; i < tile; i += 4) {
    c.fillRect(i, tile - 4 - i, 4, 1.6);
    c.fillRect(i, tile - 4 - i, 1.6, 4);
  }
};

const chequered: Pen = c => {
  c.fillStyle = 'rgba(160,110,0,.28)';
  c.fillRect(0, 0, tile, tile);
  c.fillStyle = '#8A6100';
  for (const [x, y] of [[1, 1], [9, 9]]) c.fillRect(x, y, 5, 5);
};

const solid: Pen = c => {
  c.fillStyle = 'rgba(75,33,66,.66)';
  c.fillRect(0, 0, tile, tile);
};

const patterns: Record<string, Pen> = {
  hatch: stripes('#767C84', 2.2),
  'cause-no_facility': solid,
  'cause-detour': stripes('#0072B2', 5, 'rgba(0,114,178,.22)'),
  'cause-too_few': dots,
  'cause-closed_then': levels,
  'cause-not_step_free': stairs,
  'cause-unlinked': crossed,
  'cause-undecidable': upright,
  'cause-below_target': chequered,
  'cause-no_data': stripes('#767C84', 2.2),
};

function draw(size: number, pen: Pen): ImageData {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size;
  const c = canvas.getContext('2d')!;
  pen(c);
  return c.getImageData(0, 0, size, size);
}

// addImages gives the map its patterns and the signs of the classes, drawn as in the page.
export function addImages(map: Map): void {
  for (const [name, pen] of Object.entries(patterns)) map.addImage(name, draw(tile, pen), { pixelRatio: ratio });
  const side = 20; // pixels of the page for a sign of 16 and its white edge
  for (const cls of Object.keys(signs) as Class[]) {
    map.addImage(`sign-${cls}`, draw(side * ratio, c => {
      c.scale(ratio, ratio);
      signOn(c, cls, 2, 2, true);
    }), { pixelRatio: ratio });
  }
}

// signOn draws the sign of a class in a square of 16; on a map it has a white edge.
export function signOn(c: CanvasRenderingContext2D, cls: Class, x: number, y: number, edged = false): void {
  const s = signs[cls];
  const shape = new Path2D(s.shape);
  c.save();
  c.translate(x, y);
  c.lineJoin = c.lineCap = 'round';
  if (edged) { c.strokeStyle = '#fff'; c.lineWidth = 3; c.stroke(shape); }
  c.fillStyle = s.fill;
  c.fill(shape);
  if (s.edge !== '#ffffff') { c.strokeStyle = s.edge; c.lineWidth = 1.2; c.stroke(shape); }
  c.strokeStyle = s.mark;
  c.lineWidth = 1.7;
  c.stroke(new Path2D(s.marks));
  c.restore();
}

// The plain swatches of the legend: fill and edge.
const plain: Record<string, [string, string]> = {
  pass: ['#009E735C', '#009E73'], near: ['#F0C41999', '#B8940C'], fail: ['#D55E0085', '#C44F00'], gap: ['#C24A0ABD', '#8F3200'], better: ['#0072B2B8', '#0B5C8F'], worse: ['#D55E00CC', '#A63C00'], still: ['#8A929A59', '#8A929A'],
  'band-5': ['#0072B266', '#0B5C8F'], 'band-10': ['#0072B23B', '#0B5C8F'], 'band-15': ['#0072B21A', '#0B5C8F'],
};

// swatchOn draws the swatch of a legend on a canvas.
export function swatchOn(c: CanvasRenderingContext2D, name: string, x: number, y: number, width: number, height: number): void {
  const [fill, edge] = plain[name] ?? ['', '#3A4148'];
  const pen = patterns[name === 'unknown' ? 'hatch' : name];
  if (pen) {
    const pattern = document.createElement('canvas');
    pattern.width = pattern.height = tile;
    pen(pattern.getContext('2d')!);
    c.fillStyle = c.createPattern(pattern, 'repeat')!;
  } else {
    c.fillStyle = fill || '#fff';
  }
  c.fillRect(x, y, width, height);
  c.strokeStyle = edge;
  c.lineWidth = 1;
  c.strokeRect(x, y, width, height);
}
