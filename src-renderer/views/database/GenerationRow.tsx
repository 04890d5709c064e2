import { Lock, LockOpen, Undo2, Zap } from 'lucide-react';
import type { ReactNode } from 'react';
import type { GenerationRole, GenerationView } from '../../../src-main/contract/database-view.ts';
import { Button } from '../../design/actions/Button.tsx';
import { Badge } from '../../design/status/Badge.tsx';
import { StatusDot } from '../../design/status/StatusDot.tsx';
import { bytesText } from '../words/bytes.ts';
import { ageText } from '../words/duration.ts';
import type { DataActions } from './use-data.ts';

export type GenerationRowProps = {
  readonly generation: GenerationView;
  readonly now: number;
  readonly actions: DataActions;
  /** Why nothing can be done now; null: it can. */
  readonly whyNot: string | null;
};

/** One generation: its number, its volume on the engine, its age and size, what part it plays, and what can be done with it. */
export function GenerationRow({ generation, now, actions, whyNot }: GenerationRowProps) {
  const { number, volume, createdAt, current, role, kept } = generation;
  const past = role === 'past' || role === 'undo';
  const restore = () => actions.ask('restore', { name: String(number) }, `Go back to generation ${number}?`);
  return (
    <li className="generation" aria-current={current || undefined}>
      <span className="generation-number">{number}</span>
      <span className="generation-about">
        <code>{volume}</code>
        <span
          className="generation-age"
          title={createdAt === null ? undefined : new Date(createdAt).toLocaleString()}
        >
          {factsOf(generation, now)}
        </span>
      </span>
      {marks[role]}
      {kept && <Badge icon={<Lock aria-hidden="true" />}>kept</Badge>}
      {past && (
        <>
          <Button
            size="small"
            variant="quiet"
            icon={kept ? <LockOpen aria-hidden="true" /> : <Lock aria-hidden="true" />}
            disabledReason={whyNot}
            onClick={() => actions.run('keep', { generation: number, kept: !kept })}
            aria-label={`${kept ? 'Release' : 'Keep'} generation ${number}`}
          >
            {kept ? 'Release' : 'Keep'}
          </Button>
          <Button
            size="small"
            disabledReason={whyNot}
            onClick={restore}
            aria-label={`Go back to generation ${number}`}
          >
            Go back
          </Button>
        </>
      )}
    </li>
  );
}

function factsOf({ createdAt, bytes, server }: GenerationView, now: number): string {
  const age = createdAt === null ? 'age not known' : `made ${ageText(now - createdAt)} ago`;
  return [
    age,
    ...(bytes === null ? [] : [bytesText(bytes)]),
    ...(server === null ? [] : [`server ${server}`]),
  ].join(', ');
}

const marks: Record<GenerationRole, ReactNode> = {
  live: <StatusDot state="healthy" label="live" />,
  undo: (
    <Badge tone="info" icon={<Undo2 aria-hidden="true" />}>
      Undo returns here
    </Badge>
  ),
  ready: <Badge icon={<Zap aria-hidden="true" />}>ready for the next reset</Badge>,
  past: null,
  unused: <Badge>not used</Badge>,
};
