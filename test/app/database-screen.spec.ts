import { type Browser, expect, type Page, test } from '@playwright/test';
import type { EnvironmentView } from '../../src-main/contract/view.ts';
import { exportPlan, importPlan, otherServerRun } from '../renderer/fixtures/runs.ts';
import { scenes } from '../renderer/fixtures/scenes.ts';
import { StageDesk } from '../renderer/fixtures/stage-desk.ts';
import { launchBrowser, openStageDoor } from './stage.ts';

let browser: Browser;
test.beforeAll(async () => {
  browser = await launchBrowser();
});
test.afterAll(() => browser.close());

type Staged = { readonly page: Page; readonly desk: StageDesk; readonly close: () => Promise<void> };

async function staged(view: EnvironmentView, theme: string): Promise<Staged> {
  const desk = new StageDesk(view);
  const door = await openStageDoor(desk);
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.addInitScript((chosen) => localStorage.setItem('berth.theme', chosen), theme);
  await page.goto(door.address());
  await page.getByRole('navigation').getByRole('button', { name: 'Database' }).click();
  const close = async () => {
    await context.close();
    await door.close();
  };
  return { page, desk, close };
}

async function shot(page: Page, name: string, theme: string): Promise<void> {
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wide).toBe(0);
  await page.screenshot({ path: `test-results/screens/database-${name}-${theme}-1280.png` });
}

for (const theme of ['light', 'dark'] as const) {
  test(`a snapshot is exported with its plan, which says that the file is not encrypted (${theme})`, async () => {
    const { page, desk, close } = await staged(scenes.green, theme);
    desk.stage.planned = exportPlan;
    await page.getByRole('button', { name: 'Export snapshot before-the-demo' }).click();
    const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'));
    await expect(dialog.getByText('not encrypted')).toBeVisible();
    await shot(page, 'export', theme);
    await dialog.getByRole('button', { name: 'Export' }).click();
    await expect(dialog).toBeHidden();
    expect(desk.stage.wishes).toMatchObject([
      { goal: 'export', flags: { name: 'before-the-demo', file: 'shop-before-the-demo.berth' } },
    ]);
    await close();
  });

  test(`a bundle with an unknown key is imported when the key is trusted, and not before (${theme})`, async () => {
    const { page, desk, close } = await staged(scenes.green, theme);
    const key = '3f2c9ab1d0e84c55a7716e02bd91c4f0';
    desk.stage.refusal = [{ kind: 'bundle-untrusted', file: '/srv/demo.berth', signer: 'ada@laptop', key }];
    await page.getByRole('textbox', { name: 'Bundle to import' }).fill('/srv/demo.berth');
    await page.getByRole('button', { name: 'Import bundle' }).scrollIntoViewIfNeeded();
    await shot(page, 'snapshots', theme);
    await page.getByRole('button', { name: 'Import bundle' }).click();
    const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'));
    await expect(dialog.getByText(key).first()).toBeVisible();
    await shot(page, 'untrusted', theme);
    desk.stage.refusal = null;
    desk.stage.planned = importPlan;
    await dialog.getByRole('button', { name: 'Trust this key of ada@laptop' }).click();
    await expect(dialog.getByText(`trust key ${key}`)).toBeVisible();
    await shot(page, 'import', theme);
    await dialog.getByRole('button', { name: 'Import' }).click();
    await expect(dialog).toBeHidden();
    expect(desk.stage.wishes).toMatchObject([
      { goal: 'import', flags: { file: '/srv/demo.berth', trust: key } },
    ]);
    await close();
  });

  test(`data of another server version is offered to be taken along (${theme})`, async () => {
    const { page, desk, close } = await staged({ ...scenes.green, run: otherServerRun }, theme);
    await page.getByRole('button', { name: 'Take the data to version 17' }).waitFor();
    await shot(page, 'other-server', theme);
    await page.getByRole('button', { name: 'Take the data to version 17' }).click();
    await expect(page.getByText('Take the data from version 16 to 17?')).toBeVisible();
    expect(desk.stage.asked).toContainEqual(['plan', 'upgrade']);
    await close();
  });

  test(`other programs get what opens the database, and never a password (${theme})`, async () => {
    const { page, close } = await staged(scenes.green, theme);
    const panel = page.getByRole('region', { name: 'Open in another program' });
    await panel.scrollIntoViewIfNeeded();
    await expect(panel.getByText('psql "postgresql://app@127.0.0.1:5432/app"')).toBeVisible();
    await panel.getByRole('combobox').click();
    await page.getByRole('option', { name: 'VS Code' }).click();
    await expect(panel.getByText('askForPassword')).toBeVisible();
    await panel.scrollIntoViewIfNeeded();
    await shot(page, 'connect', theme);
    await close();
  });

  test(`a project without a declared database is told which one it most likely is (${theme})`, async () => {
    const { page, close } = await staged(scenes.empty, theme);
    await expect(page.getByText('database: { service: db, volume: dbdata }')).toBeVisible();
    await shot(page, 'suggested', theme);
    await close();
  });
}
