import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { leanBundle } from './lean-bundle.ts';

const root = join(import.meta.dirname, '..');
const out = join(root, 'out', 'cli');

/** npm makes the program of an installed package executable; in a clone nobody does. */
const executable: Plugin = {
  name: 'executable',
  closeBundle: () => chmodSync(join(out, 'berth.mjs'), 0o755),
};

/**
 * The command line: out/cli/berth.mjs and its parts beside it, which are loaded when a command needs them. keytar
 * stays a package: it is native.
 */
export default defineConfig({
  root,
  plugins: [leanBundle, executable],
  ssr: { noExternal: true, external: ['keytar'] },
  build: {
    ssr: true,
    outDir: out,
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    rollupOptions: {
      input: {
        berth: join(root, 'src-main', 'hosts', 'cli', 'main.ts'),
        'keychain-child': join(root, 'src-main', 'adapters', 'keychain', 'child.ts'),
      },
      output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
    },
  },
});
