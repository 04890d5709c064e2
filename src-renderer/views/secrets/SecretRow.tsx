import { EllipsisVertical, Trash2, WandSparkles } from 'lucide-react';
import type { SecretView } from '../../../src-main/contract/view.ts';
import { IconButton } from '../../design/actions/IconButton.tsx';
import { Menu, type MenuEntry } from '../../design/actions/Menu.tsx';
import { SecretField } from '../../design/input/SecretField.tsx';
import { Badge } from '../../design/status/Badge.tsx';
import { StatusDot } from '../../design/status/StatusDot.tsx';
import { Tooltip } from '../../design/overlay/Tooltip.tsx';

export type SecretRowProps = {
  readonly secret: SecretView;
  readonly busy: boolean;
  readonly onSet: (name: string, value: string) => void;
  readonly onGenerate: (name: string) => void;
  readonly onForget: (name: string) => void;
};

/** One secret: its name and use at the start, whether it is set and how to set it at the end. */
export function SecretRow({ secret, busy, onSet, onGenerate, onForget }: SecretRowProps) {
  const { name, describe, status, usedBy, delivery } = secret;
  return (
    <li className="secret" data-status={status}>
      <div className="secret-about">
        <div className="secret-name">
          <StatusDot
            state={status === 'missing' ? 'attention' : 'healthy'}
            label={status === 'missing' ? 'missing' : 'set'}
            labelHidden
          />
          <code>{name}</code>
          <Tooltip text={deliveryTexts[delivery]}>
            <span>
              <Badge tone={delivery === 'env' ? 'neutral' : 'good'}>{delivery}</Badge>
            </span>
          </Tooltip>
        </div>
        <p>{describe}</p>
        <p className="secret-use">
          {usedBy.length === 0 ? 'Used by no service' : `Used by ${usedBy.join(', ')}`}
        </p>
      </div>
      {status === 'composed' ? (
        <p className="secret-composed">Composed from other keys</p>
      ) : (
        <SecretField
          key={status}
          label={name}
          labelHidden
          isSet={status === 'set'}
          setNote={secret.origin === null ? 'set' : `from ${originTexts[secret.origin] ?? secret.origin}`}
          busy={busy}
          onSubmit={(value) => onSet(name, value)}
        />
      )}
      <Menu
        align="end"
        trigger={<IconButton label={`More for ${name}`} icon={<EllipsisVertical aria-hidden="true" />} />}
        entries={entriesOf(secret, onGenerate, onForget)}
      />
    </li>
  );
}

const deliveryTexts = {
  env: 'Handed over as an environment variable: whoever may use the engine can see it',
  file: 'Handed over as a file in memory, mounted read-only',
} as const;

const originTexts: Readonly<Record<string, string>> = {
  'environment variable': 'an environment variable',
  keychain: 'the keychain',
};

function entriesOf(
  { name, status, canGenerate }: SecretView,
  onGenerate: (name: string) => void,
  onForget: (name: string) => void,
): readonly MenuEntry[] {
  return [
    {
      kind: 'action',
      label: status === 'set' ? 'Generate a new value' : 'Generate',
      icon: <WandSparkles aria-hidden="true" />,
      disabledReason: canGenerate ? null : 'The profile has no rule to generate it',
      onSelect: () => onGenerate(name),
    },
    { kind: 'separator' },
    {
      kind: 'action',
      label: 'Forget',
      icon: <Trash2 aria-hidden="true" />,
      danger: status === 'set',
      disabledReason: status === 'set' ? null : 'It is not stored',
      onSelect: () => onForget(name),
    },
  ];
}
