import { type Browser, expect, type Page, test } from '@playwright/test';
import type { FreshView } from '../../src-main/contract/database-view.ts';
import type { EnvironmentView } from '../../src-main/contract/view.ts';
import { exportPlan, importPlan, otherServerRun } from '../renderer/fixtures/runs.ts';
import { shopDatabase } from '../renderer/fixtures/shop.ts';
import { scenes } from '../renderer/fixtures/scenes.ts';
import { StageDesk } from '../renderer/fixtures/stage-desk.ts';
import { type Asked, lendDesktop } from './desktop-page.ts';
import { launchBrowser, openStageDoor } from './stage.ts';

let browser: Browser;
test.beforeAll(async () => {
  browser = await launchBrowser();
});
test.afterAll(() => browser.close());

type Size = { readonly width: number; readonly height: number };
type Staged = { readonly page: Page; readonly desk: StageDesk; readonly close: () => Promise<void> };

const sizes = [
  { width: 1280, height: 800 },
  { width: 2560, height: 1440 },
] as const;

async function staged(
  view: EnvironmentView,
  theme: string,
  viewport: Size = sizes[0],
  before: (page: Page) => Promise<unknown> = async () => {},
): Promise<Staged> {
  const desk = new StageDesk(view);
  const door = await openStageDoor(desk);
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.addInitScript((chosen) => localStorage.setItem('berth.theme', chosen), theme);
  await before(page);
  await page.goto(door.address());
  await page.getByRole('navigation').getByRole('button', { name: 'Database' }).click();
  const close = async () => {
    await context.close();
    await door.close();
  };
  return { page, desk, close };
}

async function shot(page: Page, name: string, theme: string, width = 1280): Promise<void> {
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wide).toBe(0);
  await page.screenshot({ path: `test-results/screens/database-${name}-${theme}-${width}.png` });
}

const signer = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';
const bundle = { kind: 'bundle', file: 'seeds/base.berth', signer, fromProject: null } as const;

/** The scene with a seed, and how the panel tells it. */
const seeds: readonly (readonly [name: string, fresh: FreshView, told: readonly string[]])[] = [
  [
    'command',
    shopDatabase.fresh,
    ['Migrations', 'alembic upgrade head in api', 'Seed', 'python seed_db.py in api'],
  ],
  [
    'bundle',
    { ...shopDatabase.fresh, seed: bundle },
    [
      ...['Migrations', 'alembic upgrade head in api'],
      ...['Seed', `The bundle seeds/base.berth, signed with key ${signer}`],
    ],
  ],
  [
    'foreign-bundle',
    { migrate: null, seed: { ...bundle, fromProject: 'billing' } },
    [
      ...['Migrations', 'None: berth.yaml names none.'],
      ...['Seed', `The bundle seeds/base.berth, signed with key ${signer}, data of project billing`],
    ],
  ],
  [
    'none',
    {
      ...shopDatabase.fresh,
      seed: { kind: 'none', whyNot: 'berth.yaml does not set `seed: true` for local.' },
    },
    [
      ...['Migrations', 'alembic upgrade head in api'],
      ...['Seed', 'None: berth.yaml does not set seed: true for local.'],
    ],
  ],
];

for (const [name, fresh, told] of seeds) {
  test(`the screen says what a reset fills the database with (${name})`, async () => {
    for (const theme of ['light', 'dark', 'contrast'] as const) {
      for (const size of sizes) {
        const view = { ...scenes.green, database: { ...shopDatabase, fresh } };
        const { page, close } = await staged(view, theme, size);
        const panel = page.getByRole('region', { name: 'What a reset fills the database with' });
        await expect(panel.locator('dt, dd')).toHaveText(told);
        await shot(page, `seed-${name}`, theme, size.width);
        await close();
      }
    }
  });
}

test('the screen offers no reset where the environment has none', async () => {
  const view = { ...scenes.green, database: { ...shopDatabase, fresh: null } };
  const { page, close } = await staged(view, 'light', sizes[0]);
  await expect(page.getByRole('region', { name: 'Generations of dbdata' })).toBeVisible();
  await expect(page.getByText(/^(The next|What a) reset/)).toHaveCount(0);
  await shot(page, 'no-reset', 'light');
  await close();
});

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

/** The screen in the window of the desktop, whose dialogs answer with these paths. */
async function stagedOnDesktop(bundle: string | null, theme = 'light', size: Size = sizes[0]) {
  let asked: Asked = [];
  const at = await staged(scenes.green, theme, size, async (page) => {
    asked = await lendDesktop(page, { chooseFolder: null, chooseBundle: bundle, chooseBundleTarget: bundle });
  });
  return { ...at, asked };
}

const dialogOf = (page: Page) => page.getByRole('dialog').or(page.getByRole('alertdialog'));

for (const theme of ['light', 'dark', 'contrast'] as const) {
  for (const size of sizes) {
    test(`in the desktop window a bundle to import is chosen (${theme} at ${size.width})`, async () => {
      const { page, desk, asked, close } = await stagedOnDesktop('C:\\shared\\demo.berth', theme, size);
      desk.stage.planned = importPlan;
      const choose = page.getByRole('button', { name: 'Choose a bundle to import' });
      await choose.scrollIntoViewIfNeeded();
      await shot(page, 'desktop', theme, size.width);
      await choose.click();
      const dialog = dialogOf(page);
      await dialog.getByRole('button', { name: 'Import' }).click();
      await expect(dialog).toBeHidden();
      await expect(page.getByRole('textbox', { name: 'Bundle to import' })).toHaveValue(
        'C:\\shared\\demo.berth',
      );
      expect(asked).toEqual([['chooseBundle']]);
      expect(desk.stage.wishes).toMatchObject([
        { goal: 'import', flags: { file: 'C:\\shared\\demo.berth' } },
      ]);
      await close();
    });

    test(`in the desktop window it is chosen where to export to (${theme} at ${size.width})`, async () => {
      const { page, desk, asked, close } = await stagedOnDesktop('C:\\shared\\mine.berth', theme, size);
      desk.stage.planned = exportPlan;
      await page.getByRole('button', { name: 'Export snapshot before-the-demo' }).click();
      const dialog = dialogOf(page);
      await expect(dialog.getByText('not encrypted')).toBeVisible();
      desk.stage.planned = { ...exportPlan, id: 'plan-for-the-chosen-file' };
      await dialog.getByRole('button', { name: 'Choose where to export to' }).click();
      await expect(dialog.getByRole('textbox', { name: 'File' })).toHaveValue('C:\\shared\\mine.berth');
      await shot(page, 'desktop-export', theme, size.width);
      await dialog.getByRole('button', { name: 'Export', exact: true }).click();
      await expect(dialog).toBeHidden();
      expect(asked).toEqual([['chooseBundleTarget', 'shop-before-the-demo.berth']]);
      expect(desk.stage.planWishes.at(-1)?.flags).toEqual(desk.stage.wishes[0]?.flags);
      expect(desk.stage.asked).toContainEqual(['start', 'export', 'plan-for-the-chosen-file']);
      expect(desk.stage.wishes).toMatchObject([
        { goal: 'export', flags: { name: 'before-the-demo', file: 'C:\\shared\\mine.berth' } },
      ]);
      await close();
    });
  }
}

test('a dialog that was left without a choice changes nothing', async () => {
  const { page, desk, asked, close } = await stagedOnDesktop(null);
  desk.stage.planned = exportPlan;
  await page.getByRole('textbox', { name: 'Bundle to import' }).fill('/srv/typed.berth');
  await page.getByRole('button', { name: 'Choose a bundle to import' }).click();
  await expect.poll(() => asked.length).toBe(1);
  await page.getByRole('button', { name: 'Export snapshot before-the-demo' }).click();
  const dialog = dialogOf(page);
  await dialog.getByRole('button', { name: 'Choose where to export to' }).click();
  await expect.poll(() => asked.length).toBe(2);
  await expect(dialog.getByRole('textbox', { name: 'File' })).toHaveValue('shop-before-the-demo.berth');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('textbox', { name: 'Bundle to import' })).toHaveValue('/srv/typed.berth');
  expect(desk.stage.planWishes.map(({ goal }) => goal)).toEqual(['export']);
  await close();
});

test('in a browser files are typed, and no button is there that could open nothing', async () => {
  const { page, desk, close } = await staged(scenes.green, 'light');
  desk.stage.planned = exportPlan;
  await expect(page.getByRole('button', { name: 'Import bundle' })).toBeVisible();
  await expect(page.getByText('Choose…')).toHaveCount(0);
  await page.getByRole('button', { name: 'Export snapshot before-the-demo' }).click();
  const dialog = dialogOf(page);
  const file = dialog.getByRole('textbox', { name: 'File' });
  await expect(file).toHaveValue('shop-before-the-demo.berth');
  await expect(page.getByText('Choose…')).toHaveCount(0);
  await file.fill('/srv/typed.berth');
  await file.press('Enter');
  await expect.poll(() => desk.stage.planWishes.at(-1)?.flags?.file).toBe('/srv/typed.berth');
  // What is left empty is the name that was there.
  await file.fill(' ');
  await file.press('Tab');
  await expect(file).toHaveValue('shop-before-the-demo.berth');
  await file.fill('/srv/other.berth');
  await file.press('Tab');
  await expect.poll(() => desk.stage.planWishes.at(-1)?.flags?.file).toBe('/srv/other.berth');
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(dialog).toBeHidden();
  expect(desk.stage.wishes).toMatchObject([{ goal: 'export', flags: { file: '/srv/other.berth' } }]);
  await close();
});
