import type { BuildModel } from '../compose/model.ts';

export const stampNames = ['GIT_SHA', 'BUILD_DATE', 'APP_VERSION'] as const;

/** What a build is told of itself; null: not known. */
export type BuildStamps = Readonly<Record<(typeof stampNames)[number], string | null>>;

/** The label that says the same of an image, by the conventions of the Open Container Initiative. */
const labelOf = {
  GIT_SHA: 'org.opencontainers.image.revision',
  BUILD_DATE: 'org.opencontainers.image.created',
  APP_VERSION: 'org.opencontainers.image.version',
} as const;

export type Stamped = {
  readonly build: BuildModel;
  readonly labels: Readonly<Record<string, string>>;
};

/**
 * The build arguments GIT_SHA, BUILD_DATE and APP_VERSION, and their labels, for a build that declares them: by an `ARG` of its
 * Dockerfile, or by name under `args`. One that has a value already, other than `unknown`, stays; so does a label of the file's.
 */
export function stampBuild(own: Stamped, dockerfile: string, stamps: BuildStamps): Stamped {
  const given = own.build.args ?? {};
  const news = stampNames.flatMap((name) => {
    const value = stamps[name];
    const isOpen = ['', 'unknown', null, undefined].includes(given[name]);
    const isDeclared =
      name in given || new RegExp(`^\\s*ARG\\s+(?:.*\\s)?${name}(?:=|\\s|$)`, 'im').test(dockerfile);
    return value !== null && isOpen && isDeclared ? [[name, value] as const] : [];
  });
  if (news.length === 0) return own;
  const labels = Object.fromEntries(news.map(([name, value]) => [labelOf[name], value]));
  return {
    build: { ...own.build, args: { ...given, ...Object.fromEntries(news) } },
    labels: { ...labels, ...own.labels },
  };
}
