import type { FileObjectModel, Model } from '../compose/model.ts';
import type { RequestTexts } from './security-options.ts';

/** The key under which the value of a variable stands among the texts of requests: no path of a Compose file begins so. */
export const variableKey = (name: string): string => `\${${name}}`;

/** The content of a config or secret: its own, or that of the variable it comes from. undefined: it is a file, or not set. */
export const contentOf = (object: FileObjectModel | undefined, texts: RequestTexts): string | undefined =>
  object?.content ?? (object?.environment === undefined ? undefined : texts[variableKey(object.environment)]);

/**
 * The values of variables that configs and secrets come from (`environment: NAME`), as the project has them: a secret as its
 * sealed reference. One that is not set is warned of: docker compose 2.40 does not start a service that uses it.
 */
export function variableTexts(
  model: Model | null,
  values: Readonly<Record<string, string>>,
): { readonly texts: RequestTexts; readonly warnings: readonly string[] } {
  const texts: Record<string, string> = {};
  const warnings: string[] = [];
  for (const [kind, objects] of [
    ['secret', model?.secrets],
    ['config', model?.configs],
  ] as const) {
    for (const [name, { environment }] of Object.entries(objects ?? {})) {
      if (environment === undefined) continue;
      const value = values[environment];
      if (value === undefined)
        warnings.push(
          `The ${kind} ${name} comes from ${environment}, which is not set: no service that uses it is started.`,
        );
      else texts[variableKey(environment)] = value;
    }
  }
  return { texts, warnings };
}
