import { expect, test } from 'vitest';
import { type Board, isGreen, printBoard } from '../../build/demo-board.ts';

const service = {
  name: 'api',
  state: 'running',
  health: 'healthy',
  verdict: 'green',
  cause: null,
  url: 'http://127.0.0.1:8000',
  startedAt: 1000,
};
const green: Board = { project: { name: 'shop' }, services: [service] };
const late = {
  ...service,
  name: 'web',
  health: 'starting',
  verdict: 'starting',
  cause: 'waits for api',
  url: null,
  startedAt: null,
};
const waiting: Board = { ...green, services: [service, late] };

test('the board names state, health, address and age of every service, and how long it took', () => {
  expect(printBoard(green, { seconds: 2.04, changed: true, nowMs: 4500 }).split('\n')).toEqual([
    '',
    'service  state    health   url                    up for',
    'api      running  healthy  http://127.0.0.1:8000  3.5 s',
    '',
    'shop: 1 of 1 services green in 2.0 s',
  ]);
});

test('a run that changed nothing says so', () => {
  expect(printBoard(green, { seconds: 0.3, changed: false, nowMs: 4500 })).toContain(
    'shop: nothing was changed, 1 of 1 services green',
  );
});

test('what is not green says why, and the board is green only when every service is', () => {
  expect(printBoard(waiting, { seconds: 9, changed: true, nowMs: 4500 })).toContain(
    'web: waits for api\nshop: 1 of 2 services green',
  );
  expect([isGreen(green), isGreen(waiting), isGreen({ ...green, services: [] })]).toEqual([
    true,
    false,
    false,
  ]);
});
