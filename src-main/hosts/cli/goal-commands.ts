import { type Command, Option } from 'commander';
import type { GoalFlags } from '../../contract/goal-flags.ts';
import type { Goal } from '../../contract/names.ts';
import {
  downFlags,
  type Given,
  graceFlag,
  scaleOption,
  secondsOption,
  signalOption,
  upFlags,
} from './goal-flags.ts';

/** A verb of the command line that is a goal: `docker compose` has most of them, with these names and options. */
export type GoalCommand = {
  readonly words: string;
  readonly goal: Goal;
  readonly about: string;
  readonly options: readonly Option[];
  /** What the options ask for; for `scale` also what its words do. */
  readonly flags: (given: Given, words: readonly string[]) => GoalFlags;
  /** The services that the words name; absent: each word is one. */
  readonly services?: (words: readonly string[]) => readonly string[];
};

const no = (): GoalFlags => ({});
const option = (flags: string, about: string): Option => new Option(flags, about);
const pulls = ['always', 'missing', 'never'];
const changed = ['keep', 'recreate'];

const timeout = (): Option =>
  option('-t, --timeout <seconds>', "time to stop in, in place of each container's own").argParser(
    secondsOption,
  );
const scale = (): Option =>
  option('--scale <service=number>', 'how many containers, may be repeated').argParser(scaleOption);
const noDeps = (): Option => option('--no-deps', 'without what the services depend on');

/** What `up` and `create` share. */
const making = (): readonly Option[] => [
  option('--force-recreate', 'make containers anew even where nothing changed'),
  option('--no-recreate', 'keep containers even where something changed').conflicts('forceRecreate'),
  option('--build', 'build images first, even if they are there'),
  option('--no-build', 'build nothing; an image that is missing is pulled'),
  option('--pull <policy>', 'pull images: always, missing or never').choices(pulls),
  option('--quiet-pull', 'show no progress of pulls'),
  option('--remove-orphans', 'remove containers of services that the Compose file no longer has'),
  scale(),
];

const upOptions = (): readonly Option[] => [
  ...making(),
  option('--always-recreate-deps', 'with --force-recreate: what they depend on too'),
  noDeps(),
  option('-V, --renew-anon-volumes', 'make containers anew with new anonymous volumes'),
  option('--no-start', 'make containers and start none'),
  option('--changed-networks <choice>', 'a network that differs from the file: keep or recreate').choices(
    changed,
  ),
  option('--changed-volumes <choice>', 'a volume that differs: keep, or recreate without its data').choices(
    changed,
  ),
  option('--free-ports', 'take a free port where one is taken, and keep it in .env.local'),
  timeout(),
  option('-d, --detach', 'accepted: Berth always leaves the services running'),
  option('--wait', 'accepted: Berth always waits until all is green'),
];

const downOptions = (): readonly Option[] => [
  option('-v, --volumes', 'remove the volumes of the file and anonymous ones, with their data'),
  option('--rmi <which>', 'remove images: local (built for the services) or all').choices(['local', 'all']),
  option('--remove-orphans', 'remove containers of services that the Compose file no longer has'),
  timeout(),
];

const scaled = (words: readonly string[]): Readonly<Record<string, number>> =>
  words.reduce<Readonly<Record<string, number>>>((all, word) => scaleOption(word, all), {});

/** All verbs of the command line that change something, in the order of the help. */
export const goalCommands = (): readonly GoalCommand[] => [
  {
    words: 'up [services...]',
    goal: 'up',
    about: 'create and start what is missing, and wait until it is green',
    options: upOptions(),
    flags: upFlags,
  },
  {
    words: 'down [services...]',
    goal: 'down',
    about: 'stop and remove the containers and networks; data stays',
    options: downOptions(),
    flags: downFlags,
  },
  {
    words: 'reset',
    goal: 'reset',
    about: 'give the database a fresh, migrated and seeded generation; the old one stays',
    options: [],
    flags: no,
  },
  {
    words: 'undo',
    goal: 'undo',
    about: 'go back to the generation before the last reset',
    options: [],
    flags: no,
  },
  {
    words: 'start [services...]',
    goal: 'start',
    about: 'start containers that are there, and what they depend on',
    options: [option('--wait', 'accepted: Berth always waits until all is green')],
    flags: no,
  },
  {
    words: 'stop [services...]',
    goal: 'stop',
    about: 'stop containers and keep them',
    options: [timeout()],
    flags: graceFlag,
  },
  {
    words: 'restart [services...]',
    goal: 'restart',
    about: 'stop and start containers, and what is to restart with them',
    options: [option('--no-deps', 'without the dependents that say restart: true'), timeout()],
    flags: (given) => ({ ...(given['deps'] === false ? { noDeps: true } : {}), ...graceFlag(given) }),
  },
  {
    words: 'rm [services...]',
    goal: 'remove',
    about: 'remove containers that do not run',
    options: [
      option('-s, --stop', 'stop containers that run, and remove them too'),
      option('-v, --volumes', 'remove their anonymous volumes, with their data'),
      option('-f, --force', 'do not ask'),
    ],
    flags: ({ stop, volumes }) => ({
      ...(stop === true ? { stopFirst: true } : {}),
      ...(volumes === true ? { removeVolumes: true } : {}),
    }),
  },
  {
    words: 'create [services...]',
    goal: 'up',
    about: 'make containers and start none',
    options: making(),
    flags: (given) => ({ ...upFlags(given), starts: false }),
  },
  {
    words: 'scale <service=number...>',
    goal: 'up',
    about: 'run as many containers of services as it says',
    options: [noDeps()],
    flags: (given, words) => ({ ...upFlags(given), scale: scaled(words) }),
    services: (words) => Object.keys(scaled(words)),
  },
  {
    words: 'pull [services...]',
    goal: 'pull',
    about: 'pull the images of services that are not built',
    options: [
      option('--policy <policy>', 'missing or always').choices(['missing', 'always']),
      option('--include-deps', 'those too that the services depend on'),
      option('--ignore-buildable', 'accepted: what is built is never pulled'),
      option('-q, --quiet', 'show no progress'),
    ],
    flags: ({ policy, includeDeps }) => ({
      ...(policy === undefined ? {} : { pull: policy === 'always' ? 'always' : 'missing' }),
      ...(includeDeps === true ? { withDependencies: true } : {}),
    }),
  },
  {
    words: 'build [services...]',
    goal: 'build',
    about: 'build the images of services',
    options: [
      option('--no-cache', 'take nothing from the cache'),
      option('--pull', 'ask for newer base images'),
      option('--with-dependencies', 'those too that the services depend on'),
    ],
    flags: ({ cache, pull, withDependencies }) => ({
      ...(cache === false ? { noCache: true } : {}),
      ...(pull === true ? { pullBase: true } : {}),
      ...(withDependencies === true ? { withDependencies: true } : {}),
    }),
  },
  {
    words: 'kill [services...]',
    goal: 'kill',
    about: 'send a signal to containers that run',
    options: [option('-s, --signal <signal>', 'in place of SIGKILL').argParser(signalOption)],
    flags: ({ signal }) => (typeof signal === 'string' ? { signal } : {}),
  },
  { words: 'pause [services...]', goal: 'pause', about: 'freeze containers', options: [], flags: no },
  {
    words: 'unpause [services...]',
    goal: 'unpause',
    about: 'let frozen containers go on',
    options: [],
    flags: no,
  },
];

/** What a command line asks for, from what commander made of it. */
export function wishOf(
  verb: GoalCommand,
  command: Command,
  variables: Readonly<Record<string, string | undefined>>,
) {
  const words = command.args;
  const given = { ...fromVariables(verb, variables), ...command.opts() };
  return {
    goal: verb.goal,
    services: verb.services?.(words) ?? words,
    flags: verb.flags(given, words),
    yes: given['yes'] === true || given['force'] === true,
    freePorts: given['freePorts'] === true,
    quietPull: given['quietPull'] === true || given['quiet'] === true,
  };
}

/**
 * The variable that docker compose 2.40 has for an option; the option itself goes before it. `down` hears it from the environment
 * alone; `up` from a file of variables too, so the engine side asks for it there; `create` does not hear it.
 */
function fromVariables(
  { goal }: GoalCommand,
  variables: Readonly<Record<string, string | undefined>>,
): Given {
  const asks = /^(?:1|t|true|y)$/i.test((variables['COMPOSE_REMOVE_ORPHANS'] ?? '').trim());
  return goal === 'down' && asks ? { removeOrphans: true } : {};
}
