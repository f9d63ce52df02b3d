import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as f from '../out/format.js';

test('shares are whole per cent, and nothing is a dash', () => {
  assert.equal(f.percent(89), '89\u00a0%');
  assert.equal(f.percent(0), '0\u00a0%');
  assert.equal(f.percent(null), '—');
});

test('minutes are rounded up to one decimal', () => {
  assert.equal(f.minutes(15.04), '15.1');
  assert.equal(f.minutes(15), '15.0');
  assert.equal(f.minutes(15.1), '15.1'); // rounded already: rounding again changes nothing
});

test('metres are whole, rounded up', () => {
  assert.equal(f.metres(902.4), '903\u00a0m');
  assert.equal(f.metres(1028), '1,028\u00a0m');
});

test('people in tables and in sentences', () => {
  assert.equal(f.whole(18575), '18,575');
  assert.equal(f.whole(1234567), '1,234,567');
  assert.equal(f.people(50701, 'zh'), '5.1\u00a0万');
  assert.equal(f.people(50701, 'en'), '50,700');
  assert.equal(f.people(974, 'en'), '974');
});

test('areas are hectares, from a hundred on square kilometres', () => {
  assert.equal(f.area(170_000), '17.0\u00a0ha');
  assert.equal(f.area(1_000_000), '1.00\u00a0km²');
  assert.equal(f.area(undefined), '—');
});

test('dates are those of the reader', () => {
  assert.equal(f.date('2023-02-22', 'zh'), '2023-02-22');
  assert.equal(f.date('2023-02-02', 'en'), '2\u00a0Feb\u00a02023');
  assert.equal(f.date('spring', 'en'), 'spring');
});

test('a cell is never a formula, and quotes what must be quoted', () => {
  assert.equal(f.csvCell('=1+1'), "'=1+1");
  assert.equal(f.csvCell('@x'), "'@x");
  assert.equal(f.csvCell('a "b", c'), '"a ""b"", c"');
  assert.equal(f.csvCell('东关'), '东关');
});

test('measured shares have at most one decimal, rounded down; amounts at most two', () => {
  assert.equal(f.percentOf(0.8999), '89.9\u00a0%'); // never the 90 that it fails
  assert.equal(f.percentOf(1), '100\u00a0%');
  assert.equal(f.percentOf(0.805), '80.5\u00a0%'); // 0.805 × 1000 is 804.9999… in binary
  assert.equal(f.amount(68.71035), '68.71');
  assert.equal(f.amount(12345), '12,345');
});
