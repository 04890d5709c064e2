import { plainValue } from './plain-value.ts';
import { byCodePoint } from './encode.ts';
import type { LoadInput } from './load-input.ts';
import { loadProject } from './load-project.ts';
import { normalise } from './normalise.ts';
import { type Findings, openProject } from './open-project.ts';

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
  const { problems, warnings, wants } = findings();
  const written = plainValue(whole) as Record<string, unknown>;
  // The name of a project is one of the things that are implied.
  const project = sorted(input.skipsImplied === true ? written : { ...written, name }) as Readonly<
    Record<string, unknown>
  >;
  return { project: problems.length > 0 || wants.length > 0 ? null : project, problems, warnings, wants };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => byCodePoint(a, b));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
