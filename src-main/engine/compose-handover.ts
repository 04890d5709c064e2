import type { Problem } from '../contract/problem.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import type { Model } from '../core/compose/model.ts';
import { printModel } from '../core/compose/print.ts';
import type { PhysicalVolumes } from '../core/plan/mounts.ts';
import { mapStrings, sealedNamesIn, unseal } from '../core/secrets/sealed.ts';
import type { SecretSource } from '../ports/secret-source.ts';
import type { ComposeHandover } from './desk.ts';

export type HandoverInput = {
  readonly docker: string;
  readonly verb: string;
  readonly model: Model;
  readonly hasProfile: boolean;
  /** Where logical volumes lie now, by key in the Compose file. */
  readonly physical: PhysicalVolumes;
  readonly secrets: SecretSource;
};

/** Verbs of docker compose that read the model to make or change something. */
const making = new Set([
  'up',
  'create',
  'run',
  'start',
  'restart',
  'watch',
  'scale',
  'build',
  'pull',
  'push',
]);

/**
 * What docker compose needs to see the project that Berth sees (decision 0004). Verbs that make something get the resolved
 * model with values on standard input, `config` gets it with references, others work from labels alone.
 */
export async function composeHandover(
  input: HandoverInput,
): Promise<Result<ComposeHandover, readonly Problem[]>> {
  const { docker, model } = input;
  const files = model.files.flatMap((file) => ['-f', file]);
  if (!input.hasProfile)
    return ok({
      docker,
      arguments: ['compose', '--project-directory', model.workingDir, ...files],
      stdin: null,
    });
  const base = ['compose', '-p', model.name];
  const withModel = [...base, '--project-directory', model.workingDir, '-f', '-'];
  const current = onCurrentVolumes(model, input.physical);
  if (input.verb === 'config')
    return ok({ docker, arguments: withModel, stdin: escaped(printModel(current, 'json')) });
  if (!making.has(input.verb)) return ok({ docker, arguments: base, stdin: null });
  const values = await revealAll(model, input.secrets);
  if (!values.ok) return values;
  const revealed = mapStrings(current, (text) => unseal(text, (name) => values.value[name] ?? ''));
  return ok({ docker, arguments: withModel, stdin: escaped(printModel(revealed, 'json')) });
}

/** docker compose interpolates what it reads, so a `$` of the resolved text is doubled. */
const escaped = (text: string): string => text.replaceAll('$', '$$$$');

function onCurrentVolumes(model: Model, physical: PhysicalVolumes): Model {
  const volumes = Object.entries(model.volumes).map(([key, volume]) => {
    const name = physical[key];
    // A later generation is Berth's own: docker compose must use it and never make or remove it.
    return [key, name === undefined || name === volume.name ? volume : { name, external: true }] as const;
  });
  return { ...model, volumes: Object.fromEntries(volumes) };
}

/** The values of all secrets that the model refers to; every one that cannot be had is a problem. */
export async function revealAll(
  value: unknown,
  secrets: SecretSource,
): Promise<Result<Readonly<Record<string, string>>, readonly Problem[]>> {
  const values: Record<string, string> = {};
  const problems: Problem[] = [];
  for (const name of sealedNamesIn(value)) {
    const revealed = await secrets.reveal(name);
    if (revealed.ok) values[name] = revealed.value;
    else problems.push(revealed.error);
  }
  return problems.length > 0 ? fail(problems) : ok(values);
}
