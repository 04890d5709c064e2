import { expect, test } from 'vitest';
import { openOwnWorld } from './own-world.ts';
import { canInstallPackages } from './packages.ts';

const ensure = `
  import { ensureEngine } from './engine.ts';
  import { engineMirrors } from './engine-finding.ts';
  const { ready, startedNow } = await ensureEngine();
  console.log(JSON.stringify({ ready, startedNow, mirrors: await engineMirrors() }));`;
const mirrors = ['http://127.0.0.1:5117/'];

test.runIf(canInstallPackages())(
  'where no engine answers one is started, outlives who started it, is then left alone, and comes back after a crash',
  async () => {
    await using world = await openOwnWorld(['engine/dockerd', 'registry/registry']);
    expect(JSON.parse(await world.run(ensure))).toEqual({ ready: true, startedNow: true, mirrors });
    expect(JSON.parse(await world.run(ensure))).toEqual({ ready: true, startedNow: false, mirrors });
    await world.kill('engine/dockerd', 'SIGKILL');
    expect(JSON.parse(await world.run(ensure))).toEqual({ ready: true, startedNow: true, mirrors });
  },
);
