import type { FindingStatus, FindingView } from '../../../src-main/contract/view.ts';
import { StatusDot } from '../../design/status/StatusDot.tsx';
import type { StatusState } from '../../design/status/status-state.ts';
import { withCode } from '../problems/with-code.tsx';

const marks: Record<FindingStatus, { readonly state: StatusState; readonly word: string }> = {
  ok: { state: 'healthy', word: 'fine' },
  warning: { state: 'attention', word: 'worth a look' },
  problem: { state: 'failed', word: 'problem' },
  unknown: { state: 'unknown', word: 'not known' },
};

/** One check: its result, the evidence, and the fix where there is one. */
export function FindingRow({ finding }: { readonly finding: FindingView }) {
  const { id, title, status, evidence, fix } = finding;
  const { state, word } = marks[status];
  return (
    <li className="finding" data-status={status}>
      <StatusDot state={state} label={word} labelHidden size={16} />
      <div className="finding-text">
        <h4>{title}</h4>
        <p className="finding-evidence">{evidence}</p>
        {fix !== null && <p className="finding-fix">{withCode(fix)}</p>}
      </div>
      <code className="finding-id">{id}</code>
    </li>
  );
}
