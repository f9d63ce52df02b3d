// Day or night: as the system says, unless the reader has chosen.
const key = 'circle15.theme';
const system = matchMedia('(prefers-color-scheme: dark)');
const listeners: ((dark: boolean) => void)[] = [];

function chosen(): string | null {
  try { return localStorage.getItem(key); } catch { return null; } // a browser that keeps nothing
}

export function isDark(): boolean { return (chosen() ?? (system.matches ? 'dark' : 'light')) === 'dark'; }

// onTheme calls f whenever day becomes night or the other way round.
export function onTheme(f: (dark: boolean) => void): void { listeners.push(f); }

function apply(): void {
  document.documentElement.dataset.theme = isDark() ? 'dark' : 'light';
  for (const f of listeners) f(isDark());
}

// startTheme sets the theme and keeps it in line with the system.
export function startTheme(): void {
  apply();
  system.addEventListener('change', apply);
}

// switchTheme turns day into night and back, and remembers it on this computer.
export function switchTheme(): void {
  const next = isDark() ? 'light' : 'dark';
  try { localStorage.setItem(key, next); } catch { /* a browser that keeps nothing */ }
  apply();
}
