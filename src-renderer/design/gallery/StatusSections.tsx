import { Boxes, GitCommitHorizontal } from 'lucide-react';
import { Button } from '../actions/Button.tsx';
import { Badge } from '../status/Badge.tsx';
import { Callout, calloutKinds } from '../status/Callout.tsx';
import { EmptyState } from '../status/EmptyState.tsx';
import { notify } from '../status/notify.ts';
import { ProgressBar } from '../status/ProgressBar.tsx';
import { Skeleton } from '../status/Skeleton.tsx';
import { Sparkline } from '../status/Sparkline.tsx';
import { StatusDot } from '../status/StatusDot.tsx';
import { statusStates } from '../status/status-state.ts';
import { tones } from '../tone.ts';
import { Row, Section } from './Section.tsx';

/** Every state of a mark in every size, and badges in every tone. */
export function StatusSection() {
  return (
    <Section name="StatusDot, Badge">
      {([12, 14, 16, 20] as const).map((size) => (
        <Row key={size} name={`mark ${size}`}>
          {statusStates.map((state) => (
            <StatusDot key={state} state={state} label={state} size={size} />
          ))}
        </Row>
      ))}
      <Row name="badge">
        {tones.map((tone) => (
          <Badge key={tone} tone={tone}>
            {tone}
          </Badge>
        ))}
        <Badge icon={<GitCommitHorizontal aria-hidden="true" />} mono>
          3f9c2ab
        </Badge>
        <Badge tone="good" mono>
          :8000
        </Badge>
      </Row>
    </Section>
  );
}

const rising = [2, 3, 3, 5, 4, 6, 9, 8, 12, 11, 14, 13, 18, 16, 21];
const calm = [4, 4, 5, 4, 4, 4, 5, 5, 4, 4, 5, 4, 4, 5, 4];

/** Progress, trends and placeholders. */
export function ProgressSection() {
  return (
    <Section name="ProgressBar, Sparkline, Skeleton">
      <Row name="progress">
        <ProgressBar label="Pulling postgres:16" value={0.42} detail="34 of 80 MB" />
        <ProgressBar label="Waiting for db" value={null} detail="2.1 s" />
        <ProgressBar label="Done" value={1} tone="good" detail="4.1 s" />
        <ProgressBar label="Slower than usual" value={0.7} tone="warn" />
        <ProgressBar label="Failed" value={0.3} tone="bad" detail="exit code 1" />
      </Row>
      <Row name="sparkline">
        <Sparkline values={rising} label="Memory, rising" />
        <Sparkline values={calm} max={20} label="CPU, calm" tone="neutral" />
        <Sparkline values={rising} label="Queue" tone="warn" width={120} height={28} />
        <Sparkline values={[...calm, ...rising]} label="Errors" tone="bad" width={120} height={28} />
        <Sparkline values={[]} label="No values yet" />
      </Row>
      <Row name="skeleton">
        <Skeleton width="140px" />
        <Skeleton width="14px" height="14px" shape="disc" />
        <Skeleton width="160px" height="48px" shape="block" />
      </Row>
    </Section>
  );
}

/** Callouts of every kind, toasts, empty states. */
export function MessageSection() {
  return (
    <Section name="Callout, Toast, EmptyState">
      {calloutKinds.map((kind) => (
        <Callout
          key={kind}
          kind={kind}
          title={`This is ${kind}`}
          detail="Port 5432 of db is taken by another program (postgres, 1204)."
          remedy="Stop what holds it, or set DB_PORT to another port: 5433 is free."
          actions={kind === 'problem' ? <Button size="small">Use 5433</Button> : undefined}
        />
      ))}
      <Callout kind="warn" title="One line, dismissible" onDismiss={() => {}} />
      <Row name="toast">
        <Button onClick={() => notify({ tone: 'info', title: 'Something to know' })}>Info</Button>
        <Button onClick={() => notify({ tone: 'good', title: 'Up in 2.1 s', detail: '6 of 6 green' })}>
          Good
        </Button>
        <Button onClick={() => notify({ tone: 'warn', title: 'Slower than usual' })}>Warn</Button>
        <Button
          onClick={() =>
            notify({
              tone: 'bad',
              title: 'Up failed',
              detail: 'api stopped with exit code 1',
              action: { label: 'Logs', onSelect: () => {} },
            })
          }
        >
          Bad
        </Button>
      </Row>
      <EmptyState
        icon={<Boxes aria-hidden="true" />}
        title="No services yet"
        detail="The Compose file declares none. Add one under services and it appears here at once."
        actions={<Button>Open the folder</Button>}
      />
    </Section>
  );
}
