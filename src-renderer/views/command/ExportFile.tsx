import { FolderSearch } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../design/actions/Button.tsx';
import { TextField } from '../../design/input/TextField.tsx';
import { useIntents } from '../../store/use-window.ts';

export type ExportFileProps = {
  /** What the file is called unless something else is said. */
  readonly name: string;
  /** Another file than the one that was told last. */
  readonly onFile: (file: string) => void;
};

/**
 * Where a bundle is to be made: typed, or chosen by the system's own dialog where there is one. What was typed counts when the
 * field is left, so that what is confirmed after it has been planned for that file.
 */
export function ExportFile({ name, onFile }: ExportFileProps) {
  const { dialogs } = useIntents();
  const [typed, setTyped] = useState(name);
  const [told, setTold] = useState(name);
  const tell = (file: string) => {
    const wanted = file.trim() === '' ? name : file.trim();
    setTyped(wanted);
    if (wanted === told) return;
    setTold(wanted);
    onFile(wanted);
  };
  const choose = async () => {
    const chosen = (await dialogs?.chooseBundleTarget(name)) ?? null;
    if (chosen !== null) tell(chosen);
  };
  return (
    <div className="export-file">
      <TextField
        label="File"
        mono
        value={typed}
        onChange={setTyped}
        onEnter={() => tell(typed)}
        onLeave={() => tell(typed)}
      />
      {dialogs !== null && (
        <Button
          icon={<FolderSearch aria-hidden="true" />}
          onClick={() => void choose()}
          aria-label="Choose where to export to"
        >
          Choose…
        </Button>
      )}
    </div>
  );
}
