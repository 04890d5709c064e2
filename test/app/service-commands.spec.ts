import { type Browser, expect, type Page, test } from '@playwright/test';
import { scenes } from '../renderer/fixtures/scenes.ts';
import { StageDesk } from '../renderer/fixtures/stage-desk.ts';
import { launchBrowser, openStageDoor } from './stage.ts';

let browser: Browser;
test.beforeAll(async () => {
  browser = await launchBrowser();
});
test.afterAll(() => browser.close());

async function staged(desk: StageDesk, act: (page: Page) => Promise<void>): Promise<void> {
  const door = await openStageDoor(desk);
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  try {
    await page.goto(door.address());
    await act(page);
  } finally {
    await page.close();
    await door.close();
  }
}

test('a chosen service can be stopped, restarted and rebuilt; what cannot be done says why', async () => {
  const desk = new StageDesk(scenes.green);
  await staged(desk, async (page) => {
    await page.getByRole('grid', { name: 'Services' }).getByText('api', { exact: true }).click();
    const commands = page.getByRole('group', { name: 'Commands for api' });
    await expect(commands.getByRole('button', { name: 'Start', exact: true })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
    await commands.getByRole('button', { name: 'Start', exact: true }).click({ force: true });
    for (const name of ['Stop', 'Restart', 'Rebuild'])
      await commands.getByRole('button', { name, exact: true }).click();
    await expect
      .poll(() => desk.stage.wishes)
      .toEqual([
        { goal: 'stop', services: ['api'], flags: {} },
        { goal: 'restart', services: ['api'], flags: {} },
        { goal: 'up', services: ['api'], flags: { build: 'always' } },
      ]);
  });
});

test('the palette reaches the commands of every service', async () => {
  const desk = new StageDesk(scenes.green);
  await staged(desk, async (page) => {
    await page.getByRole('navigation', { name: 'Places' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('worker: restart');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => desk.stage.wishes)
      .toEqual([{ goal: 'restart', services: ['worker'], flags: {} }]);
  });
});

test('a network that differs from the file offers both choices, and a volume the one that loses nothing', async () => {
  const desk = new StageDesk(scenes.green);
  desk.stage.refusal = [
    { kind: 'network-changed', network: 'shop_default', containers: ['shop-api-1'] },
    { kind: 'volume-changed', volume: 'shop_data' },
  ];
  await staged(desk, async (page) => {
    await page.getByRole('button', { name: 'Up', exact: true }).click();
    await expect(
      page.getByText('The network shop_default is not as the Compose file has it now'),
    ).toBeVisible();
    await page.getByRole('button', { name: 'Keep it and its data' }).click();
    await page.getByRole('button', { name: 'Make it anew' }).click();
    await expect
      .poll(() => desk.stage.wishes.at(-1))
      .toEqual({
        goal: 'up',
        services: [],
        flags: { changedVolumes: 'keep', changedNetworks: 'recreate' },
      });
  });
});

test('orphans are on the board, with the files they were made from', async () => {
  const orphan = {
    container: 'shop-old-1',
    service: 'old',
    state: 'running',
    files: ['/srv/shop/old.yaml'],
  } as const;
  await staged(new StageDesk({ ...scenes.green, orphans: [orphan] }), async (page) => {
    await expect(page.getByText('A container without a service')).toBeVisible();
    await expect(page.getByText('/srv/shop/old.yaml')).toBeVisible();
  });
});
