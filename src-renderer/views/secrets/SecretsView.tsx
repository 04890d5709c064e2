import { KeyRound, WandSparkles } from 'lucide-react';
import { useState } from 'react';
import type { SecretView } from '../../../src-main/contract/view.ts';
import { Button } from '../../design/actions/Button.tsx';
import { Page } from '../../design/layout/Page.tsx';
import { Panel } from '../../design/layout/Panel.tsx';
import { ConfirmDialog } from '../../design/overlay/ConfirmDialog.tsx';
import { EmptyState } from '../../design/status/EmptyState.tsx';
import { Skeleton } from '../../design/status/Skeleton.tsx';
import { FailureCallouts } from '../problems/FailureCallouts.tsx';
import { SecretRow } from './SecretRow.tsx';
import './SecretsView.css';
import { useSecrets } from './use-secrets.ts';

/** The secrets of the project by name: which are set, from where, and how to set them. No value comes back here. */
export function SecretsView() {
  const { list, failure, loading, busy, set, generate, forget, dismiss } = useSecrets();
  const [forgetting, setForgetting] = useState<string | null>(null);
  const missing = list?.filter(({ status, canGenerate }) => status === 'missing' && canGenerate) ?? [];
  return (
    <Page
      title="Secrets"
      detail="Kept in this machine's keychain and handed to containers at the last moment. No value is ever read back into this window."
      busy={loading}
      actions={
        <Button
          icon={<WandSparkles aria-hidden="true" />}
          disabledReason={missing.length === 0 ? 'Nothing is missing that can be generated' : null}
          busy={busy === 'all'}
          onClick={() => generate(null)}
        >
          {missing.length > 1 ? `Generate ${missing.length} missing` : 'Generate missing'}
        </Button>
      }
      notices={failure !== null && <FailureCallouts failure={failure} onDismiss={dismiss} />}
    >
      <SecretList
        list={list}
        busy={busy}
        onSet={set}
        onGenerate={(name) => generate(name)}
        onForget={setForgetting}
      />
      <ConfirmDialog
        open={forgetting !== null}
        onOpenChange={() => setForgetting(null)}
        title={`Forget ${forgetting ?? ''}?`}
        description="Its value is removed from the keychain. Containers that run keep it until they are created again."
        losses={['The stored value. It cannot be read anywhere else in Berth.']}
        confirmLabel="Forget"
        onConfirm={() => {
          if (forgetting !== null) forget(forgetting);
          setForgetting(null);
        }}
      />
    </Page>
  );
}

type SecretListProps = {
  readonly list: readonly SecretView[] | null;
  readonly busy: string | null;
  readonly onSet: (name: string, value: string) => void;
  readonly onGenerate: (name: string) => void;
  readonly onForget: (name: string) => void;
};

function SecretList({ list, busy, ...rest }: SecretListProps) {
  if (list === null) return <Skeleton height="160px" shape="block" />;
  if (list.length === 0) {
    return (
      <EmptyState
        icon={<KeyRound aria-hidden="true" />}
        title="This project declares no secrets"
        detail="Mark a key with secret: true in berth.yaml, and it is asked for here."
      />
    );
  }
  const set = list.filter(({ status }) => status !== 'missing').length;
  return (
    <Panel title={`${set} of ${list.length} set`} flush>
      <ul className="secrets">
        {list.map((secret) => (
          <SecretRow key={secret.name} secret={secret} busy={busy === secret.name} {...rest} />
        ))}
      </ul>
    </Panel>
  );
}
