import assert from 'node:assert/strict';
import { test } from 'node:test';
import { en } from '../out/words/en.js';
import { zh } from '../out/words/zh.js';

const names = text => [...text.matchAll(/\{(\w+)\}/g)].map(m => m[1]).sort();

test('both languages have the same words, with nothing empty', () => {
  assert.deepEqual(Object.keys(zh).sort(), Object.keys(en).sort());
  for (const [key, v] of Object.entries({ ...zh, ...en })) assert.notEqual(v.trim(), '', key);
});

test('what is filled in is the same, but where a sentence needs less', () => {
  const apart = new Set(['sentence', 'sentence.count']); // the English count says "25 of 53" in one
  for (const key of Object.keys(zh)) if (!apart.has(key)) assert.deepEqual(names(zh[key]), names(en[key]), key);
});

test('Chinese has its own punctuation beside Chinese characters', () => {
  for (const [key, v] of Object.entries(zh)) assert.doesNotMatch(v, /\p{Script=Han}[,:;()!?]|[,:;()!?]\p{Script=Han}/u, key);
});
