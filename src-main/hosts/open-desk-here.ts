import { diskFiles } from '../adapters/files/files.ts';
import { diskWatcher } from '../adapters/files/watch.ts';
import { keychainInOwnProcess, type KeychainOptions } from '../adapters/keychain/keychain.ts';
import { systemClock } from '../adapters/machine/clock.ts';
import { thisMachine } from '../adapters/machine/machine.ts';
import { systemRandom } from '../adapters/machine/random.ts';
import { confSettings, type OpenStore } from '../adapters/settings/settings.ts';
import { settingsDir } from '../adapters/settings/settings-dir.ts';
import { ok } from '../contract/result.ts';
import type { Desk } from '../engine/desk.ts';
import { openDesk } from '../engine/open-desk.ts';
import type { Machine } from '../ports/machine.ts';

/** What a door brings of its own; the defaults are those of plain Node. */
export type DeskParts = { readonly keychain?: KeychainOptions; readonly openStore?: OpenStore };

/** A desk on this machine: the one place where the ports get their adapters. No call to engine or keychain is made yet. */
export function openDeskHere({ keychain = {}, openStore }: DeskParts = {}): Desk {
  const machine = thisMachine();
  const files = diskFiles();
  return openDesk({
    findDocker: async (secrets) => {
      // Loaded when somebody looks at the engine: a third of the start of a command that does not.
      const [{ dockerAt }, { findEndpoint }, { registryCredentials }] = await Promise.all([
        import('../adapters/docker/connect.ts'),
        import('../adapters/docker/endpoint.ts'),
        import('../adapters/docker/registry-credentials.ts'),
      ]);
      const endpoint = await findEndpoint(machine, files);
      if (!endpoint.ok) return endpoint;
      const credentials = registryCredentials(endpoint.value.configDir, machine, files);
      return ok(dockerAt(endpoint.value, secrets, credentials, sshAgentOf(machine)));
    },
    keychain: keychainInOwnProcess(keychain),
    files,
    watcher: diskWatcher(),
    openBundles: async () => (await import('../adapters/bundle/bundles.ts')).diskBundles(),
    machine,
    clock: systemClock(),
    random: systemRandom(),
    settings: confSettings(settingsDir(machine), openStore),
  });
}

/** Where the user's ssh agent listens: OpenSSH's own pipe on Windows. */
const sshAgentOf = ({ variables, platform }: Machine): string | null =>
  variables['SSH_AUTH_SOCK'] || (platform === 'win32' ? '\\\\.\\pipe\\openssh-ssh-agent' : null);
