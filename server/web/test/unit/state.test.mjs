import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choose, firstIndicator, moved, placeIn, placeText, readURL, writeURL } from '../out/state.js';

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

test('a place, a comparison and a standard stand in the address', () => {
  const address = '?i=bus&v=facilities&fac=1&std=gb50180-2018&t=change&cmp=3&m=swipe&at=-15.45050%2C28.09450&p=elderly';
  const { state, ignored } = readURL(address, 'zh');
  assert.deepEqual(ignored, []);
  assert.equal(writeURL(state, 'zh', 'shops'), address);
  assert.deepEqual(readURL('?at=200,3&cmp=0&m=3d', 'zh').ignored, ['cmp=0', 'm=3d', 'at=200,3']);
});

test('a place moves by metres, and is written to the metre', () => {
  assert.deepEqual(placeIn('-15.4505,28.0945'), [-15.4505, 28.0945]);
  assert.equal(placeIn('28'), undefined);
  // 111.32 m north are a thousandth of a degree; at 60° as many east are two.
  assert.equal(placeText(moved([10, 60], 0, 111.32)), '10.00000,60.00100');
  assert.equal(placeText(moved([10, 60], 111.32, 0)), '10.00200,60.00000');
});
