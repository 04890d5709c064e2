import type { ServiceName } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import { firstContainer, lendersOf } from './made-containers.ts';
import type { UpInput } from './up-input.ts';

/** Services that borrow a namespace or volumes from one that is not part of the plan and has no container either. */
export function missingLenders(
  { model, observed }: Pick<UpInput, 'model' | 'observed'>,
  services: readonly ServiceName[],
): Problem[] {
  const planned = new Set(services);
  return services.flatMap((name) =>
    lendersOf(model.services[name] ?? { command: null, entrypoint: null })
      .filter((lender) => !planned.has(lender) && firstContainer(observed.containers, lender) === null)
      .map((lender): Problem => ({ kind: 'lender-missing', service: name, lender })),
  );
}
