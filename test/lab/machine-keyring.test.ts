import { join } from 'node:path';
import { expect, test } from 'vitest';
import { canRunKeyring } from './keyring.ts';
import { openOwnWorld } from './own-world.ts';
import { canInstallPackages } from './packages.ts';

const keytar = JSON.stringify(join(import.meta.dirname, '../../node_modules/keytar'));
const inKeyring = (action: string): string => `
  import { createRequire } from 'node:module';
  import { ensureMachineKeyring } from './machine-keyring.ts';
  Object.assign(process.env, await ensureMachineKeyring());
  console.log(process.env.DBUS_SESSION_BUS_ADDRESS, await createRequire(import.meta.url)(${keytar}).${action});`;
const bus = `unix:path=/run/user/${process.getuid?.() ?? 0}/bus`;

test.runIf(canInstallPackages() && canRunKeyring())(
  'a machine without a desktop gets a keyring at the standard place that keeps its secrets over a crash',
  async () => {
    await using world = await openOwnWorld(['keyring/keyring', 'keyring/bus']);
    await world.run(inKeyring("setPassword('berth-lab', 'a', 'kept')"));
    expect(await world.run(inKeyring("getPassword('berth-lab', 'a')"))).toBe(`${bus} kept\n`);
    await world.kill('keyring/keyring', 'SIGKILL');
    await world.kill('keyring/bus', 'SIGKILL');
    expect(await world.run(inKeyring("getPassword('berth-lab', 'a')"))).toBe(`${bus} kept\n`);
  },
);
