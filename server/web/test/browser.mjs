// A browser for tests: Chromium without a graphics card and without the internet.
import { chromium } from 'playwright-core';

const flags = ['--no-sandbox', '--disable-dev-shm-usage', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist',
  '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run',
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1', '--font-render-hinting=none', '--force-color-profile=srgb'];

export function launch(more = []) {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: [...flags, ...more] });
}

// open gives a page that remembers what went wrong in it: console errors, exceptions, requests to other hosts.
export async function open(browser, base, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on('console', m => { if (m.type() === 'error' || m.type() === 'warning') wrong.push(`console ${m.type()}: ${m.text()}`); });
  page.on('pageerror', e => wrong.push(`exception: ${e.message}`));
  page.on('request', r => {
    const u = r.url();
    if (!u.startsWith(base) && !u.startsWith('data:') && !u.startsWith('blob:')) wrong.push(`foreign request: ${u}`);
  });
  return { page, wrong, close: () => context.close() };
}

// drawn waits until the page says it has drawn what was asked for.
export function drawn(page, timeout = 60_000) {
  return page.waitForFunction(() => document.documentElement.dataset.ready === 'true' &&
    (!window.circle15 || window.circle15.map.loaded() && window.circle15.map.areTilesLoaded()), undefined, { timeout });
}
