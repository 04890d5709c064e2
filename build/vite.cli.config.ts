import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

const root = join(import.meta.dirname, '..');
const out = join(root, 'out', 'cli');

/** npm makes the program of an installed package executable; in a clone nobody does. */
const executable: Plugin = {
  name: 'executable',
  closeBundle: () => chmodSync(join(out, 'berth.mjs'), 0o755),
};

// dockerode brings clients of gRPC and protobuf, docker-modem one of SSH: two thirds of the time that loading them takes, for calls
// that Berth does not make (its builds have a session of their own, its SSH goes through the `ssh` of the machine).
const neverCalled = ['/dockerode/lib/session.js', '/dockerode/lib/buildkit.js', '/docker-modem/lib/ssh.js'];

const leaveOut: Plugin = {
  name: 'leave-out',
  enforce: 'pre',
  load(id) {
    const path = id.replaceAll('\\', '/');
    if (!neverCalled.some((file) => path.endsWith(file))) return null;
    return 'module.exports = () => { throw new Error("this part is not in the bundle"); };';
  },
};

/**
 * The command line: out/cli/berth.mjs and its parts beside it, which are loaded when a command needs them. keytar
 * stays a package: it is native.
 */
export default defineConfig({
  root,
  plugins: [leaveOut, executable],
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
