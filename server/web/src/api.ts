import type { Text } from './i18n.ts';

// What the server sends. Numbers come ready: the page formats them and sums nothing.
export type Class = 'pass' | 'near' | 'fail' | 'unknown' | 'not_applicable';

export interface Criterion {
  id: string; title: Text; source: string; quote: string; confidence: string;
  measure: 'nearest' | 'count' | 'distinct'; key?: string;
  limit: { value: number; unit: 'min' | 'm'; straight: boolean; profile: string };
  threshold: number; scope: 'places' | 'any'; require: number; near: number;
  must_set: boolean; binding: boolean; note: Text;
}
export interface Indicator { id: string; title: Text; source: string; note: Text; criteria: Criterion[] | null }
export interface Aspect { id: string; title: Text; indicators: Indicator[] | null }
export interface Standard {
  id: string; title: Text; source: string; note: Text; aspects: Aspect[];
  profiles: Record<string, { speed_mps: number }>;
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
export interface Run { number: number; standard: string; standard_title: Text; as_of: string; data_date: string | null; program: string }
export interface Row {
  id: string; name: string; district: string; class: Class; status: string; provisional: boolean; at: [number, number];
  residents: Amount | null; area: Amount | null; deciding_pct: number | null; share_basis?: string; have: number | null; need: number | null;
  main_cause?: string; main_cause_m2?: number; failing?: number; decided?: number;
}
export interface Summary {
  city?: string; run: Run; latest_run: number; standard: Standard; extent: [number, number, number, number];
  attribution: string[]; districts: string[]; residents: boolean; assumptions: Text[]; deciding: number;
  overall: Counted; indicators: Counted[]; criteria: Counted[]; criterion?: string; communities: Row[];
}
export interface Seen {
  key?: string; facility: string; layer: string; name?: string; cost: number; shown: number; metres: number; straight_m: number;
}
export interface Evidence {
  at: [number, number]; in_gap: boolean; unit: 'min' | 'm'; limit: number; counted: Seen[]; missed: Seen | null;
  break_even: number | null; over: number | null; over_m?: number | null;
}
export interface Gap { cause: string; area_m2: number; residents: number | null; have: number; nearest_cost: number | null }
export interface Result {
  criterion: string; class: Class; status: string; provisional: string[]; share_basis: string; deciding_pct: number | null;
  residents: Amount | null; area: Amount | null; have: number; need: number; gaps: Gap[]; evidence: Evidence | null; note?: string;
}
export interface Report {
  run: Run; id: string; name: string; district: string; class: Class; at: [number, number];
  extent: [number, number, number, number]; area_m2: number; residents: number | null;
  indicator_classes: Record<string, Class>; results: Result[];
}
export interface Layer { name: string; kind: string; count: number; date?: string; source: string }

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
    answer = await fetch(url, { signal: signal ? AbortSignal.any([signal, timeout]) : timeout });
    if (answer.ok) return await answer.json() as T;
  } catch (err) {
    if (signal?.aborted) throw err;
    throw new Problem('offline', err instanceof Error ? err.message : String(err));
  }
  const body = await answer.json().catch(() => ({})) as { type?: string; detail?: string; title?: string };
  throw new Problem(body.type?.split(':').pop() ?? 'http', body.detail ?? body.title ?? `HTTP ${answer.status}`);
}
