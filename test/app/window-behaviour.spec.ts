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
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  try {
    await page.goto(door.address());
    await page.getByRole('navigation', { name: 'Places' }).waitFor();
    await act(page);
  } finally {
    await page.close();
    await door.close();
  }
}

test('the steps of a failed run are in sight, and can be folded away', async () => {
  await staged(new StageDesk(scenes.failed), async (page) => {
    const steps = page.getByRole('region', { name: 'Run' }).getByRole('button', { name: 'Steps' });
    await expect(steps).toHaveAttribute('aria-expanded', 'true');
    await steps.click();
    await expect(steps).toHaveAttribute('aria-expanded', 'false');
    await steps.click();
    await expect(steps).toHaveAttribute('aria-expanded', 'true');
  });
});

test('while a question is asked no shortcut starts anything or leads away from it', async () => {
  const desk = new StageDesk(scenes.green);
  await staged(desk, async (page) => {
    await page.getByRole('navigation', { name: 'Places' }).getByText('Secrets').click();
    await page.getByRole('button', { name: /^More/ }).first().click();
    await page.getByRole('menuitem', { name: 'Forget' }).click();
    const question = page.getByRole('alertdialog');
    await expect(question).toBeVisible();
    await page.keyboard.press('Control+Shift+D');
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Alt+1');
    await expect(question).toBeVisible();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    expect(desk.stage.wishes).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(question).toBeHidden();
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog')).toBeVisible();
  });
});
