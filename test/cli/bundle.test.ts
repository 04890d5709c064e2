import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { BundleKeyView } from '../../src-main/contract/database-view.ts';
import { demand } from '../lab/command.ts';
import { ensureImages } from '../lab/images.ts';
import { canRunKeyring, withKeyring, withLockedKeyring } from '../lab/keyring.ts';
import { documentOf, problemsOf } from './berth.ts';
import { type Project, project } from './project.ts';

const files = {
  'compose.yaml': `
name: NAME
services:
  db:
    image: redis:7
    command: [redis-server, --appendonly, "yes", --save, ""]
    volumes: ["dbdata:/data"]
    healthcheck: { test: [CMD, redis-cli, ping], interval: 1s, timeout: 5s, retries: 60 }
    ports: ["127.0.0.1::6379"]
volumes: { dbdata: }
`,
  'berth.yaml': 'berth: 1\nproject: shop\ndatabase: { service: db, volume: dbdata }\n',
};

beforeAll(() => ensureImages(['redis:7']));
const bundleTest = test.runIf(canRunKeyring());

const redis = (made: Project, ...words: readonly string[]): Promise<string> =>
  demand('docker', ['exec', `${made.name}-db-1`, 'redis-cli', ...words]).then((text) => text.trim());

async function ready(made: Project, env: NodeJS.ProcessEnv): Promise<void> {
  const up = await made.berth(['up'], { env });
  expect(up.code, up.stderr).toBe(0);
}

/** Every text below a folder. */
const textsBelow = (dir: string): string =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');

bundleTest('a snapshot goes from one user to another, whose word its key needs once', async () => {
  await withKeyring(async (keyring) => {
    await using ours = project({ files });
    await using theirs = project({ files });
    const env = { ...ours.env, ...keyring };
    await ready(ours, env);
    await redis(ours, 'set', 'who', 'ours');
    expect((await ours.berth(['db', 'snapshot', 'demo'], { env })).code).toBe(0);
    const file = join(ours.dir, 'demo.berth');
    const exported = await ours.berth(['db', 'export', 'demo', '--to', 'demo.berth'], { env });
    expect([exported.code, exported.stderr]).toEqual([0, expect.stringContaining('not encrypted')]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const [key] = documentOf(await ours.berth(['db', 'keys', '--json'], { env })) as readonly BundleKeyView[];
    expect(exported.stdout).toContain(`seed: { bundle: "demo.berth", signer: "${key?.id}" }\n`);
    // The private half is in the keychain and nowhere else: PKCS #8 of Ed25519 begins so in base64 and in DER.
    expect(textsBelow(ours.home)).not.toMatch(
      /MC4CAQAwBQYDK2Vw|\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70/,
    );

    const other = { ...theirs.env, ...keyring };
    await ready(theirs, other);
    await redis(theirs, 'set', 'who', 'theirs');
    const words = ['db', 'import', file, '--as', 'from-us'];
    expect(problemsOf(await theirs.berth([...words, '--json'], { env: other }))).toMatchObject([
      { kind: 'bundle-untrusted', key: key?.id, signer: key?.name },
    ]);
    const imported = await theirs.berth([...words, '--trust', key?.id ?? ''], { env: other });
    expect(imported.code, imported.stderr).toBe(0);
    expect(await redis(theirs, 'get', 'who')).toBe('theirs');
    expect((await theirs.berth(['db', 'restore', 'from-us', '--yes'], { env: other })).code).toBe(0);
    expect(await redis(theirs, 'get', 'who')).toBe('ours');
    expect((await theirs.berth(['db', 'import', file, '--as', 'again'], { env: other })).code).toBe(0);
    const forgotten = await theirs.berth(['db', 'keys', '--forget', key?.id ?? ''], { env: other });
    expect([forgotten.code, forgotten.stdout]).toEqual([0, expect.stringContaining('No key is known')]);
    expect(problemsOf(await theirs.berth([...words, '--json'], { env: other }))).toMatchObject([
      { kind: 'bundle-untrusted' },
      { kind: 'snapshot-exists' },
    ]);
  });
});

bundleTest('nothing is exported where the keychain cannot keep the key, and nothing is left', async () => {
  await withLockedKeyring(async (keyring) => {
    await using made = project({ files });
    const env = { ...made.env, ...keyring };
    await ready(made, env);
    expect((await made.berth(['db', 'snapshot', 'demo'], { env })).code).toBe(0);
    const exported = await made.berth(['db', 'export', 'demo', '--to', 'demo.berth', '--json'], { env });
    expect(exported.code).toBe(1);
    expect(exported.stdout).toMatch(/keychain-(?:locked|absent|silent|failed)/);
    expect(readdirSync(made.dir).sort()).toEqual(['berth.yaml', 'compose.yaml']);
  });
});

test('other programs are told where the database is, all or one', async () => {
  await using made = project({ files });
  await ready(made, made.env);
  const all = documentOf(await made.berth(['db', 'open', '--json'])) as readonly { text: string }[];
  expect(all).toMatchObject([
    { name: 'Any other', text: expect.stringMatching(/^redis:\/\/127\.0\.0\.1:\d+$/) },
  ]);
  const one = await made.berth(['db', 'open', 'any-other']);
  expect([one.code, one.stdout.trim()]).toEqual([0, all[0]?.text]);
  expect(problemsOf(await made.berth(['db', 'open', 'nothing', '--json']))).toMatchObject([
    { kind: 'request-invalid', message: expect.stringContaining('Any other') },
  ]);
});
