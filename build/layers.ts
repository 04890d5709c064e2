/**
 * The one table of who may know whom. The lint rules (`.oxlintrc.json`) are generated from it by `build/lint.ts`, and
 * `test/layers` proves each ban with a file that must be refused. The compiler holds most of it a second time: each layer of
 * src-main is a composite project whose `references` name the layers below it.
 */
export type Zone = {
  /** Folder, relative to the repository. The most exact zone of a file decides. */
  readonly folder: string;
  /** Zones whose files it may import, beside its own. */
  readonly zones: readonly string[];
  /** npm packages it may import; `node:*` stands for Node's own modules. */
  readonly packages: readonly string[];
  /** True: no clock, no randomness, no log, no prompt. */
  readonly pure: boolean;
};

const below = {
  core: ['src-main/contract'],
  ports: ['src-main/contract', 'src-main/core'],
  adapters: ['src-main/contract', 'src-main/core', 'src-main/ports'],
  engine: ['src-main/contract', 'src-main/core', 'src-main/ports'],
  router: ['src-main/contract', 'src-main/core', 'src-main/engine'],
  hosts: [
    'src-main/contract',
    'src-main/core',
    'src-main/ports',
    'src-main/adapters',
    'src-main/engine',
    'src-main/router',
  ],
} as const;

const adapter = (folder: string, ...packages: readonly string[]): Zone => ({
  folder: `src-main/adapters/${folder}`,
  zones: [...below.adapters, 'src-main/adapters'],
  packages: ['node:*', ...packages],
  pure: false,
});

const host = (folder: string, ...packages: readonly string[]): Zone => ({
  folder: `src-main/hosts/${folder}`,
  zones: [...below.hosts, 'src-main/hosts'],
  packages: ['node:*', '@orpc/server', '@orpc/client', '@orpc/contract', ...packages],
  pure: false,
});

const react = ['react', 'react-dom'] as const;

export const zones: readonly Zone[] = [
  { folder: 'src-main/contract', zones: [], packages: ['zod', '@orpc/contract'], pure: true },
  { folder: 'src-main/core', zones: below.core, packages: ['zod', '@noble/hashes'], pure: true },
  { folder: 'src-main/ports', zones: below.ports, packages: [], pure: true },
  adapter('docker', 'dockerode', 'tar-stream'),
  adapter('bundle', 'tar-stream'),
  adapter('keychain', 'keytar'),
  adapter('files'),
  adapter('machine'),
  adapter('http'),
  adapter('settings', 'conf'),
  { folder: 'src-main/engine', zones: below.engine, packages: [], pure: false },
  {
    folder: 'src-main/router',
    zones: below.router,
    packages: ['@orpc/server', '@orpc/contract'],
    pure: false,
  },
  // What the doors share: the wiring of adapters, the files of the window.
  { folder: 'src-main/hosts', zones: [...below.hosts], packages: ['node:*'], pure: false },
  host('electron', 'electron', 'electron-store'),
  host('loopback', 'ws'),
  host('cli', 'commander', 'string-width'),
  {
    folder: 'src-renderer/design',
    zones: [],
    packages: [...react, 'radix-ui', 'lucide-react', 'sonner', 'cmdk', '@tanstack/react-virtual'],
    pure: false,
  },
  {
    folder: 'src-renderer/connection',
    zones: ['src-main/contract'],
    packages: ['@orpc/client', '@orpc/contract'],
    pure: false,
  },
  {
    folder: 'src-renderer/store',
    zones: ['src-main/contract', 'src-renderer/connection'],
    packages: ['react', 'zustand', '@orpc/client'],
    pure: false,
  },
  {
    folder: 'src-renderer/views',
    zones: ['src-main/contract', 'src-renderer/store', 'src-renderer/design'],
    packages: [...react, '@xyflow/react', '@tanstack/react-virtual', 'lucide-react', 'zustand'],
    pure: false,
  },
  {
    folder: 'src-renderer/shell',
    zones: [
      'src-main/contract',
      'src-renderer/connection',
      'src-renderer/store',
      'src-renderer/design',
      'src-renderer/views',
    ],
    packages: [...react, 'lucide-react', 'cmdk', 'zustand', 'sonner'],
    pure: false,
  },
];

/** Globals that a pure zone may not name; the compiler refuses the rest of Node and the DOM there (`types: []`). */
export const impureGlobals = [
  'Date',
  'console',
  'process',
  'setTimeout',
  'setInterval',
  'fetch',
  'crypto',
] as const;

/** Properties of pure globals that are not pure. */
export const impureProperties = [{ object: 'Math', property: 'random' }] as const;
