import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choose, firstIndicator, readURL, writeURL } from '../out/state.js';

const criterion = (id, binding) => ({ id, binding });
const std = { aspects: [
  { id: 'home', indicators: [{ id: 'shops', criteria: [criterion('market', false)] }, { id: 'empty', criteria: null }] },
  { id: 'travel', indicators: [{ id: 'bus', criteria: [criterion('any', false), criterion('lines', true)] }] },
] };

test('what is as it would be anyway is left out of the address', () => {
  const { state } = readURL('', 'zh');
  assert.equal(writeURL({ ...state, i: 'bus' }, 'zh', 'bus'), '');
  assert.equal(writeURL({ ...state, i: 'shops', lang: 'en' }, 'zh', 'bus'), '?i=shops&lang=en');
});

test('an address read and written again is the same', () => {
  const address = '?i=bus&k=any&c=way%2F3&v=gaps&d=%E4%B8%9C&s=fail&q=x&o=name&run=12&lang=en';
  const { state, ignored } = readURL(address, 'zh');
  assert.deepEqual(ignored, []);
  assert.equal(writeURL(state, 'zh', 'shops'), address);
});

test('what an address means nothing by is ignored and named', () => {
  const { state, ignored } = readURL('?s=good&run=-1&o=colour&lang=fr&v=3d&x=1', 'en');
  assert.deepEqual([state.s, state.run, state.o, state.lang, state.v], ['', 0, '-out', 'en', 'communities']);
  assert.deepEqual(ignored, ['v=3d', 's=good', 'o=colour', 'run=-1', 'lang=fr', 'x']);
});

test('the page opens with the first indicator that decides', () => {
  assert.equal(firstIndicator(std), 'bus');
  assert.equal(choose(std, 'bus', '').criterion.id, 'lines');
  assert.equal(choose(std, 'bus', 'any').criterion.id, 'any');
  assert.equal(choose(std, 'bus', 'market').criterion.id, 'lines'); // not one of its own
  assert.equal(choose(std, 'empty', '').criterion, undefined);
  assert.deepEqual(choose(std, 'all', ''), {});
});
