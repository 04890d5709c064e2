import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import { addStep, type Draft, emptyDraft, finishDraft } from '../plan/draft.ts';
import { type Database, databaseOf } from '../plan/generation-input.ts';
import { generationLabels, type Generation } from '../plan/generations.ts';
import { removeLeftovers } from '../plan/leftovers.ts';
import type { Plan } from '../plan/plan.ts';
import { prepareImage, type Prepared } from '../plan/prepare.ts';
import type { ContainerRequest } from '../plan/requests.ts';
import { switchPrepared } from '../plan/switch-prepared.ts';
import { currentPhysical } from '../plan/up-input.ts';
import { nextGeneration } from './add-copy.ts';
import { addStops, heldBy, writersOf } from './at-rest.ts';
import type { DatabaseInput } from './database-input.ts';
import { databaseImage } from './export.ts';
import { upgradeSource } from './live-source.ts';
import { copierName, ownLabels, stageName } from './names.ts';
import { majorOf } from './server-version.ts';
import { dumpScript, loadScript, type UpgradeScript } from './upgrade-scripts.ts';

/** Data of one server version that is to be had by another. */
export type Upgrade = {
  /** Versions as the data and the image tell them, e.g. `15` and `17`. */
  readonly found: string;
  readonly wanted: string;
  /** Reference of an image with the server that wrote the data. */
  readonly oldImage: string;
  /** Whether it is on the engine. */
  readonly oldImageThere: boolean;
};

/**
 * Takes the live data to the server version that the image brings: dumped by the old server, loaded by the new one into the next
 * generation, counted on both sides; then that is made live. The old generation is not written to, and is the undo. No step:
 * the versions are the same. Problems: server-version where the image is older than the data, and those of a database that
 * cannot be moved.
 */
export function planUpgrade(input: DatabaseInput, upgrade: Upgrade | null): Result<Plan, readonly Problem[]> {
  const found = databaseOf(input);
  if (!found.ok) return fail([found.error]);
  const database = found.value;
  const draft = emptyDraft();
  if (upgrade === null) return ok(finishDraft(draft, 'upgrade', true));
  const backwards = Number(majorOf(upgrade.wanted)) < Number(majorOf(upgrade.found));
  if (backwards) return fail([older(input, database, upgrade)]);
  const { rule, generations } = database;
  const live = currentPhysical(generations);
  const held = live === null ? [] : heldBy(input, live);
  if (held.length > 0) return fail(held);
  removeLeftovers(draft, input);
  const to = nextGeneration(input, database);
  const stage = addVolumes(draft, input, database, to);
  const images = addImages(draft, input, database, upgrade);
  const from = live ?? to.physical;
  const writers = writersOf(input, database, from).filter(({ service }) => service === rule.service);
  const stops = addStops(draft, writers, 'a dump is made of a database at rest', [...images, ...stage.made]);
  const parts = { draft, input, database, upgrade };
  const dump = { image: upgrade.oldImage, script: dumpScript, at: ['from', 'stage'] } as const;
  const dumped = addFill(parts, { ...dump, from, to: stage.name }, [...stops, ...images, ...stage.made]);
  const load = { image: databaseImage(input, database), script: loadScript, at: ['stage', 'to'] } as const;
  const loaded = addFill(parts, { ...load, from: stage.name, to: to.physical }, [dumped]);
  const { problems, pointer } = switchPrepared({ draft, input, database, to, ready: [loaded] });
  if (problems.length > 0) return fail(problems);
  addStep(draft, {
    service: null,
    because: 'it was needed on the way only',
    after: [pointer],
    action: { do: 'delete volume', volume: generations.volume, physical: stage.name },
    optional: true,
  });
  draft.loses.push(
    `The database goes on with version ${upgrade.wanted} on generation ${to.number}, as a copy by dump. The data of generation ${generations.current} is kept as version ${upgrade.found} wrote it: with an image of that version, undo brings it back.`,
  );
  return ok({
    ...finishDraft(draft, 'upgrade', true),
    before: { service: rule.service, image: upgrade.oldImage },
  });
}

function older(input: DatabaseInput, database: Database, { found, wanted }: Upgrade): Problem {
  const volume = currentPhysical(database.generations) ?? '';
  const { service } = database.rule;
  return { kind: 'server-version', service, image: databaseImage(input, database), wanted, found, volume };
}

type Stage = { readonly name: string; readonly made: readonly number[] };

function addVolumes(draft: Draft, input: DatabaseInput, { generations }: Database, to: Generation): Stage {
  const { volume } = generations;
  const declared = input.model.volumes[volume];
  const name = stageName(declared?.name ?? volume, to.number);
  const options = {
    ...(declared?.driver === undefined ? {} : { Driver: declared.driver }),
    ...(declared?.driver_opts === undefined ? {} : { DriverOpts: declared.driver_opts }),
  };
  const project = input.model.name;
  const stage = { Name: name, ...options, Labels: ownLabels(project, volume, { 'berth.stage': name }) };
  const next = { Name: to.physical, ...options, Labels: generationLabels(project, volume, to.number) };
  const made = [
    ['for the dump', stage] as const,
    [`generation ${to.number} of the database`, next] as const,
  ].map(([because, request]) =>
    addStep(draft, { service: null, because, after: [], action: { do: 'create volume', request } }),
  );
  return { name, made };
}

function addImages(
  draft: Draft,
  input: DatabaseInput,
  { rule }: Database,
  { oldImage, oldImageThere }: Upgrade,
): readonly number[] {
  const prepared: Prepared = new Map();
  prepareImage(draft, prepared, input, rule.service, true);
  const because = 'it has the server that wrote the data';
  const action = { do: 'pull image', image: oldImage, platform: null } as const;
  const pulled = oldImageThere ? [] : [addStep(draft, { service: null, because, after: [], action })];
  return [...prepared.values(), ...pulled];
}

type FillParts = {
  readonly draft: Draft;
  readonly input: DatabaseInput;
  readonly database: Database;
  readonly upgrade: Upgrade;
};

type Fill = {
  readonly image: string;
  readonly script: UpgradeScript;
  /** The engine's names of what is read and what is filled. */
  readonly from: string;
  readonly to: string;
  /** Where the script has them, below /berth. */
  readonly at: readonly [from: string, to: string];
};

/** A container that fills a volume, and whose exit code says that it is whole, as that of a copier does. */
function addFill(
  { draft, input, database, upgrade }: FillParts,
  fill: Fill,
  after: readonly number[],
): number {
  const { volume } = database.generations;
  const source = upgradeSource(upgrade.found);
  const request = fillRequest(input, database, fill, source);
  const because = `from version ${upgrade.found} to ${upgrade.wanted}`;
  const action = { do: 'copy data', request, volume, from: fill.from, to: fill.to, source } as const;
  return addStep(draft, { service: database.rule.service, because, after, action });
}

function fillRequest(
  input: DatabaseInput,
  { rule, generations }: Database,
  { image, script, from, to, at }: Fill,
  source: string,
): ContainerRequest {
  const service = input.model.services[rule.service];
  const target = service?.volumes?.find(({ source: name }) => name === rule.volume)?.target ?? '';
  return {
    name: copierName(to),
    platform: service?.platform ?? null,
    files: [],
    body: {
      Image: image,
      User: '0:0',
      Entrypoint: ['/bin/sh', '-c', script.asRoot, 'berth', script.asServer, target],
      Cmd: [],
      Env: Object.entries(service?.environment ?? {}).map(([key, value]) =>
        value === null ? key : `${key}=${value}`,
      ),
      Healthcheck: { Test: ['NONE'] },
      Labels: ownLabels(input.model.name, generations.volume, {
        'berth.copy.to': to,
        'berth.copy.from': from,
        'berth.copy.source': source,
      }),
      HostConfig: {
        NetworkMode: 'none',
        Mounts: [
          { Type: 'volume', Source: from, Target: `/berth/${at[0]}`, ReadOnly: true },
          { Type: 'volume', Source: to, Target: `/berth/${at[1]}`, VolumeOptions: { NoCopy: true } },
        ],
        SecurityOpt: ['no-new-privileges'],
      },
    },
  };
}
