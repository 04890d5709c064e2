import { useState } from 'react';
import type { Problem } from '../../../src-main/contract/problem.ts';
import type { OrphanView } from '../../../src-main/contract/view.ts';
import { Button } from '../../design/actions/Button.tsx';
import { Callout } from '../../design/status/Callout.tsx';
import { ProblemCallout } from '../problems/ProblemCallout.tsx';
import { OrphansNotice } from './OrphansNotice.tsx';

export type BoardNoticesProps = {
  readonly problems: readonly Problem[];
  readonly warnings: readonly string[];
  readonly orphans: readonly OrphanView[];
};

/** How many problems stand open at once; the rest wait behind a button. */
const openProblems = 3;

/** What stands in the way of the project, and what is allowed and yet worth knowing. */
export function BoardNotices({ problems, warnings, orphans }: BoardNoticesProps) {
  const [all, setAll] = useState(false);
  const [seen, setSeen] = useState<readonly string[]>([]);
  const unseen = warnings.filter((warning) => !seen.includes(warning));
  if (problems.length === 0 && unseen.length === 0 && orphans.length === 0) return null;
  const shown = all ? problems : problems.slice(0, openProblems);
  return (
    <div className="board-notices">
      {shown.map((problem) => (
        <ProblemCallout key={JSON.stringify(problem)} problem={problem} />
      ))}
      {problems.length > shown.length && (
        <Button
          variant="quiet"
          onClick={() => setAll(true)}
        >{`Show ${problems.length - shown.length} more problems`}</Button>
      )}
      <OrphansNotice orphans={orphans} />
      {unseen.length > 0 && (
        <Callout
          kind="warn"
          title={unseen.length === 1 ? 'Worth knowing' : `${unseen.length} things worth knowing`}
          detail={unseen.map((warning) => <p key={warning}>{warning}</p>)}
          onDismiss={() => setSeen(warnings)}
        />
      )}
    </div>
  );
}
