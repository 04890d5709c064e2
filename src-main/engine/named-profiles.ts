import type { Problem } from '../contract/problem.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import type { LoadInput } from '../core/compose/load-input.ts';
import { loadModel } from '../core/compose/load.ts';
import { loadUninterpolated } from '../core/compose/load-uninterpolated.ts';
import type { Model, ServiceModel } from '../core/compose/model.ts';
import type { Files } from '../ports/files.ts';
import { loadWhole } from './load-whole.ts';

type Written = Readonly<Record<string, Pick<ServiceModel, 'profiles'>>>;

/**
 * The model in which services that were named are on: to name one turns its profiles on, as in docker compose. Where all are on
 * already nothing is read again. Problems: those of the files, which more services may have more of.
 */
export async function withNamedProfiles(
  files: Files,
  input: LoadInput | null,
  model: Model,
  names: readonly string[],
): Promise<Result<Model, readonly Problem[]>> {
  const off = names.filter((name) => model.disabled.includes(name));
  if (off.length === 0 || input === null) return ok(model);
  const whole = await loadWhole(files, input, loadUninterpolated);
  if (whole.project === null) return fail(whole.problems);
  const written = (whole.project['services'] ?? {}) as Written;
  const profiles = [...input.profiles, ...off.flatMap((name) => written[name]?.profiles ?? [])];
  const loaded = await loadWhole(files, { ...input, profiles }, loadModel);
  return loaded.model === null || loaded.problems.length > 0 ? fail(loaded.problems) : ok(loaded.model);
}
