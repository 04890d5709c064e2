import type { Problem } from '../contract/problem.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import type { LoadInput } from '../core/compose/load-input.ts';
import { loadModel } from '../core/compose/load.ts';
import { loadUninterpolated } from '../core/compose/load-uninterpolated.ts';
import type { Model, ServiceModel } from '../core/compose/model.ts';
import { onlyUsed } from '../core/compose/select.ts';
import { nearestName } from '../core/nearest-name.ts';
import type { Files } from '../ports/files.ts';
import { loadWhole } from './load-whole.ts';

type Selected = { readonly model: Model; readonly warnings: readonly string[] };

/** The model of the named services and what they depend on; to name one turns its profiles on. Problem: service-unknown. */
export async function modelOfServices(
  files: Files,
  input: LoadInput,
  names: readonly string[],
): Promise<Result<Selected, readonly Problem[]>> {
  const whole = await loadWhole(files, input, loadUninterpolated);
  if (whole.project === null) return fail(whole.problems);
  const written = (whole.project['services'] ?? {}) as Readonly<
    Record<string, Pick<ServiceModel, 'profiles'>>
  >;
  const unknown = unknownServices(names, Object.keys(written));
  if (unknown.length > 0) return fail(unknown);
  const profiles = names.flatMap((name) => written[name]?.profiles ?? []);
  const given = { ...input, profiles: [...input.profiles, ...profiles] };
  const { model, problems, warnings } = await loadWhole(files, given, loadModel);
  return model === null ? fail(problems) : ok({ model: restrictedTo(model, names), warnings });
}

export function unknownServices(names: readonly string[], known: readonly string[]): readonly Problem[] {
  const unknown = names.filter((name) => !known.includes(name));
  return unknown.map((name) => ({
    kind: 'service-unknown',
    name,
    known: known.toSorted(),
    nearest: nearestName(name, known),
  }));
}

function restrictedTo(model: Model, names: readonly string[]): Model {
  const wanted = new Set(names);
  // A set that grows while it is walked: what is added is walked too.
  for (const name of wanted)
    for (const needed of Object.keys(model.services[name]?.depends_on ?? {})) wanted.add(needed);
  const services = Object.entries(model.services).filter(([name]) => wanted.has(name));
  const { models, ...used } = onlyUsed({ models: {}, ...model }, Object.fromEntries(services));
  return { ...model, ...used, ...(model.models === undefined ? {} : { models }) };
}
