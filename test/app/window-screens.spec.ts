import { type Browser, expect, type Page, test } from '@playwright/test';
import type { EnvironmentView } from '../../src-main/contract/view.ts';
import { type SceneName, scenes } from '../renderer/fixtures/scenes.ts';
import { StageDesk } from '../renderer/fixtures/stage-desk.ts';
import { launchBrowser, openStageDoor } from './stage.ts';

const themes = ['light', 'dark', 'contrast'] as const;
const sizes = [
  { width: 1280, height: 800 },
  { width: 2560, height: 1440 },
] as const;

/** Places as the rail names them, in the scene that shows them best. */
const places: readonly (readonly [place: string, scene: SceneName])[] = [
  ['Board', 'green'],
  ['Logs', 'green'],
  ['Configuration', 'green'],
  ['Secrets', 'green'],
  ['Database', 'green'],
  ['Doctor', 'green'],
  ['Activity', 'green'],
];

let browser: Browser;
test.beforeAll(async () => {
  browser = await launchBrowser();
});
test.afterAll(() => browser.close());

type Staged = { readonly page: Page; readonly faults: string[]; readonly close: () => Promise<void> };

async function staged(view: EnvironmentView, theme: string, size: (typeof sizes)[number]): Promise<Staged> {
  const door = await openStageDoor(new StageDesk(view));
  const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(error.message));
  await page.addInitScript((chosen) => localStorage.setItem('berth.theme', chosen), theme);
  await page.goto(door.address());
  await page.getByRole('navigation', { name: 'Places' }).waitFor();
  const close = async () => {
    await context.close();
    await door.close();
  };
  return { page, faults, close };
}

/** Nothing may reach past the edge of the window: there is no scrolling sideways. */
async function expectNoOverflow(page: Page): Promise<void> {
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wide).toBe(0);
}

const file = (name: string, theme: string, width: number) =>
  `test-results/screens/${name}-${theme}-${width}.png`;

for (const theme of themes) {
  for (const size of sizes) {
    test(`every place fits and has no fault in ${theme} at ${size.width}`, async () => {
      for (const [place, scene] of places) {
        const { page, faults, close } = await staged(scenes[scene], theme, size);
        await page.getByRole('navigation').getByRole('button', { name: place }).click();
        await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
        await expectNoOverflow(page);
        await page.screenshot({ path: file(place.toLowerCase(), theme, size.width) });
        expect(faults, place).toEqual([]);
        await close();
      }
    });
  }
}

for (const name of Object.keys(scenes) as SceneName[]) {
  test(`the board of the scene ${name} fits and has no fault`, async () => {
    for (const theme of ['light', 'dark'] as const) {
      const { page, faults, close } = await staged(scenes[name], theme, sizes[0]);
      await expectNoOverflow(page);
      await page.screenshot({ path: file(`board-${name}`, theme, sizes[0].width) });
      expect(faults).toEqual([]);
      await close();
    }
  });
}
