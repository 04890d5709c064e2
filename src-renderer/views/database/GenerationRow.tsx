import { Undo2 } from 'lucide-react';
import type { GenerationView } from '../../../src-main/contract/view.ts';
import { Badge } from '../../design/status/Badge.tsx';
import { StatusDot } from '../../design/status/StatusDot.tsx';
import { ageText } from '../words/duration.ts';

export type GenerationRowProps = {
  readonly generation: GenerationView;
  readonly undoTarget: boolean;
  readonly now: number;
};

/** One generation: its number, its volume on the engine, its age, and what part it plays. */
export function GenerationRow({ generation, undoTarget, now }: GenerationRowProps) {
  const { number, volume, createdAt, current } = generation;
  return (
    <li className="generation" aria-current={current || undefined}>
      <span className="generation-number">{number}</span>
      <span className="generation-about">
        <code>{volume}</code>
        <span
          className="generation-age"
          title={createdAt === null ? undefined : new Date(createdAt).toLocaleString()}
        >
          {createdAt === null ? 'age not known' : `made ${ageText(now - createdAt)} ago`}
        </span>
      </span>
      {current && <StatusDot state="healthy" label="live" />}
      {undoTarget && (
        <Badge tone="info" icon={<Undo2 aria-hidden="true" />}>
          Undo returns here
        </Badge>
      )}
    </li>
  );
}
