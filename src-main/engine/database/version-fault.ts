import type { Goal } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import type { Model } from '../../core/compose/model.ts';
import { linksOf, snapshotsOf } from '../../core/database/chain.ts';
import { isOtherImage, majorOf } from '../../core/database/server-version.ts';
import type { Generations } from '../../core/plan/generations.ts';
import { imageOf } from '../../core/plan/names.ts';
import type { Observed } from '../../core/plan/observed.ts';
import { currentPhysical } from '../../core/plan/up-input.ts';
import type { Profile } from '../../core/profile/profile.ts';
import type { Docker } from '../../ports/docker.ts';
import type { Journal } from '../journal.ts';
import { readServer } from './read-server.ts';

export type VersionWish = {
  readonly docker: Docker;
  readonly model: Model;
  readonly profile: Profile | null;
  readonly observed: Observed;
  readonly journal: Journal;
  readonly generations: Generations | null;
  readonly goal: Goal;
  /** Of `restore`. */
  readonly name: string | null;
};

type Data = { readonly physical: string; readonly server: string | null };

/**
 * Refuses to start a server on data that another major version of it wrote, before anything is changed: such a server does not
 * start, or spoils the data for the one that wrote it. What the ledger knows is believed where it lets the server start, and looked
 * at before it does not: the volume may have been made anew meanwhile. What it does not know is looked at only where the image is
 * another than the one that ran. Problems: server-version, engine-*.
 */
export async function versionFault(wish: VersionWish): Promise<Result<void, Problem>> {
  const compared = await compareVersions(wish);
  if (!compared.ok || compared.value === null) return compared.ok ? ok(undefined) : compared;
  const { differs, ...told } = compared.value;
  return differs ? fail({ kind: 'server-version', ...told }) : ok(undefined);
}

export type Compared = {
  readonly service: string;
  /** The reference that the file has, and the version of the server that it brings. */
  readonly image: string;
  readonly wanted: string;
  /** Version that wrote the data, and where it lies. */
  readonly found: string;
  readonly volume: string;
  readonly differs: boolean;
};

/** null: one of the two is not known, or there is no data. Problems: engine-*. */
export async function compareVersions(wish: VersionWish): Promise<Result<Compared | null, Problem>> {
  const { model, profile, observed } = wish;
  const rule = profile?.database ?? null;
  const service = rule === null ? undefined : model.services[rule.service];
  if (rule === null || service === undefined) return ok(null);
  const reference = imageOf(model, rule.service, service);
  const image = observed.images[reference] ?? null;
  const wanted = image?.server ?? null;
  const data = dataOf(wish);
  if (wanted === null || data === null) return ok(null);
  const containers = observed.containers.filter(
    (container) => container.service === rule.service && !container.oneOff,
  );
  let { server } = data;
  // What is live ran with the image until now, unless that is another one; of any other data nobody knows.
  const isDoubtful =
    server === null
      ? wish.goal !== 'up' || isOtherImage(image, containers)
      : majorOf(server) !== majorOf(wanted);
  if (isDoubtful) {
    const read = await readServer({
      ...wish,
      project: model.name,
      image: reference,
      physical: data.physical,
    });
    if (!read.ok) return read;
    server = read.value ?? server;
  }
  if (server === null) return ok(null);
  const differs = majorOf(server) !== majorOf(wanted);
  const { physical: volume } = data;
  return ok({ service: rule.service, image: reference, wanted, found: server, volume, differs });
}

/** The data that the goal would start the server on; null where it starts none, or a fresh one. */
function dataOf({ goal, name, journal, generations, observed }: VersionWish): Data | null {
  if (generations === null) return null;
  const chain = { records: journal.records(), generations, volumes: observed.volumes };
  const links = linksOf(chain);
  const there = (physical: string | null): boolean =>
    observed.volumes.some((volume) => volume.name === physical);
  if (goal === 'up' || goal === 'upgrade') {
    const physical = currentPhysical(generations);
    const link = links.find((each) => each.physical === physical) ?? null;
    return there(physical) ? link : null;
  }
  if (goal === 'undo') return links.find(({ role }) => role === 'undo') ?? null;
  if (goal !== 'restore') return null;
  return (
    snapshotsOf(chain).find((snapshot) => snapshot.name === name) ??
    links.find(({ number }) => String(number) === name) ??
    null
  );
}
