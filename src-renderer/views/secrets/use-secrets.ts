import { useState } from 'react';
import type { SecretView } from '../../../src-main/contract/view.ts';
import { notify } from '../../design/status/notify.ts';
import type { Failure, Outcome } from '../../store/outcome.ts';
import { useLoaded } from '../../store/use-loaded.ts';
import { useIntents } from '../../store/use-window.ts';

export type Secrets = {
  /** Null until they were read once. */
  readonly list: readonly SecretView[] | null;
  readonly failure: Failure | null;
  readonly loading: boolean;
  /** The name of the secret something is done with now; `all` for all that are missing. */
  readonly busy: string | null;
  readonly set: (name: string, value: string) => void;
  readonly generate: (name: string | null) => void;
  readonly forget: (name: string) => void;
  readonly dismiss: () => void;
};

/** The list of secrets and what one can do with them; read again after each change. */
export function useSecrets(): Secrets {
  const intents = useIntents();
  const [loaded, again] = useLoaded(intents.secrets);
  const [busy, setBusy] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const act = async <T>(name: string, work: Promise<Outcome<T>>, done: (value: T) => string) => {
    setBusy(name);
    const outcome = await work;
    setBusy(null);
    again();
    if (!outcome.ok) return setFailure(outcome.error);
    setFailure(null);
    notify({ tone: 'good', title: done(outcome.value) });
  };
  return {
    list: loaded.value,
    failure: failure ?? loaded.failure,
    loading: loaded.loading,
    busy,
    set: (name, value) => void act(name, intents.setSecret(name, value), () => `${name} is set`),
    generate: (name) => void act(name ?? 'all', intents.generateSecrets(name), generatedText),
    forget: (name) => void act(name, intents.forgetSecret(name), () => `${name} is forgotten`),
    dismiss: () => setFailure(null),
  };
}

function generatedText(names: readonly string[]): string {
  const [only] = names;
  return names.length === 1 && only !== undefined ? `${only} is set` : `${names.length} secrets are set`;
}
