import { FolderOpen, FolderSearch } from 'lucide-react';
import { useState } from 'react';
import type { Environment } from '../../../src-main/contract/names.ts';
import { environments } from '../../../src-main/contract/names.ts';
import { Button } from '../../design/actions/Button.tsx';
import { Select } from '../../design/input/Select.tsx';
import { TextField } from '../../design/input/TextField.tsx';
import { Panel } from '../../design/layout/Panel.tsx';
import type { Failure } from '../../store/outcome.ts';
import { useIntents, useWindow } from '../../store/use-window.ts';
import { FailureCallouts } from '../problems/FailureCallouts.tsx';
import './OpenProjectView.css';
import { RecentFolders } from './RecentFolders.tsx';

const options = environments.map((value) => ({ value, label: value }));

/** Where one starts: the folder of a project, typed, chosen or opened before. */
export function OpenProjectView() {
  const { openProject, dialogs } = useIntents();
  const recent = useWindow((state) => state.recent);
  const projects = useWindow((state) => state.projects);
  const [dir, setDir] = useState('');
  const [environment, setEnvironment] = useState<Environment>('local');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const open = async (folder: string) => {
    if (folder.trim() === '') return;
    setBusy(true);
    setFailure(null);
    const outcome = await openProject({ dir: folder.trim(), environment });
    setBusy(false);
    if (!outcome.ok) setFailure(outcome.error);
  };
  const choose = async () => {
    const folder = (await dialogs?.chooseFolder()) ?? null;
    if (folder === null) return;
    setDir(folder);
    await open(folder);
  };
  return (
    <main className="open">
      <div className="open-content">
        <h1>Open a project</h1>
        <p className="open-detail">
          Choose the folder that holds the Compose file. Opening changes nothing: Berth reads the files and
          looks at what runs.
        </p>
        <Panel title="Folder">
          <form
            className="open-form"
            onSubmit={(event) => {
              event.preventDefault();
              void open(dir);
            }}
          >
            <TextField label="Path" mono placeholder="C:\code\shop" value={dir} onChange={setDir} />
            <Select label="Environment" value={environment} options={options} onChange={setEnvironment} />
            <div className="open-buttons">
              {dialogs !== null && (
                <Button icon={<FolderSearch aria-hidden="true" />} onClick={() => void choose()}>
                  Choose…
                </Button>
              )}
              <Button
                type="submit"
                variant="primary"
                icon={<FolderOpen aria-hidden="true" />}
                busy={busy}
                disabledReason={dir.trim() === '' ? 'Give the path of a folder' : null}
              >
                Open
              </Button>
            </div>
          </form>
        </Panel>
        {failure !== null && <FailureCallouts failure={failure} onDismiss={() => setFailure(null)} />}
        <RecentFolders projects={projects ?? []} recent={recent} onOpen={(folder) => void open(folder)} />
      </div>
    </main>
  );
}
