import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

const root = join(import.meta.dirname, '..', '..');
const renderer = join(root, 'src-renderer');

/** Where the specs find the window, built from the sources as they are now. */
export const windowFolder = join(root, 'test-results', 'window');

/** Builds the window and the gallery once, before the first spec. */
export default async function buildWindow(): Promise<void> {
  await build({
    configFile: false,
    root: renderer,
    base: './',
    logLevel: 'warn',
    plugins: [react()],
    build: {
      outDir: windowFolder,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      rollupOptions: { input: ['index', 'gallery'].map((page) => join(renderer, `${page}.html`)) },
    },
  });
}
