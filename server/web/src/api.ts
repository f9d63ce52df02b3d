import type { Text } from './i18n.ts';

// What the server sends. Numbers come ready: the page formats them and sums nothing.
export type Class = 'pass' | 'near' | 'fail' | 'unknown' | 'not_applicable';

// Unit is that of a limit; criteria of communities have no limit.
export type Unit = 'min' | 'm';

export interface Criterion {
  id: string; title: Text; source: string; quote: string; confidence: string; categories: string[] | null;
  measure: 'nearest' | 'count' | 'distinct' | 'sum' | 'per' | 'ratio' | 'presence' | 'plan' | 'tiling'; key?: string; attribute?: string;
  open_at?: unknown; set_by?: string;
  limit: { value: number; unit: Unit | ''; straight: boolean; profile: string };
  threshold: number; scope: 'places' | 'any'; require: number; near: number;
  at_least?: number; at_most?: number; per?: { residents?: number; households?: number };
  must_set: boolean; binding: boolean; note: Text;
}
export interface Indicator { id: string; title: Text; source: string; note: Text; criteria: Criterion[] | null }
export interface Aspect { id: string; title: Text; indicators: Indicator[] | null }
export interface Standard {
  id: string; title: Text; source: string; note: Text; aspects: Aspect[];
  profiles: Record<string, { speed_mps: number; wheels?: boolean; bike?: boolean }>;
}
export interface Amount {
  whole: number; covered: number; in_gap: number; undecided: number;
  covered_pct: number | null; in_gap_pct: number | null;
}
export interface Tally {
  communities: number; pass: number; fail: number; near: number; below: number;
  unknown: number; not_applicable: number; provisional: number;
}
export interface Scope extends Tally { district?: string; residents?: Amount; area?: Amount }
export interface CauseSum { cause: string; area_m2: number; residents: number }
export interface Counted extends Scope { id: string; advisory: boolean; districts: Scope[]; causes?: CauseSum[] }
export interface Run { number: number; standard: string; standard_title: Text; as_of: string; data_date: string | null; program: string; pairs: number; statuses: Partial<Record<string, number>> }
export interface Row {
  id: string; name: string; district: string; class: Class; status: string; provisional: boolean; at: [number, number];
  residents: Amount | null; area: Amount | null; deciding_pct: number | null; share_basis?: string; have: number | null; need: number | null;
  value?: number; high?: number; main_cause?: string; main_cause_m2?: number; failing?: number; decided?: number;
}
export interface Summary {
  city?: string; run: Run; latest_run: number; standard: Standard; extent: [number, number, number, number];
  attribution: string[]; districts: string[]; residents: boolean; assumptions: Text[]; deciding: number;
  ladder: Ladder; overall: Counted; indicators: Counted[]; criteria: Counted[]; criterion?: string; communities: Row[];
}
// Ladder goes from criteria to districts and the city.
export type Colour = 'green' | 'yellow' | 'red' | 'grey';
export interface Step { id: string; communities: number; pass: number; fail: number; unknown: number; not_applicable: number; colours: Partial<Record<Colour, number>> | null }
export interface Equity { id: string; residents: number; mean: number; worst_tenth: number; gini: number; palma: number | null }
export interface Target { id: string; title: Text; status: string; done: number; need: number; of: number; open?: number; provisional: boolean; binding: boolean }
export interface Rung { district?: string; overall: Step; aspects: Step[]; indicators: Step[]; criteria: Step[]; equity: Equity[] | null; targets?: Target[] }
export interface Ladder { community_type: Text; city: Rung; districts: Rung[] | null }

export interface Seen {
  key?: string; facility: string; layer: string; name?: string; cost: number; shown: number; metres: number; straight_m: number;
  hours?: 'open' | 'closed' | 'unknown'; amount?: number;
}
export interface Evidence {
  at: Place; in_gap: boolean; unit: Unit | ''; limit: number; counted: Seen[]; missed: Seen | null;
  break_even: number | null; over: number | null; over_m?: number | null; total: number; sum?: number; not_then?: Seen; unweighed?: Seen;
}
export interface Gap { cause: string; area_m2: number; residents: number | null; have: number; nearest_cost: number | null }
// Measured is the value of a criterion that asks a community as a whole.
export interface Measured {
  value: number; numerator: number; denominator: number; high: number | null; short?: number; of: string;
  found?: string[]; missing?: string[]; open?: string[];
}
export interface Result {
  criterion: string; class: Class; status: string; provisional: string[]; share_basis: string; deciding_pct: number | null;
  residents: Amount | null; area: Amount | null; have: number; need: number; gaps: Gap[]; evidence: Evidence | null; note?: string;
  measured?: Measured; colour: { colour: Colour; reason: Text };
}
export interface Report {
  run: Run; id: string; name: string; district: string; class: Class; at: [number, number];
  extent: [number, number, number, number]; area_m2: number; residents: number | null;
  indicator_classes: Record<string, Class>; results: Result[];
}
export interface Layer { name: string; kind: string; count: number; date?: string; source: string }

// What holds at a place, with the ways one walks.
export type Place = [lon: number, lat: number];
export interface StreetAt { profile: string; street: string; way: number; leg_m: number; at: Place; unlinked: boolean; crossed: string[]; assumed_gate: boolean }
export interface Stretch { kind: string; street?: string; metres: number; first: number; last: number }
export interface Way extends Seen {
  roles: ('nearest' | 'deciding' | 'missed')[]; length_m: number; to: Place; crossed: string[]; steps: Stretch[];
  geometry: { type: 'LineString'; coordinates: Place[] };
}
export interface Answer {
  criterion: string; scope: string; covered: boolean; cause?: string; have: number; need: number; status?: string; evidence: Evidence | null; ways: Way[];
  nearby: { facility: string; name?: string; at: Place; straight_m: number; crossed: string[] } | null;
}
export interface Explained { at: Place; community: { id: string; name: string; district: string } | null; streets: StreetAt[]; criteria: Answer[] }
export interface Isochrone { type: 'Feature'; properties: { minutes: number; area_m2: number; residents: number | null }; geometry: { type: 'MultiPolygon'; coordinates: Place[][][] } }
export interface Reached {
  at: Place; profile: string; speed_mps: number; unlinked: boolean; streets: StreetAt[];
  isochrones: { type: 'FeatureCollection'; features: Isochrone[] };
}

// What differs between two runs.
export interface Change { kind: string; what: 'came' | 'went' | 'moved' | 'changed'; layer?: string; category?: string; id: string; name?: string }
export interface PairChange {
  community: string; community_name?: string; district?: string; criterion: string; before: string; after: string; low_before: number; low_after: number; why: number[] | null; reasons: number;
}
export interface StatusChange { community: string; community_name?: string; district?: string; indicator?: string; before: string; after: string }
export interface Difference {
  from: { run: number; as_of: string; data_date?: string }; to: { run: number; as_of: string; data_date?: string };
  changes: Change[] | null; pairs: PairChange[] | null; communities: StatusChange[] | null;
  criteria: { criterion: string; better: number; worse: number; before: Record<string, number>; after: Record<string, number> }[] | null;
}

// What is to be mended.
export type ItemState = 'open' | 'in_hand' | 'done' | 're_measured' | 'closed' | 'reopened';
export interface Item {
  id: string; community?: string; community_name?: string; district?: string; criterion: string; title: Text; binding: boolean; cause: string; at?: Place; milli: number; communities?: number;
  mend?: { more: number; at?: Place; within_m?: number; passes: boolean; gain: number }; office?: string; due?: string; state: ItemState; since: number; run: number;
}
export interface Work { standard: string; day: string; overdue: number; items: Item[] }

// The key is kept for this tab of the browser only.
const keyName = 'circle15.key';
export function key(): string {
  try { return sessionStorage.getItem(keyName) ?? ''; } catch { return ''; } // a browser that keeps nothing
}
export function setKey(v: string): void {
  try { sessionStorage.setItem(keyName, v); } catch { /* then it cannot be kept */ }
}
function withKey(): Record<string, string> { return key() ? { Authorization: `Bearer ${key()}` } : {}; }

// Problem is what the server, or the line to it, had against a request.
export class Problem extends Error {
  constructor(readonly kind: string, readonly detail: string) { super(detail); }
}

const timeoutMS = 30_000;

// get asks the server for JSON. It throws a Problem.
export async function get<T>(path: string, params: Record<string, string | number | undefined> = {}, signal?: AbortSignal): Promise<T> {
  const q = new URLSearchParams();
  for (const [name, v] of Object.entries(params)) if (v !== undefined && v !== '') q.set(name, String(v));
  const url = path + (q.size ? '?' + q : '');
  const timeout = AbortSignal.timeout(timeoutMS);
  let answer: Response;
  try {
    answer = await fetch(url, { headers: withKey(), signal: signal ? AbortSignal.any([signal, timeout]) : timeout });
    if (answer.ok) return await answer.json() as T;
  } catch (err) {
    if (signal?.aborted) throw err;
    throw new Problem('offline', err instanceof Error ? err.message : String(err));
  }
  throw await problemOf(answer);
}

// send posts a change as JSON. It throws a Problem.
export async function send(path: string, body: unknown, params: Record<string, string> = {}): Promise<void> {
  const answer = await fetch(`${path}?${new URLSearchParams(params)}`, { method: 'POST', headers: { 'Content-Type': 'application/json', ...withKey() }, body: JSON.stringify(body), signal: AbortSignal.timeout(timeoutMS) });
  if (!answer.ok) throw await problemOf(answer);
}

async function problemOf(answer: Response): Promise<Problem> {
  const body = await answer.json().catch(() => ({})) as { type?: string; detail?: string; title?: string };
  return new Problem(body.type?.split(':').pop() ?? 'http', body.detail ?? body.title ?? `HTTP ${answer.status}`);
}
