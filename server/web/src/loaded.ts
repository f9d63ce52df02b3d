import { Problem } from './api.ts';

// Loaded is one answer of the server that the page shows for a key: what was asked. The old answer stays until the new one is there.
export class Loaded<T> {
  value?: T;
  key = ''; // of what is asked, or was
  problem?: Problem;
  loading = false;
  private request?: AbortController;

  constructor(private readonly changed: () => void) {}

  // ask fetches what belongs to the key, unless it is there or on its way. What comes late for an older key is dropped.
  ask(key: string, fetch: (signal: AbortSignal) => Promise<T>): void {
    if (key === this.key) return;
    this.request?.abort();
    const request = this.request = new AbortController();
    this.key = key;
    this.loading = true;
    this.problem = undefined;
    fetch(request.signal).then(
      value => this.settle(request, () => { this.value = value; }),
      err => this.settle(request, () => { this.value = undefined; this.problem = err instanceof Problem ? err : new Problem('page', String(err)); }));
  }

  // drop forgets the answer.
  drop(): void {
    if (!this.key) return;
    this.request?.abort();
    this.key = '';
    this.value = this.problem = undefined;
    this.loading = false;
  }

  // again asks once more what did not arrive.
  again(): void { this.key = ''; }

  private settle(request: AbortController, set: () => void): void {
    if (request.signal.aborted) return;
    this.loading = false;
    set();
    this.changed();
  }
}
