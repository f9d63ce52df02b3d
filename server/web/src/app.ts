import { get, key, Problem, type Class, type Counted, type Difference, type Explained, type Layer, type Place, type Reached, type Report, type Row, type Run, type Scope, type Summary, type Work } from './api.ts';
import { browserLang, inSentence, lang, setLang, t, text } from './i18n.ts';
import { Loaded } from './loaded.ts';
import { choose, firstIndicator, overall, placeIn, placeText, readURL, writeURL, type Chosen, type State } from './state.ts';

export type Bounds = [west: number, south: number, east: number, north: number];

// App holds what the panels show, and tells them when it changes. Panels read it; they change it through its methods only.
export class App {
  readonly browser = browserLang();
  readonly ignored: string[];
  state: State;
  summary?: Summary;
  chosen: Chosen = {};
  report?: Report;
  problem?: Problem; // of the summary
  reportProblem?: Problem;
  readonly explained = new Loaded<Explained>(() => this.changed()); // at the place of the evidence, or that one asks about
  readonly reached = new Loaded<Reached>(() => this.changed());
  readonly diff = new Loaded<Difference>(() => this.changed());
  readonly work = new Loaded<Work>(() => this.changed());
  workAll = false; // the worklist of every criterion, not only of the chosen one
  runs: Run[] = []; // newest first
  layers: Layer[] = [];
  loading = true;
  hasMap = true;
  follows = false;
  pointing = false; // the next click on the map says from where one walks
  ladderOpen = false;
  said = ''; // a short notice, spoken too
  bounds?: Bounds;
  hovered = ''; // community
  hoveredClass: Class | '' = '';
  newest = 0; // number of a run that was published since
  offline = false;
  private listeners: (() => void)[] = [];
  private hoverListeners: (() => void)[] = [];
  private request?: AbortController;
  private reportRequest?: AbortController;

  constructor() {
    const { state, ignored } = readURL(location.search, this.browser);
    this.state = state;
    this.ignored = ignored;
    setLang(state.lang);
    addEventListener('popstate', () => {
      const again = readURL(location.search, this.browser).state;
      const before = this.state;
      this.state = again;
      setLang(again.lang);
      void this.settle(before);
    });
  }

  onChange(f: () => void): void { this.listeners.push(f); }
  onHover(f: () => void): void { this.hoverListeners.push(f); }
  changed(): void {
    this.need();
    for (const f of this.listeners) f();
  }

  hover(id: string, cls: Class | '' = ''): void {
    if (id === this.hovered && cls === this.hoveredClass) return;
    this.hovered = id;
    this.hoveredClass = cls;
    for (const f of this.hoverListeners) f();
  }

  // set changes the state. Choosing something is a step that "back" undoes; typing and sorting are not.
  set(patch: Partial<State>, step = true): void {
    const before = this.state;
    this.state = { ...before, ...patch };
    setLang(this.state.lang);
    const url = location.pathname + writeURL(this.state, this.browser, this.summary ? firstIndicator(this.summary.standard) : '') + location.hash;
    if (step) history.pushState(null, '', url); else history.replaceState(null, '', url);
    void this.settle(before);
  }

  // ask asks where one comes from a place. Moving it is not a step of its own.
  ask(at: Place, step = true): void { this.set({ t: 'now', c: '', at: placeText(at) }, step); }

  // say tells something for a moment.
  say(text: string): void {
    this.said = text;
    this.changed();
    setTimeout(() => { if (this.said === text) { this.said = ''; this.changed(); } }, 4_000);
  }

  // withoutMap goes on with the table alone.
  withoutMap(): void {
    this.hasMap = false;
    document.body.classList.add('no-map');
    this.changed();
  }

  move(bounds: Bounds): void {
    this.bounds = bounds;
    if (this.follows) this.changed();
  }

  // settle loads what the new state needs and is not there yet.
  private async settle(before: State): Promise<void> {
    const { i, k, run, c, std } = this.state;
    const other = run !== before.run || std !== before.std;
    if (c !== before.c || other) void this.loadReport();
    if (i !== before.i || k !== before.k || other) await this.load();
    else this.changed();
  }

  // load fetches the numbers for what is chosen. The old ones stay until the new ones are there.
  async load(): Promise<void> {
    this.request?.abort();
    const request = this.request = new AbortController();
    this.loading = true;
    this.problem = undefined;
    delete document.documentElement.dataset.ready; // set again once what is asked for is drawn
    this.changed();
    try {
      const wanted = { run: this.state.run || undefined, standard: this.state.std };
      const now = this.summary?.run;
      const same = now && (wanted.run ? now.number === wanted.run : now.standard === (wanted.standard || this.firstStandard()));
      const std = same ? this.summary!.standard : (await get<Summary>('/api/v1/summary', wanted, request.signal)).standard;
      if (this.state.i !== overall && !choose(std, this.state.i, '').indicator) {
        this.state = { ...this.state, i: firstIndicator(std), k: '' };
      }
      const chosen = choose(std, this.state.i, this.state.k);
      const [summary, { runs }] = await Promise.all([
        get<Summary>('/api/v1/summary', { ...wanted, criterion: chosen.criterion?.id }, request.signal), get<{ runs: Run[] }>('/api/v1/runs', {}, request.signal)]);
      this.runs = runs;
      this.summary = summary;
      this.chosen = choose(summary.standard, this.state.i, this.state.k);
      this.offline = false;
    } catch (err) {
      if (request.signal.aborted) return;
      this.problem = err instanceof Problem ? err : new Problem('page', String(err));
      if (this.problem.kind === 'no-run') this.layers = (await get<{ layers: Layer[] }>('/api/v1/layers').catch(() => ({ layers: [] }))).layers;
    }
    this.loading = false;
    this.changed();
  }

  // loadReport fetches the open community.
  async loadReport(): Promise<void> {
    this.reportRequest?.abort();
    const { c, run, std } = this.state;
    this.reportProblem = undefined;
    if (!c) { this.report = undefined; return; }
    const request = this.reportRequest = new AbortController();
    try {
      this.report = await get<Report>(`/api/v1/communities/${encodeURIComponent(c)}`, { run: run || undefined, standard: std }, request.signal);
    } catch (err) {
      if (request.signal.aborted) return;
      this.report = undefined;
      this.reportProblem = err instanceof Problem ? err : new Problem('page', String(err));
    }
    this.changed();
  }

  // watch looks now and then whether a newer run was published, and whether the server is there.
  async watch(): Promise<void> {
    try {
      this.runs = (await get<{ runs: Run[] }>('/api/v1/runs')).runs;
      const latest = this.latest();
      const news = this.summary && !this.state.run && latest > this.summary.run.number ? latest : 0;
      if (news === this.newest && !this.offline) return;
      this.newest = news;
      this.offline = false;
    } catch {
      if (this.offline) return;
      this.offline = true;
    }
    this.changed();
  }

  // need asks for what the page shows beside the summary and is not there yet.
  private need(): void {
    const s = this.summary;
    if (!s || this.loading) return;
    const { at, c, p, t } = this.state;
    const run = s.run.number, standard = this.state.std;
    const place = this.evidenceAt();
    if (place && this.chosen.criterion) {
      const criterion = this.chosen.criterion.id;
      this.explained.ask(`${run} ${criterion} ${place}`, signal => get('/api/v1/explain', { run, standard, criterion, lon: place[0], lat: place[1] }, signal));
    } else if (at && !c) {
      const [lon, lat] = placeIn(at)!;
      this.explained.ask(`${run} ${at}`, signal => get('/api/v1/explain', { run, standard, lon, lat }, signal));
    } else {
      this.explained.drop();
    }
    if (this.reaching()) {
      const [lon, lat] = placeIn(at)!;
      const profile = p in s.standard.profiles ? p : undefined;
      this.reached.ask(`${run} ${at} ${p}`, signal => get('/api/v1/reach', { run, standard, lon, lat, profile }, signal));
    } else {
      this.reached.drop();
    }
    const from = this.before();
    if (t === 'change' && from) this.diff.ask(`${from} ${run}`, signal => get('/api/v1/diff', { from, to: run }, signal));
    if (t === 'work' && key()) this.work.ask(s.run.standard, signal => get('/api/v1/worklist', { standard: s.run.standard }, signal));
  }

  // evidenceAt is the place from which the ways of the open community are drawn: the one that was clicked in it, else that of the evidence.
  evidenceAt(): Place | undefined {
    const { c, at } = this.state;
    if (!c || this.report?.id !== c) return undefined;
    const result = this.report.results.find(r => r.criterion === this.chosen.criterion?.id);
    if (!this.chosen.criterion?.limit.unit) return undefined;
    return placeIn(at) ?? result?.evidence?.at;
  }

  // reaching says that the page shows where one comes from a place.
  reaching(): boolean { return this.state.t === 'now' && !!this.state.at && !this.state.c; }

  // firstStandard is the one that the server shows when none is asked for.
  firstStandard(): string { return this.runs.find(r => r.number === this.summary?.latest_run)?.standard ?? ''; }

  // ofStandard are the runs of the standard that is shown, newest first.
  ofStandard(): Run[] { return this.runs.filter(r => r.standard === this.summary?.run.standard); }

  // latest is the newest run of the standard that is shown.
  latest(): number { return this.ofStandard()[0]?.number ?? this.summary?.run.number ?? 0; }

  // before is the run that is compared with; 0 when there is none.
  before(): number {
    const now = this.summary?.run.number ?? 0;
    const { cmp } = this.state;
    if (cmp && cmp !== now && this.ofStandard().some(r => r.number === cmp)) return cmp;
    return this.ofStandard().find(r => r.number < now)?.number ?? this.ofStandard().find(r => r.number !== now)?.number ?? 0;
  }

  // counted is what is chosen, in all of the city; scope is the same in the chosen district.
  counted(): Counted | undefined {
    const s = this.summary;
    if (!s) return undefined;
    const id = s.criterion;
    return id ? s.criteria.find(c => c.id === id) : s.overall;
  }

  scope(): Scope | undefined {
    const c = this.counted();
    return this.state.d ? c?.districts.find(d => d.district === this.state.d) ?? c : c;
  }

  // title is that of the chosen criterion; "" for the overall result.
  title(): string { return this.chosen.criterion ? text(this.chosen.criterion.title) : ''; }

  // subject is what the sentence says is lacking.
  subject(): string {
    const { indicator, criterion } = this.chosen;
    if (!indicator || !criterion) return t('sentence.overall');
    const decides = (indicator.criteria ?? []).filter(c => c.binding);
    if (decides.length === 1 && decides[0].id === criterion.id) return inSentence(text(indicator.title));
    return t('sentence.criterion', { title: inSentence(text(criterion.title)) });
  }

  // rows are the communities that the filters leave, in the order of the table.
  rows(): Row[] {
    const { d, s, q, o } = this.state;
    const words = q.trim().toLocaleLowerCase();
    const b = this.follows ? this.bounds : undefined;
    const rows = (this.summary?.communities ?? []).filter(r =>
      (!d || r.district === d) && (!s || r.class === s) &&
      (!words || r.name.toLocaleLowerCase().includes(words) || r.id.toLocaleLowerCase().includes(words)) &&
      (!b || r.at[0] >= b[0] && r.at[0] <= b[2] && r.at[1] >= b[1] && r.at[1] <= b[3]));
    return rows.sort(order(o, this.summary?.residents ?? false));
  }
}

const rank: Record<Class, number> = { fail: 4, near: 3, unknown: 2, pass: 1, not_applicable: 0 };

// order compares rows by a column; ties go by class, then by what is in the gap, then by name.
function order(o: string, residents: boolean): (a: Row, b: Row) => number {
  const down = o.startsWith('-');
  const column = o.replace(/^-/, '');
  const names = new Intl.Collator(lang() === 'zh' ? 'zh-u-co-pinyin' : 'en', { numeric: true });
  const gap = (r: Row) => (residents ? r.residents : r.area)?.in_gap ?? r.failing ?? -1;
  const value = (r: Row): number | string => {
    switch (column) {
      case 'name': return r.name || r.id;
      case 'district': return r.district;
      case 'cause': return r.main_cause ?? '';
      case 'class': return rank[r.class];
      case 'people': return r.residents?.whole ?? -1;
      case 'res': return r.residents?.whole ? r.residents.covered / r.residents.whole : -1;
      case 'share': return r.deciding_pct ?? -1;
      case 'area': return r.area?.whole ? r.area.covered / r.area.whole : -1;
      case 'value': return r.value ?? -1;
      case 'failing': return r.failing ?? -1;
      default: return gap(r);
    }
  };
  const compare = (x: number | string, y: number | string) =>
    typeof x === 'string' ? names.compare(x, String(y)) : x - Number(y);
  return (a, b) => (down ? -1 : 1) * compare(value(a), value(b)) ||
    rank[b.class] - rank[a.class] || gap(b) - gap(a) || names.compare(a.name || a.id, b.name || b.id) || (a.id < b.id ? -1 : 1);
}
