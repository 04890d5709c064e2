import { Camera, FileOutput } from 'lucide-react';
import { useState } from 'react';
import type { SnapshotView } from '../../../src-main/contract/database-view.ts';
import { Button } from '../../design/actions/Button.tsx';
import { TextField } from '../../design/input/TextField.tsx';
import { Panel } from '../../design/layout/Panel.tsx';
import { bytesText } from '../words/bytes.ts';
import { ageText } from '../words/duration.ts';
import { ImportBundle } from './ImportBundle.tsx';
import type { DataActions } from './use-data.ts';

export type SnapshotsProps = {
  readonly project: string;
  readonly snapshots: readonly SnapshotView[];
  readonly now: number;
  readonly actions: DataActions;
  /** Why nothing can be done now; null: it can. */
  readonly whyNot: string | null;
};

/** Copies of the data under names, newest first, and how to take one. */
export function Snapshots({ snapshots, project, now, actions, whyNot }: SnapshotsProps) {
  return (
    <Panel title="Snapshots" flush>
      <TakeSnapshot actions={actions} whyNot={whyNot} />
      <ul className="generations">
        {snapshots.toReversed().map((snapshot) => (
          <li className="generation" key={snapshot.name}>
            <span className="generation-about">
              <strong>{snapshot.name}</strong>
              <span className="generation-age">{factsOf(snapshot, now)}</span>
            </span>
            <Button
              size="small"
              variant="quiet"
              icon={<FileOutput aria-hidden="true" />}
              disabledReason={whyNot}
              onClick={() =>
                actions.ask('export', exportOf(snapshot.name, project), `Export snapshot ${snapshot.name}?`)
              }
              aria-label={`Export snapshot ${snapshot.name}`}
            >
              Export
            </Button>
            <Button
              size="small"
              disabledReason={whyNot}
              onClick={() =>
                actions.ask('restore', { name: snapshot.name }, `Restore snapshot ${snapshot.name}?`)
              }
              aria-label={`Restore snapshot ${snapshot.name}`}
            >
              Restore
            </Button>
          </li>
        ))}
      </ul>
      <ImportBundle actions={actions} whyNot={whyNot} />
    </Panel>
  );
}

function TakeSnapshot({ actions, whyNot }: Pick<SnapshotsProps, 'actions' | 'whyNot'>) {
  const [name, setName] = useState('');
  const fits = /^[a-z0-9][a-z0-9_.-]{0,39}$/.test(name);
  const take = () => {
    if (!fits || whyNot !== null) return;
    actions.run('snapshot', { name });
    setName('');
  };
  return (
    <div className="take-snapshot">
      <TextField
        label="Name of the new snapshot"
        labelHidden
        placeholder="before-the-demo"
        value={name}
        onChange={setName}
        onEnter={take}
        problem={name === '' || fits ? null : 'Small letters, digits, dots, dashes and underscores'}
      />
      <Button
        icon={<Camera aria-hidden="true" />}
        disabledReason={whyNot ?? (fits ? null : 'Give it a name first')}
        onClick={take}
      >
        Take snapshot
      </Button>
    </div>
  );
}

/** A name without a folder: the file is made in Berth's own, so that no data gets among the sources. */
const exportOf = (name: string, project: string) => ({ name, file: `${project}-${name}.berth` });

function factsOf({ takenAt, bytes, note, of, commit }: SnapshotView, now: number): string {
  return [
    /^\d+$/.test(of) ? `of generation ${of}` : `from ${of.replace(/, key .*$/, '')}`,
    takenAt === null ? 'age not known' : `taken ${ageText(now - takenAt)} ago`,
    ...(bytes === null ? [] : [bytesText(bytes)]),
    ...(commit === '' ? [] : [`commit ${commit.slice(0, 10)}`]),
    ...(note === '' ? [] : [note]),
  ].join(', ');
}
