// Runs a goal in a process of its own, to be killed. It loads everything, says `loaded`, and waits for a line with what to do:
// {"settings","dir","goal","call","edge"}. With `call` it kills itself just before or just after the nth thing it does to the
// engine or the disk; else it says `begun` and goes on until whoever started it kills it.
import { flushCompileCache } from 'node:module';
import { diskBundles } from '../../../src-main/adapters/bundle/bundles.ts';
import { dockerAt } from '../../../src-main/adapters/docker/connect.ts';
import { findEndpoint } from '../../../src-main/adapters/docker/endpoint.ts';
import { diskFiles } from '../../../src-main/adapters/files/files.ts';
import { diskWatcher } from '../../../src-main/adapters/files/watch.ts';
import { systemClock } from '../../../src-main/adapters/machine/clock.ts';
import { thisMachine } from '../../../src-main/adapters/machine/machine.ts';
import { systemRandom } from '../../../src-main/adapters/machine/random.ts';
import { confSettings } from '../../../src-main/adapters/settings/settings.ts';
import { ok } from '../../../src-main/contract/result.ts';
import { openDesk } from '../../../src-main/engine/open-desk.ts';
import { FakeKeychain } from '../../support/fake-world.ts';
import { openSession, runGoal } from '../../engine/real/real-desk.ts';
import type { DeathWish } from './death-wish.ts';

/** What changes something outside of the process. */
const changes = /^(?:create|start|stop|remove|rename|appendFlushed|writeArchive|writeAtomic)/;

flushCompileCache();
process.stdout.write('loaded\n');
const wish = JSON.parse(await firstLine()) as DeathWish;
let done = 0;

/** The port with a count of what it changes, and the end of this process at the wanted one. */
function counted<T extends object>(port: T): T {
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function' || typeof name !== 'string' || !changes.test(name)) return member;
      return async (...words: readonly unknown[]): Promise<unknown> => {
        const nth = ++done;
        if (nth === wish.call && wish.edge === 'before') process.kill(process.pid, 'SIGKILL');
        const answer: unknown = await Reflect.apply(member, target, words);
        if (nth === wish.call && wish.edge === 'after') process.kill(process.pid, 'SIGKILL');
        return answer;
      };
    },
  });
}

const files = diskFiles();
const machine = thisMachine();
const desk = openDesk({
  findDocker: async (secrets) => {
    const endpoint = await findEndpoint(machine, files);
    return endpoint.ok ? ok(counted(dockerAt(endpoint.value, secrets))) : endpoint;
  },
  keychain: new FakeKeychain(),
  files: counted(files),
  watcher: diskWatcher(),
  openBundles: async () => diskBundles(),
  machine,
  clock: systemClock(),
  random: systemRandom(),
  settings: confSettings(wish.settings),
});
const session = await openSession(desk, wish.dir);
done = 0;
if (wish.call === null) process.stdout.write('begun\n');
const run = await runGoal(session, wish.goal);
process.stdout.write(`${JSON.stringify({ ended: run.status, problems: run.problems, changes: done })}\n`);
process.exit(run.status === 'done' ? 0 : 1);

async function firstLine(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return text.slice(0, text.indexOf('\n'));
}
