import type { KeyView } from '../../../src-main/contract/view.ts';
import type { Column } from '../../design/data/Table.tsx';
import { Badge } from '../../design/status/Badge.tsx';
import { StatusDot } from '../../design/status/StatusDot.tsx';

/** The columns of the table of keys. */
export const keyColumns: readonly Column<KeyView>[] = [
  { id: 'name', title: 'Key', width: '32%', cell: nameCell },
  { id: 'value', title: 'Value', width: '26%', cell: valueCell },
  { id: 'origin', title: 'Origin', width: '24%', cell: originCell },
  { id: 'used', title: 'Used by', cell: ({ usedBy }) => usedBy.join(', ') || '–' },
];

function nameCell({ name, describe, problems, required }: KeyView) {
  return (
    <div className="key-name" title={describe}>
      <span className="key-line">
        {problems.length > 0 && <StatusDot state="failed" label="has a problem" labelHidden />}
        <code>{name}</code>
        {required && <span className="key-required">required</span>}
      </span>
      <span className="key-describe">{describe}</span>
    </div>
  );
}

function valueCell({ secret, value, type }: KeyView) {
  if (secret) return <Badge>secret</Badge>;
  return (
    <div className="key-name">
      {value === null ? <span className="key-describe">no value</span> : <code title={value}>{value}</code>}
      <span className="key-describe">{type}</span>
    </div>
  );
}

function originCell({ origin, shadowed }: KeyView) {
  return (
    <div className="key-name">
      <span>{origin ?? 'nowhere'}</span>
      {shadowed.length > 0 && <span className="key-describe">over {shadowed.join(', ')}</span>}
    </div>
  );
}
