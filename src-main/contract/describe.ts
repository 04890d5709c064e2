import { describeDatabase } from './describe-database.ts';
import { type Description, list, tail } from './description.ts';
import { remedyOfHalfMade } from './half-made-database.ts';
import { type At, printAt } from './names.ts';
import type { Problem, RefusedPart } from './problem.ts';

const seconds = (ms: number): string => `${Math.round(ms / 100) / 10} s`;
const place = (at: At | null): string => (at === null ? '' : `${printAt(at)}: `);
const nearest = (name: string | null): string | null => (name === null ? null : `Did you mean ${name}?`);

/** The text of a problem. Total: every kind has one. */
export function describe(problem: Problem): Description {
  switch (problem.kind) {
    case 'folder-missing':
      return {
        title: 'The project folder is not there',
        detail: `${problem.dir} is not a folder that can be read.`,
        remedy: 'Check the path given with --project, or open another folder.',
      };
    case 'compose-missing':
      return {
        title: 'There is no Compose file here',
        detail: `Looked in ${problem.dir} for ${list(problem.looked)}.`,
        remedy: 'Open the folder that holds the Compose file, or name it under `compose:` in berth.yaml.',
      };
    case 'compose-invalid':
      return {
        title: 'The Compose file has a fault',
        detail: `${place(problem.at)}${problem.message}`,
        remedy: problem.hint,
      };
    case 'profile-invalid':
      return {
        title: 'The profile has a fault',
        detail: `${place(problem.at)}${problem.message}`,
        remedy: problem.hint,
      };
    case 'file-unreadable':
      return {
        title: 'A file could not be read',
        detail: `${problem.file}: ${problem.detail}`,
        remedy: 'Check that the file exists and that you may read it.',
      };
    case 'file-unwritable':
      return {
        title: 'A file could not be written',
        detail: `${problem.file}: ${problem.detail}`,
        remedy: 'Check that its folder exists and that you may write to it.',
      };
    case 'settings-corrupt':
      return {
        title: 'The settings file was damaged',
        detail: `${problem.file} could not be read. It was set aside as ${problem.keptAs}, and the last good copy is used.`,
        remedy: null,
      };
    case 'journal-corrupt':
      return {
        title: 'The journal of the database is damaged',
        detail: `${problem.file}: ${problem.detail}`,
        remedy: 'Nothing was changed. The volumes are all still there: `docker volume ls` names them.',
      };
    case 'service-unknown':
      return {
        title: `There is no service ${problem.name}`,
        detail: `The services of this project are: ${list(problem.known)}.`,
        remedy: nearest(problem.nearest),
      };
    case 'key-unknown':
      return {
        title: `There is no key ${problem.name}`,
        detail: `The profile declares: ${list(problem.known)}.`,
        remedy: nearest(problem.nearest) ?? 'Declare it under `keys:` in berth.yaml.',
      };
    case 'project-unknown':
      return {
        title: 'This project is not open',
        detail: `No open project has the id ${problem.project}.`,
        remedy: 'Open its folder again.',
      };
    case 'environment-unknown':
      return {
        title: `There is no environment ${problem.name}`,
        detail: `Known environments: ${list(problem.known)}.`,
        remedy: 'Choose one of them with --environment.',
      };
    case 'request-invalid':
      return { title: 'The request is not understood', detail: problem.message, remedy: null };
    case 'key-missing':
      return {
        title: `${problem.key} has no value`,
        detail: `${problem.describe}. It is required in ${problem.environment}.`,
        remedy: `Set the environment variable ${problem.key}${problem.environment === 'local' ? ' or add it to .env.local' : ''}.`,
      };
    case 'key-invalid':
      return {
        title: `${problem.key} has a value that does not fit`,
        detail: `Expected ${problem.expected}, found ${problem.found} (${problem.environment}).`,
        remedy: 'Correct the value; `berth keys` names where it comes from.',
      };
    case 'secret-missing':
      return {
        title: `The secret ${problem.key} is not set`,
        detail: `${problem.describe}. It is required in ${problem.environment}.`,
        remedy: problem.canGenerate
          ? `Run \`berth secrets generate ${problem.key}\`, or set it with \`berth secrets set ${problem.key}\`.`
          : `Run \`berth secrets set ${problem.key}\` and give the value on standard input.`,
      };
    case 'secret-in-file':
      return {
        title: `The secret ${problem.key} stands in a file`,
        detail: `${problem.file} holds a value for it. Files are copied, committed and backed up.`,
        remedy: `Run \`berth secrets set ${problem.key}\` and delete the line from ${problem.file}.`,
      };
    case 'secret-empty':
      return {
        title: `${problem.key} was given an empty value`,
        detail: 'A secret has at least one character.',
        remedy: 'Give the value on standard input.',
      };
    case 'secret-not-generated':
      return {
        title: `${problem.key} cannot be generated`,
        detail: 'The profile has no `generate:` rule for it.',
        remedy: `Set it with \`berth secrets set ${problem.key}\`, or add a rule to berth.yaml.`,
      };
    case 'keychain-absent':
      return {
        title: 'This machine has no keychain that answers',
        detail: problem.detail,
        remedy:
          'Start a keychain (on Linux: gnome-keyring or KWallet in your session), or give secrets as environment variables.',
      };
    case 'keychain-locked':
      return {
        title: 'The keychain is locked',
        detail: problem.detail,
        remedy: 'Unlock it, then try again.',
      };
    case 'keychain-silent':
      return {
        title: 'The keychain does not answer',
        detail: `${problem.operation} had no answer after ${seconds(problem.afterMs)}.`,
        remedy: 'A prompt of the keychain may be waiting behind another window. Answer it and try again.',
      };
    case 'keychain-failed':
      return {
        title: 'The keychain refused',
        detail: `${problem.operation}: ${problem.detail}`,
        remedy: null,
      };
    case 'engine-absent':
      return {
        title: 'No Docker Engine answers',
        detail: `Nothing listens at ${problem.endpoint} (${problem.detail}).`,
        remedy: 'Start Docker Desktop or the Docker Engine. Berth goes on by itself as soon as it answers.',
      };
    case 'engine-refused':
      return {
        title: 'The Docker Engine refuses this user',
        detail: `${problem.endpoint}: ${problem.detail}`,
        remedy: 'Add your user to the group that may use the engine (on Linux: docker), then sign in again.',
      };
    case 'engine-silent':
      return {
        title: 'The Docker Engine does not answer',
        detail: `${problem.call} had no answer from ${problem.endpoint} after ${seconds(problem.afterMs)}.`,
        remedy: 'The engine may be starting, paused or overloaded. Restart it if this stays.',
      };
    case 'engine-too-old':
      return {
        title: 'The Docker Engine is too old',
        detail: `${problem.endpoint} speaks ${problem.found}; ${problem.wanted} or newer is needed.`,
        remedy: 'Update Docker.',
      };
    case 'engine-failed':
      return {
        title: 'The Docker Engine reported a fault',
        detail: `${problem.call}${problem.status === null ? '' : ` (${problem.status})`}: ${problem.message}`,
        remedy: null,
      };
    case 'image-unavailable':
      return {
        title: `The image ${problem.image} cannot be had`,
        detail: problem.detail,
        remedy: 'Check the name and the tag, your network, and that you are signed in to its registry.',
      };
    case 'build-failed':
      return {
        title: `The image of ${problem.service} does not build`,
        detail: `${problem.detail}\n${tail(problem.log)}`,
        remedy: 'Mend the Dockerfile or what it copies, then try again.',
      };
    case 'watch-undeclared':
      return {
        title: 'No files are declared to be watched',
        detail: `${problem.services.length === 0 ? 'No service' : `None of ${list(problem.services)}`} has a section \`develop: watch:\` in the Compose file.`,
        remedy: 'Add `develop: { watch: [{ path: …, action: sync, target: … }] }` to a service.',
      };
    case 'service-not-running':
      return {
        title: `${problem.service} does not run`,
        detail: 'Files are copied into running containers.',
        remedy: `Start it: \`berth up ${problem.service}\`.`,
      };
    case 'build-unsupported':
      return {
        title: `Berth cannot build the image of ${problem.service}`,
        detail: `Its build section asks for what Berth or this engine cannot do: ${list(problem.keys)}.`,
        remedy: `Build it with \`docker compose build ${problem.service}\`; Berth then takes the image as it is.`,
      };
    case 'port-taken':
      return {
        title: `Port ${problem.port} is taken`,
        detail: `${problem.service} wants it${problem.owner === null ? '; its owner is not known.' : `; ${problem.owner} has it.`}`,
        remedy: portRemedy(problem.free, problem.key),
      };
    case 'port-fixed':
      return {
        title: `${problem.key} cannot be moved by .env.local`,
        detail: `Its value comes from ${problem.by}.`,
        remedy: 'Change it there.',
      };
    case 'project-elsewhere':
      return {
        title: `Another clone holds the name ${problem.project}`,
        detail: `These containers belong to ${problem.dir}: ${list(problem.containers)}. Nothing was changed.`,
        remedy: `Run \`berth down\` in that folder first, or give the project here a name of its own with --project-name.`,
      };
    case 'name-taken':
      return {
        title: `The container name ${problem.name} is taken`,
        detail: `${problem.owner} has it.`,
        remedy: 'Remove or rename that container, or give this project another name.',
      };
    case 'made-meanwhile':
      return {
        title: `Something else made ${problem.container} meanwhile`,
        detail: `It is a container of ${problem.service} in this very project, so docker compose or another program is bringing it up too. It was left alone.`,
        remedy: 'Let that come to its end, then run `berth up` again: it takes what is there as it is.',
      };
    case 'network-gone':
      return {
        title: `The network ${problem.network} is gone`,
        detail: 'It was removed by something else while it was needed.',
        remedy: 'Run `berth up`: it makes the network and what is to be on it anew.',
      };
    case 'network-missing':
      return {
        title: `The network ${problem.network} is not there`,
        detail: 'It is declared as external, so Berth does not create it.',
        remedy: `Create it: docker network create ${problem.network}`,
      };
    case 'volume-missing':
      return {
        title: `The volume ${problem.volume} is not there`,
        detail: 'It is declared as external, so Berth does not create it.',
        remedy: `Create it: docker volume create ${problem.volume}`,
      };
    case 'network-changed':
      return {
        title: `The network ${problem.network} is not as the Compose file has it now`,
        detail: `A network cannot be changed, only made anew${problem.containers.length === 0 ? '.' : `, and with it what is attached to it: ${list(problem.containers)}.`}`,
        remedy:
          'Say which: `berth up --changed-networks recreate` makes it anew, `berth up --changed-networks keep` leaves it as it is.',
      };
    case 'container-refused': {
      const { detail, remedy } = refused[problem.part](problem.thing);
      return { title: `The engine cannot run ${problem.service} as it is described`, detail, remedy };
    }
    case 'network-overlap':
      return {
        title: `The network ${problem.network} has addresses that another network has`,
        detail: 'Its `subnet` overlaps with one that is there.',
        remedy: 'Give it another subnet under `networks:`, or remove the other one: docker network ls',
      };
    case 'disk-full':
      return {
        title: 'The disk of the Docker Engine is full',
        detail: `${problem.call} had no space left at ${problem.endpoint}.`,
        remedy: 'Make room: `docker system df` shows what takes it. Berth removes nothing by itself.',
      };
    case 'network-foreign':
      return {
        title: `The network ${problem.network} is not this project's`,
        detail: problem.why,
        remedy: `Declare it with \`external: true\` to use it, give the project's network another name, or remove it: docker network rm ${problem.network}`,
      };
    case 'volume-changed':
      return {
        title: `The volume ${problem.volume} is not as the Compose file has it now`,
        detail: 'A volume cannot be changed, only made anew, and its data would be lost.',
        remedy:
          'Say which: `berth up --changed-volumes keep` leaves it and its data as they are, `berth up --changed-volumes recreate` makes it anew and empty.',
      };
    case 'in-use':
      return {
        title: `${problem.thing} is in use`,
        detail: problem.detail,
        remedy: 'Stop and remove what uses it, then try again.',
      };
    case 'container-missing':
      return {
        title:
          problem.container === null
            ? `${problem.service} has no container`
            : `The container ${problem.container} is gone`,
        detail:
          problem.container === null
            ? 'Only what was created before can be started.'
            : 'It was removed by something else while it was needed.',
        remedy: `Run \`berth up ${problem.service}\`.`,
      };
    case 'container-stuck':
      return {
        title: `The engine cannot start ${problem.container} any more`,
        detail:
          'It was killed while it started this container, and takes the process of then for one that runs.',
        remedy: `Run \`berth up ${problem.service}\`: the container is made anew, its volumes stay.`,
      };
    case 'service-refused':
      return {
        ...refusedService(problem),
        remedy:
          'Bring the project up with `berth compose -- up -d`, or name the services that do without it: `berth up SERVICE`.',
      };
    case 'lender-missing':
      return {
        title: `${problem.service} cannot be made without ${problem.lender}`,
        detail: `It uses a namespace or the volumes of ${problem.lender}, which has no container and is not part of this run.`,
        remedy: `Bring ${problem.lender} up too: leave out --no-deps, or name it.`,
      };
    case 'hook-failed':
      return {
        title: `A ${problem.hook} hook of ${problem.service} failed`,
        detail: `${problem.command.join(' ')}\nExit code ${problem.exitCode}.\n${tail(problem.log)}`,
        remedy: 'Mend the command in the Compose file, or what it needs in the container.',
      };
    case 'volume-foreign':
      return {
        title: `The volume ${problem.volume} is not Berth's to change`,
        detail: problem.why,
        remedy: 'Nothing was changed.',
      };
    case 'container-exited':
      return {
        title: problem.outOfMemory
          ? `${problem.service} ran out of memory`
          : `${problem.service} stopped with exit code ${problem.exitCode}`,
        detail: tail(problem.log),
        remedy: problem.outOfMemory
          ? 'Give the service (its memory limit in the Compose file) or the engine more memory.'
          : (remedyOfHalfMade(problem.service, problem.log) ?? `See \`berth logs ${problem.service}\`.`),
      };
    case 'container-unhealthy':
      return {
        title: `${problem.service} is not healthy`,
        detail: `${failedChecks(problem)}\n${tail(problem.log)}`,
        remedy:
          remedyOfHalfMade(problem.service, problem.log) ??
          `Mend what keeps it from answering, or its check in the Compose file: \`berth up\` goes on from here. See also \`berth logs ${problem.service}\`.`,
      };
    case 'wait-overdue':
      return {
        title: `${problem.service} is not ${problem.condition} yet`,
        detail: `Waited ${seconds(problem.afterMs)}, longer than its health check may take by its own numbers. Its last answer: ${problem.probe === '' ? 'none' : problem.probe}`,
        remedy: `See \`berth logs ${problem.service}\`.`,
      };
    case 'plan-stale':
      return {
        title: 'The plan has changed since it was shown',
        detail: `Approved was ${problem.approved}; now it would be ${problem.current}.`,
        remedy: 'Look at the new plan and approve it.',
      };
    case 'not-confirmed':
      return {
        title: `${problem.goal} needs your word`,
        detail: problem.loses.join('\n'),
        remedy: 'Confirm it in the window, or give --yes.',
      };
    case 'busy':
      return {
        title: `${problem.goal} is running already`,
        detail: `${problem.holder} holds this project${problem.since === null ? '' : ` since ${problem.since}`}.`,
        remedy: `Wait for it, or cancel it.${lockRemedy(problem.lock)}`,
      };
    case 'tool-missing':
      return {
        title: `${problem.tool} is not installed`,
        detail: `${problem.tool} was not found on this machine.`,
        remedy: problem.remedy,
      };
    case 'cancelled':
      return {
        title: 'Cancelled',
        detail: `${problem.goal} was cancelled.`,
        remedy: 'The next up goes on from here.',
      };
    default:
      return describeDatabase(problem);
  }
}

type Refused = { readonly detail: string; readonly remedy: string };

const refused: Readonly<Record<RefusedPart, (thing: string) => Refused>> = {
  command: (thing) => ({
    detail: `The image has no command ${thing} that may be executed.`,
    remedy: 'Correct `command:` or `entrypoint:`, or the image.',
  }),
  mount: (thing) => ({
    detail: `${thing}, which is to be mounted, is not on the machine of the engine.`,
    remedy: 'Create it, or correct the source under `volumes:`.',
  }),
  device: (thing) => ({
    detail: `The machine of the engine has no device ${thing}.`,
    remedy: 'Correct or leave out the entry under `devices:`.',
  }),
  gpu: (thing) => ({
    detail: `No driver of the engine gives ${thing}.`,
    remedy:
      "Install the container toolkit of the GPU's maker on the machine of the engine, or leave out `gpus:`.",
  }),
  user: (thing) => ({
    detail: `The image has no user or group ${thing}.`,
    remedy: 'Name one that it has under `user:`, or give a number.',
  }),
  logging: (thing) => ({
    detail: `The engine has no logging driver ${thing}.`,
    remedy: 'Correct `logging:`, or install the plugin.',
  }),
  runtime: (thing) => ({
    detail: `The engine has no runtime ${thing}.`,
    remedy: 'Correct `runtime:`, or add the runtime to the configuration of the engine.',
  }),
  'working folder': (thing) => ({
    detail: `${thing} is not a folder in the image.`,
    remedy: 'Correct `working_dir:`.',
  }),
};

function lockRemedy(lock: Extract<Problem, { kind: 'busy' }>['lock']): string {
  if (lock === null) return '';
  return ` If it is gone for good: ${lock.kind === 'volume' ? `docker volume rm ${lock.name}` : `delete ${lock.path}`}`;
}

function portRemedy(free: number | null, key: string | null): string {
  const stop = 'Stop what holds it, or';
  if (free === null)
    return key === null ? `${stop} publish another port.` : `${stop} set ${key} to another port.`;
  return key === null
    ? `${stop} publish another port in the Compose file: ${free} is free.`
    : `${stop} run \`berth up --free-ports\`: it writes ${key}=${free} into .env.local, and the port stays yours from then on.`;
}

function refusedService({ service, part, named }: Extract<Problem, { kind: 'service-refused' }>) {
  switch (part) {
    case 'provider':
      return {
        title: `${service} is not a container: a provider makes it`,
        detail: `Its provider is the program ${named.join('')} of this machine. Berth runs no program that a Compose file names.`,
      };
    case 'models':
      return {
        title: `${service} uses ${named.length === 1 ? 'a model' : 'models'}: ${named.join(', ')}`,
        detail: 'Models are run by the Docker Model Runner, which Berth does not ask for them.',
      };
    case 'use_api_socket':
      return {
        title: `${service} asks for the Docker Engine itself`,
        detail:
          'use_api_socket hands it in, and whoever uses it is root on this machine: no profile may do that.',
      };
  }
}

/** The engine's -1 stands for a check that it cut off, which its text says already. */
function failedChecks({ probe, exitCode }: Extract<Problem, { kind: 'container-unhealthy' }>): string {
  const code = exitCode === null || exitCode < 0 ? '' : ` (exit code ${exitCode})`;
  return `Its health check fails and says: ${probe === '' ? 'nothing' : probe}${code}`;
}
