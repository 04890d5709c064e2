import type { DatabaseProblem } from './database-problem.ts';
import { type Description, list, tail } from './description.ts';
import { assertNever } from './result.ts';

/** The text of a problem about the data of the database. Total: every kind has one. */
export function describeDatabase(problem: DatabaseProblem): Description {
  switch (problem.kind) {
    case 'database-undeclared':
      return {
        title: 'This project names no database',
        detail: 'Reset and undo need to know which service and volume hold it.',
        remedy:
          problem.guess === null || problem.guess === undefined
            ? 'Add `database: { service: …, volume: … }` to berth.yaml.'
            : `By its image it is ${problem.guess.service}: add \`database: { service: ${problem.guess.service}, volume: ${problem.guess.volume} }\` to berth.yaml.`,
      };
    case 'database-step-failed':
      return {
        title: problem.step === 'migrate' ? 'The migrations failed' : 'The seed failed',
        detail: `Exit code ${problem.exitCode}.\n${tail(problem.log)}`,
        remedy: 'The database is on the generation it had before. Mend the cause and reset again.',
      };
    case 'database-stop-unclean':
      return {
        title: `${problem.service} did not stop cleanly`,
        detail: `${problem.exitCode === null ? 'How it ended is not known.' : `Exit code ${problem.exitCode}.`}\n${tail(problem.log)}`,
        remedy:
          'Nothing was copied from it. A longer `stop_grace_period` in the Compose file may be all it needs.',
      };
    case 'copy-failed':
      return {
        title: 'The data could not be copied',
        detail: `${problem.to}: ${problem.exitCode === null ? 'the copy was cut off' : `exit code ${problem.exitCode}`}.\n${tail(problem.log)}`,
        remedy:
          'The live database was not touched. Make room on the disk of the engine where it is full, then try again.',
      };
    case 'migration-heads':
      return {
        title:
          problem.heads.length === 0
            ? 'The migrations have no head'
            : 'The migrations have more than one head',
        detail: `Heads: ${list(problem.heads)}. A database is migrated to exactly one.`,
        remedy: 'Merge them into one (with alembic: `alembic merge heads`), then try again.',
      };
    case 'server-version':
      return {
        title: `The data of ${problem.service} is of another version of its server`,
        detail: `${problem.volume} was written by version ${problem.found}; ${problem.image} brings ${problem.wanted}. Nothing was changed.`,
        remedy:
          Number(problem.wanted) > Number(problem.found)
            ? `Keep an image of version ${problem.found}; or take the data along with \`berth db upgrade\`: the old server dumps it, the new one loads it into a generation of its own, the rows are counted, and undo goes back.`
            : `Keep an image of version ${problem.found}: a server does not load what a later version dumped.`,
      };
    case 'snapshot-exists':
      return {
        title: `There is a snapshot ${problem.name} already`,
        detail: 'A snapshot is never overwritten.',
        remedy: 'Choose another name.',
      };
    case 'snapshot-unknown':
      return {
        title: `There is no snapshot or generation ${problem.name}`,
        detail: `There are: ${list(problem.known)}.`,
        remedy: 'See `berth db list`.',
      };
    case 'bundle-invalid':
      return {
        title: 'This is not a whole and unchanged bundle',
        detail: `${problem.file}: expected ${problem.expected}, found ${problem.found}.`,
        remedy: 'Nothing was changed. Get the file again from who made it.',
      };
    case 'bundle-untrusted':
      return {
        title: `The bundle is signed by ${problem.signer}, whose key is not known here`,
        detail: `${problem.file} is whole, and signed with key ${problem.key}. A signature tells who made it, not that it is safe.`,
        remedy: `Ask ${problem.signer} whether this is the id of the key (\`berth db keys\` shows it there), then import with --trust ${problem.key}.`,
      };
    case 'bundle-key-changed':
      return {
        title: `The bundle is not signed with the key of ${problem.signer}`,
        detail: `${problem.file}: expected key ${problem.expected}, found ${problem.found}. Nothing was changed.`,
        remedy: `Ask ${problem.signer}. If the key was really replaced: \`berth db keys --forget ${problem.expected}\`, then import again.`,
      };
    case 'bundle-foreign':
      return {
        title: `The bundle is of project ${problem.project}`,
        detail: `${problem.file}: this project is ${problem.expected}.`,
        remedy: `If its data is wanted here: import with --from-project ${problem.project}.`,
      };
    case 'bundle-server':
      return {
        title: 'The bundle is of another server or version',
        detail: `${problem.file} was written by ${problem.found}; ${problem.image} brings ${problem.wanted}. Nothing was changed.`,
        remedy: `Import it where the database runs ${problem.found}, bring it to this version there with \`berth db upgrade\`, and export it again.`,
      };
    case 'seed-missing':
      return {
        title: 'The seed of this project is not there',
        detail: `berth.yaml names ${problem.file}. Nothing was changed.`,
        remedy:
          'Get the file: from the checkout (with Git LFS: `git lfs pull`), or from who keeps it. A reset without it: take `seed:` out of berth.yaml.',
      };
    case 'seed-signer':
      return {
        title: 'The seed is not signed with the key that berth.yaml names',
        detail: `${problem.file}: expected key ${problem.expected}, found ${problem.found} of ${problem.signer}. Nothing was changed.`,
        remedy: `Get the file that belongs to this berth.yaml. If the team signs with that key now, whoever keeps berth.yaml writes \`signer: "${problem.found}"\` there.`,
      };
    case 'seed-foreign':
      return {
        title: `The seed is of project ${problem.project}`,
        detail: `${problem.file}: this project is ${problem.expected}. Nothing was changed.`,
        remedy: `If its data is wanted here: write \`from_project: ${problem.project}\` beside \`bundle:\` in berth.yaml.`,
      };
    case 'password-not-set':
      return {
        title: `The role of ${problem.service} could not be given its password`,
        detail: `Its data came from another machine, with the password of that one. Setting its own ended with ${problem.exitCode}: ${problem.log.join(' ') || 'it said nothing'}`,
        remedy: `The server has to let the role of POSTGRES_USER in on its own socket (\`local all all trust\` in pg_hba.conf, as the official images have it), and the data has to have that role. Where it cannot: set the password where the bundle is made to the one that is used here.`,
      };
    case 'seed-forbidden':
      return {
        title: `Seed data is not allowed in ${problem.environment}`,
        detail: 'The profile does not set `seed: true` for this environment.',
        remedy: null,
      };
    case 'reset-forbidden':
      return {
        title: `The data of the database is left alone in ${problem.environment}`,
        detail: 'Reset, undo, snapshots, bundles and upgrades are for local and ci.',
        remedy: null,
      };
    case 'nothing-to-undo':
      return {
        title: 'There is nothing to undo',
        detail: 'The database is on its first generation.',
        remedy: null,
      };
    default:
      return assertNever(problem);
  }
}
