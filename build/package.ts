import { build, type Configuration } from 'electron-builder';
import { fuses } from '../src-main/hosts/electron/table.ts';
import { ensureBuilt } from './build.ts';

/** What goes into an installer. The command line and the keychain's own process run outside the archive. */
const configuration: Configuration = {
  appId: 'dev.berth.app',
  productName: 'Berth',
  directories: { output: 'dist' },
  files: ['out/{main,preload,renderer,cli}/**', 'resources/**', 'package.json'],
  asar: true,
  asarUnpack: ['**/*.node', 'out/cli/**'],
  npmRebuild: false,
  electronLanguages: ['en-US'],
  electronFuses: fuses,
  win: { target: ['nsis'] },
  linux: { target: ['AppImage', 'deb'], category: 'Development' },
  mac: { target: ['dmg'], category: 'public.app-category.developer-tools' },
};

// `npm run package -- [--dir]`: installers for this system into dist/; `--dir` only the unpacked application.
await ensureBuilt();
await build({ config: configuration, publish: 'never', dir: process.argv.includes('--dir') });
