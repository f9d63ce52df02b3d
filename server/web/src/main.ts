import './style/base.css';
import './style/panels.css';
import './style/map.css';
import { App } from './app.ts';
import { answer } from './answer.ts';
import { change } from './change.ts';
import { community } from './community.ts';
import { h } from './dom.ts';
import { keys, type MapKeys } from './keys.ts';
import { legend } from './legend.ts';
import { empty, live, notices } from './notices.ts';
import { question } from './question.ts';
import { reach } from './reach.ts';
import { startTheme } from './theme.ts';
import { worklist } from './worklist.ts';
import { top } from './top.ts';
import { frame } from './map/frame.ts';

// How often the page looks for a newer run.
const watchMS = 15_000;

startTheme();
const app = new App();
let map: MapKeys | undefined;

app.hasMap = !!document.createElement('canvas').getContext('webgl2');
document.body.classList.toggle('no-map', !app.hasMap);

const holder = frame(app, () => map);
const left = question(app);
left.append(legend(app));
document.body.append(top(app, () => map), notices(app), left, holder.el, h('main', { class: 'answer', id: 'answer' }, answer(app), community(app), reach(app), change(app), worklist(app), empty(app)), live(app));
keys(app, () => map);
app.onChange(() => { if (!app.hasMap && !app.loading) document.documentElement.dataset.ready = 'true'; });
app.changed();

// The map is a large script: the words and the table do not wait for it.
async function start(): Promise<void> {
  const [drawn] = await Promise.all([
    app.hasMap ? import('./map/map.ts').then(m => m.start(app, holder)).catch(noMap) : undefined,
    app.load(), app.state.c ? app.loadReport() : undefined,
  ]);
  map = drawn;
  setInterval(() => void app.watch(), watchMS);
}

// noMap goes on with the table alone.
function noMap(err: unknown): undefined {
  console.warn('the map cannot be drawn', err);
  app.withoutMap();
}

void start();
