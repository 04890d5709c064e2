import { type Browser, expect, type Page, test } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { type RealSample, serveRealSample } from './real-sample.ts';
import { launchBrowser } from './stage.ts';

// One story, as a developer lives it: the window in a real Chromium, the built program behind it, a real engine.
test.describe.configure({ mode: 'serial' });

const patience = { timeout: 90_000 };
const services = ['db', 'cache', 'api', 'worker', 'scheduler', 'web'];

let browser: Browser;
let sample: RealSample;
let page: Page;
const faults: string[] = [];

test.beforeAll(async () => {
  test.setTimeout(60_000);
  [browser, sample] = await Promise.all([launchBrowser(), serveRealSample()]);
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(error.message));
  await page.goto(sample.url);
});

test.afterAll(async () => {
  test.setTimeout(60_000);
  await browser?.close();
  await sample?.[Symbol.asyncDispose]();
});

test.beforeEach(() => test.setTimeout(150_000));

/** Of the four above: a run that ended offers its undo once more, beside its steps. */
const button = (name: string) =>
  page.getByRole('group', { name: 'Commands' }).getByRole('button', { name, exact: true });
const row = (service: string) =>
  page.getByRole('row').filter({ has: page.getByText(service, { exact: true }) });
const shot = (name: string) => page.screenshot({ path: `test-results/screens/real-${name}.png` });

test('Up brings six services to green while the board follows', async () => {
  await expect(row('db')).toBeVisible();
  await button('Up').click();
  await expect(page.getByRole('region', { name: 'Run' })).toBeVisible();
  await shot('up-running');
  await expect(page.getByText('6 of 6 green')).toBeVisible(patience);
  for (const service of services) await expect(row(service)).toContainText('Healthy');
  await shot('green');
});

test('a service that stops behind our back is seen, and Up mends it', async () => {
  const killed = sample.query("select 'still there'");
  expect(killed).toBe('still there');
  stopByHand('scheduler');
  await expect(row('scheduler')).not.toContainText('Healthy', patience);
  await button('Up').click();
  await expect(page.getByText('6 of 6 green')).toBeVisible(patience);
});

test('the page of the sample works behind it', async () => {
  const reply = await page.request.get(`http://127.0.0.1:${sample.webPort}/api/ready`);
  expect(reply.status()).toBe(200);
});

test('Reset database shows its plan, asks, and leaves a migrated and seeded database', async () => {
  sample.query("insert into items (name) values ('from before')");
  await button('Reset database').click();
  const dialog = page.getByRole('alertdialog').or(page.getByRole('dialog'));
  await expect(dialog).toContainText('generation 2');
  await shot('reset-asks');
  await dialog.getByRole('button', { name: 'Reset database' }).click();
  await expect(dialog).toBeHidden(patience);
  await expect(button('Undo')).toBeEnabled(patience);
  await expect(page.getByText('6 of 6 green')).toBeVisible(patience);
  expect(sample.query("select count(*) from items where name = 'from before'")).toBe('0');
  expect(Number(sample.query('select count(*) from items'))).toBeGreaterThan(0);
  await shot('after-reset');
});

test('Undo brings the old rows back', async () => {
  await button('Undo').click();
  const dialog = page.getByRole('alertdialog').or(page.getByRole('dialog'));
  if (await dialog.isVisible()) await dialog.getByRole('button', { name: 'Undo' }).click();
  await expect
    .poll(() => tryQuery("select count(*) from items where name = 'from before'"), patience)
    .toBe('1');
  await expect(page.getByText('6 of 6 green')).toBeVisible(patience);
});

test('Logs show lines of the services', async () => {
  await page.getByRole('navigation', { name: 'Places' }).getByText('Logs').click();
  await expect(page.getByLabel('Log lines')).toContainText('ready to accept connections', patience);
  await shot('logs');
});

test('every place opens without a fault, and no secret is on any of them', async () => {
  for (const place of ['Configuration', 'Secrets', 'Database', 'Doctor', 'Activity', 'Board']) {
    await page.getByRole('navigation', { name: 'Places' }).getByText(place).click();
    await expect(page.getByRole('main')).toBeVisible();
    if (place === 'Doctor') await expect(page.getByText('Disk space')).toBeVisible(patience);
    await shot(place.toLowerCase());
    expect(await page.content()).not.toContain('onlyForThisSpec1');
  }
});

test('Down takes everything away', async () => {
  await button('Down').click();
  const dialog = page.getByRole('alertdialog').or(page.getByRole('dialog'));
  if (await dialog.isVisible()) await dialog.getByRole('button', { name: 'Down' }).click();
  for (const service of services) await expect(row(service)).toContainText('Not created', patience);
  expect(faults).toEqual([]);
});

function tryQuery(sql: string): string {
  try {
    return sample.query(sql);
  } catch {
    // The database is between two containers.
    return '';
  }
}

function stopByHand(service: string): void {
  execFileSync('docker', ['stop', '-t', '1', `${sample.name}-${service}-1`]);
}
