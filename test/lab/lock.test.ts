import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { labName } from './container.ts';
import { alone } from './lock.ts';

test('works of one name do not overlap, and works of two names do', async () => {
  const name = labName();
  const order: string[] = [];
  const work = (mark: string) => async () => {
    order.push(`${mark}>`);
    await new Promise((resolve) => setTimeout(resolve, 60));
    order.push(`<${mark}`);
  };
  await Promise.all([alone(name, work('a')), alone(name, work('b')), alone(labName(), work('c'))]);
  const ofOneName = order.filter((mark) => !mark.includes('c'));
  expect([
    ['a>', '<a', 'b>', '<b'],
    ['b>', '<b', 'a>', '<a'],
  ]).toContainEqual(ofOneName);
  expect(order.indexOf('c>')).toBeLessThan(order.indexOf('<a'));
});

test('a work that fails gives the name back', async () => {
  const name = labName();
  await expect(alone(name, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await alone(name, async () => 'mine')).toBe('mine');
});

test('a process that is killed gives the name back', async () => {
  const name = labName();
  const script = `
    import { alone } from ${JSON.stringify(join(import.meta.dirname, 'lock.ts'))};
    await alone(${JSON.stringify(name)}, () => new Promise(() => { console.log('held'); setInterval(() => {}, 1000); }));`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => holder.stdout.once('data', resolve));
  const wanted = alone(name, async () => 'mine');
  holder.kill('SIGKILL');
  expect(await wanted).toBe('mine');
});
