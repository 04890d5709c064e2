import { plainValue } from './plain-value.ts';
import { byCodePoint } from './key-order.ts';
import type { LoadInput } from './load-input.ts';
import { loadProject } from './load-project.ts';
import { keyedLists } from './uniqueness.ts';
import { normalise } from './normalise.ts';
import { type Findings, openProject } from './open-project.ts';
import type { ProjectContext } from './project-context.ts';
import { fieldOf, fieldsOf, type Tree } from './tree.ts';

/** `project` is plain data, null exactly when there are problems or wants. */
export type Uninterpolated = Findings & { readonly project: Readonly<Record<string, unknown>> | null };

/**
 * A project with its variables as they are written: `docker compose config --no-interpolate`. Every service is there,
 * whatever its profile, and what a variable keeps from being read stays in its short form.
 */
export function loadUninterpolated(input: LoadInput): Uninterpolated {
  const { name, sources, context, findings } = openProject(input, 'kept');
  const { root } = loadProject(sources, context);
  const how = { name, lookup: context.lookup, faults: context.faults };
  const whole = input.skipsImplied === true ? root : normalise(root, how);
  refuseLimitTexts(root, context);
  const { problems, warnings, wants } = findings();
  const plain = plainValue(whole, keyedLists) as Record<string, unknown>;
  const written = input.skipsImplied === true ? plain : withEmptied(plain);
  // The name of a project is one of the things that are implied.
  const project = sorted(input.skipsImplied === true ? written : { ...written, name }) as Readonly<
    Record<string, unknown>
  >;
  return { project: problems.length > 0 || wants.length > 0 ? null : project, problems, warnings, wants };
}

/** A limit that is a text, such as one that waits for its variable, is none to compose. */
function refuseLimitTexts(root: Tree, { faults }: ProjectContext): void {
  for (const [service, { value }] of fieldsOf(fieldOf(root, 'services')))
    for (const [name, limit] of fieldsOf(fieldOf(value, 'ulimits')))
      if (limit.value.kind === 'text')
        faults.refuse(limit.value.at, `services.${service}.ulimits.${name}: expected a number, found a text`);
}

/** Lists of variables are made anew once more, and none is left where they have no item. */
function withEmptied(project: Record<string, unknown>): Record<string, unknown> {
  const services = Object.entries(asRecord(project['services'])).map(([name, service]) => {
    const { build, environment } = asRecord(service);
    const made = { ...asRecord(service) };
    if (isEmptyList(environment)) made['environment'] = undefined;
    if (isEmptyList(asRecord(build)['args'])) made['build'] = { ...asRecord(build), args: undefined };
    return [name, made];
  });
  return services.length === 0 ? project : { ...project, services: Object.fromEntries(services) };
}

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => byCodePoint(a, b));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
