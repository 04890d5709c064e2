import { run } from './command.ts';
import { engineMirrors } from './engine-finding.ts';
import { alone } from './lock.ts';
import { notice } from './notice.ts';
import { canInstallPackages, ensurePackages } from './packages.ts';
import { pullOfficial, publicRegistryAnswers } from './public-registry.ts';
import { ensureRegistry, registryUrl } from './registry.ts';
import { makeStandIn } from './stand-in-build.ts';
import { baseImage, recipeHash, recipeLabel, type StandInName } from './stand-ins.ts';

export type ImagesState =
  | { readonly ready: true; readonly standIns: readonly StandInName[] }
  | { readonly ready: false; readonly remedy: string };

/**
 * Makes sure that the engine has these images under their official names: those it has stay; the rest is pulled from
 * the public registry where that answers. Where it does not, stand-ins are built from Debian's packages. Returns which
 * of the images are stand-ins; whoever calls this for a person says so (`standInLine`).
 */
export async function ensureImages(names: readonly StandInName[]): Promise<ImagesState> {
  const failure = (await missingOf(names)).length === 0 ? null : await alone('images', () => provide(names));
  if (failure !== null) return { ready: false, remedy: failure };
  const present = await inspect(names);
  return { ready: true, standIns: present.filter((image) => image.recipe !== '').map((image) => image.name) };
}

/** The one line that says that stand-ins are used; null where all images are the official ones. */
export const standInLine = (standIns: readonly StandInName[]): string | null =>
  standIns.length === 0
    ? null
    : `images: stand-ins built from Debian's packages are used for ${standIns.join(', ')}`;

/** Gets what is missing. Returns what the person has to do, or null. */
async function provide(names: readonly StandInName[]): Promise<string | null> {
  const missing = await missingOf(names);
  if (missing.length === 0) return null;
  const canBuild = canInstallPackages();
  if (!canBuild || (await publicRegistryAnswers())) {
    const failure = await pullOfficial(missing);
    if (failure === null) return null;
    if (!canBuild)
      return `${failure}\nConnect to a network that reaches Docker Hub, or sign in with docker login.`;
    notice(`${failure}; building stand-ins instead`);
  }
  await buildStandIns(missing);
  return null;
}

async function buildStandIns(missing: readonly StandInName[]): Promise<void> {
  notice(
    `no public registry is used; making ${missing.join(', ')} from Debian's packages (takes two minutes once)`,
  );
  await ensurePackages(['debootstrap']);
  const throughMirror = (await engineMirrors()).some((mirror) => mirror.startsWith(registryUrl));
  if (throughMirror) await ensureRegistry();
  if ((await missingOf([baseImage])).length > 0) await makeStandIn(baseImage, throughMirror);
  await Promise.all(
    missing.filter((name) => name !== baseImage).map((name) => makeStandIn(name, throughMirror)),
  );
}

/** Those that the engine does not have, and stand-ins of an older recipe. An official image is never replaced. */
async function missingOf(names: readonly StandInName[]): Promise<readonly StandInName[]> {
  const present = new Map((await inspect(names)).map((image) => [image.name, image.recipe]));
  return names.filter((name) => {
    const recipe = present.get(name);
    return recipe === undefined || (recipe !== '' && recipe !== recipeHash(name));
  });
}

type Present = { readonly name: StandInName; readonly recipe: string };

/** The images that are there; `recipe` is empty for an official one. */
async function inspect(names: readonly StandInName[]): Promise<readonly Present[]> {
  const format = `{{json .RepoTags}} {{with index .Config.Labels "${recipeLabel}"}}{{.}}{{end}}`;
  const { stdout } = await run('docker', ['image', 'inspect', '--format', format, ...names]);
  return stdout
    .trim()
    .split('\n')
    .filter(Boolean)
    .flatMap((line) => {
      const [tags = '', recipe = ''] = line.split(' ');
      return names.filter((name) => tags.includes(`"${name}"`)).map((name) => ({ name, recipe }));
    });
}
