import type { Problem } from '../contract/problem.ts';
import type { Result } from '../contract/result.ts';
import type { Bundles } from '../ports/bundles.ts';
import type { Clock } from '../ports/clock.ts';
import type { Docker } from '../ports/docker.ts';
import type { Files } from '../ports/files.ts';
import type { Keychain } from '../ports/keychain.ts';
import type { Machine } from '../ports/machine.ts';
import type { Random } from '../ports/random.ts';
import type { SecretSource } from '../ports/secret-source.ts';
import type { Settings } from '../ports/settings.ts';
import type { Watcher } from '../ports/watcher.ts';

/** The world as a desk is given it by a host: one adapter for each port. */
export type Ports = {
  /** Finds the engine and returns it unconnected; asked again before each attempt to connect until it answers. */
  readonly findDocker: (secrets: SecretSource) => Promise<Result<Docker, Problem>>;
  readonly keychain: Keychain;
  readonly files: Files;
  readonly machine: Machine;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: Settings;
  readonly watcher: Watcher;
  /** Loaded when a bundle is made or read. */
  readonly openBundles: () => Promise<Bundles>;
};
