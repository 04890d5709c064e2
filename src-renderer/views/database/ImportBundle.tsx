import { FileInput, FolderSearch } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../design/actions/Button.tsx';
import { TextField } from '../../design/input/TextField.tsx';
import { useIntents } from '../../store/use-window.ts';
import type { DataActions } from './use-data.ts';

export type ImportBundleProps = {
  readonly actions: DataActions;
  /** Why nothing can be done now; null: it can. */
  readonly whyNot: string | null;
};

/** A bundle by its path, typed or chosen. Keys and other projects are asked about with the plan. */
export function ImportBundle({ actions, whyNot }: ImportBundleProps) {
  const { dialogs } = useIntents();
  const [file, setFile] = useState('');
  const ask = (bundle: string) => {
    if (bundle === '' || whyNot !== null) return;
    actions.ask('import', { file: bundle }, 'Import this bundle as a snapshot?');
  };
  const choose = async () => {
    const chosen = (await dialogs?.chooseBundle()) ?? null;
    if (chosen === null) return;
    setFile(chosen);
    ask(chosen);
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
        onEnter={() => ask(file)}
      />
      {dialogs !== null && (
        <Button
          icon={<FolderSearch aria-hidden="true" />}
          disabledReason={whyNot}
          onClick={() => void choose()}
          aria-label="Choose a bundle to import"
        >
          Choose…
        </Button>
      )}
      <Button
        icon={<FileInput aria-hidden="true" />}
        disabledReason={whyNot ?? (file === '' ? 'Name a file first' : null)}
        onClick={() => ask(file)}
      >
        Import bundle
      </Button>
    </div>
  );
}
