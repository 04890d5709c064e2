import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const root = import.meta.dirname;
const shell = join(root, 'src-main', 'hosts', 'electron');
const window = join(root, 'src-renderer');

/**
 * The desktop shell and the window, built into `out/` (or what `--outDir` says): `main` and `preload` are Electron's,
 * `renderer` is the window, served by the shell and by the browser door alike. The command line has a config of its own.
 */
export default defineConfig({
  main: {
    build: {
      // Optional, and so not among the dependencies that stay packages by themselves.
      externalizeDeps: { include: ['keytar'] },
      rollupOptions: {
        input: {
          index: join(shell, 'main.ts'),
          // A process of its own, started by its file name.
          'keychain-child': join(root, 'src-main', 'adapters', 'keychain', 'child.ts'),
        },
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      // A sandboxed preload can require nothing but Electron: it must be one CommonJS file.
      externalizeDeps: false,
      rollupOptions: {
        input: { preload: join(shell, 'preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: window,
    base: './',
    plugins: [react()],
    build: {
      minify: 'oxc',
      // Not as data: URLs: the policy of the window allows those for images alone.
      assetsInlineLimit: 0,
      rollupOptions: { input: { index: join(window, 'index.html'), gallery: join(window, 'gallery.html') } },
    },
  },
});
