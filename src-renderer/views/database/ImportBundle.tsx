import { FileInput } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../design/actions/Button.tsx';
import { TextField } from '../../design/input/TextField.tsx';
import type { DataActions } from './use-data.ts';

export type ImportBundleProps = {
  readonly actions: DataActions;
  /** Why nothing can be done now; null: it can. */
  readonly whyNot: string | null;
};

/** A bundle by its path, and under which name it becomes a snapshot. Keys and other projects are asked about with the plan. */
export function ImportBundle({ actions, whyNot }: ImportBundleProps) {
  const [file, setFile] = useState('');
  const ask = () => {
    if (file === '' || whyNot !== null) return;
    actions.ask('import', { file }, 'Import this bundle as a snapshot?');
  };
  return (
    <div className="take-snapshot import-bundle">
      <TextField
        label="Bundle to import"
        labelHidden
        mono
        placeholder="Path of a bundle, or the name of one that was exported here"
        value={file}
        onChange={setFile}
        onEnter={ask}
      />
      <Button
        icon={<FileInput aria-hidden="true" />}
        disabledReason={whyNot ?? (file === '' ? 'Name a file first' : null)}
        onClick={ask}
      >
        Import bundle
      </Button>
    </div>
  );
}
