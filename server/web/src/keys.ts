import type { App } from './app.ts';
import { lang } from './i18n.ts';
import { step } from './question.ts';

// MapKeys is what keys do to the map.
export interface MapKeys { fit(): void; zoom(by: number): void }

// keys are the letters that work while no field has the focus.
export function keys(app: App, map: () => MapKeys | undefined): void {
  addEventListener('keydown', e => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const field = (e.target as HTMLElement).closest('input, select, textarea');
    if (e.key === 'Escape') {
      if (field) (field as HTMLElement).blur();
      else if (app.state.c) close(app);
      return;
    }
    if (field) return;
    const act = actions(app, map)[e.key];
    if (!act) return;
    e.preventDefault();
    act();
  });
}

function actions(app: App, map: () => MapKeys | undefined): Record<string, () => void> {
  return {
    '/': () => document.getElementById('filter')?.focus(),
    '[': () => step(app, -1),
    ']': () => step(app, 1),
    f: () => map()?.fit(),
    '+': () => map()?.zoom(1),
    '-': () => map()?.zoom(-1),
    l: () => app.set({ lang: lang() === 'zh' ? 'en' : 'zh' }, false),
  };
}

// close shuts the open community and gives the focus back to its row.
function close(app: App): void {
  const id = app.state.c;
  app.set({ c: '' });
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`.tr[data-id="${CSS.escape(id)}"]`)?.focus());
}
