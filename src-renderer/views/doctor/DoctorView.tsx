import { RefreshCw } from 'lucide-react';
import type { FindingStatus, FindingView } from '../../../src-main/contract/view.ts';
import { Button } from '../../design/actions/Button.tsx';
import { Page } from '../../design/layout/Page.tsx';
import { Panel } from '../../design/layout/Panel.tsx';
import { Skeleton } from '../../design/status/Skeleton.tsx';
import { useLoaded } from '../../store/use-loaded.ts';
import { useIntents } from '../../store/use-window.ts';
import { FailureCallouts } from '../problems/FailureCallouts.tsx';
import './DoctorView.css';
import { FindingRow } from './FindingRow.tsx';

/** Every check of this machine and project: what was looked at, what was found, what to do. */
export function DoctorView() {
  const { check } = useIntents();
  const [{ value, failure, loading }, again] = useLoaded(check);
  return (
    <Page
      title="Doctor"
      detail="What this machine needs to run the project, looked at one by one."
      busy={loading}
      actions={
        <Button icon={<RefreshCw aria-hidden="true" />} busy={loading} onClick={again}>
          Check again
        </Button>
      }
      notices={failure !== null && <FailureCallouts failure={failure} />}
    >
      {value === null ? <Skeleton height="240px" shape="block" /> : <Findings findings={value} />}
    </Page>
  );
}

/** What needs a hand stands first. */
const order: Record<FindingStatus, number> = { problem: 0, warning: 1, unknown: 2, ok: 3 };

function Findings({ findings }: { readonly findings: readonly FindingView[] }) {
  const sorted = findings.toSorted((a, b) => order[a.status] - order[b.status]);
  const open = findings.filter(({ status }) => status === 'problem' || status === 'warning').length;
  return (
    <Panel
      title={open === 0 ? `All ${findings.length} checks are fine` : headline(open, findings.length)}
      flush
    >
      <ul className="findings">
        {sorted.map((finding) => (
          <FindingRow key={finding.id} finding={finding} />
        ))}
      </ul>
    </Panel>
  );
}

function headline(open: number, all: number): string {
  return `${open} of ${all} checks ${open === 1 ? 'needs' : 'need'} a look`;
}
