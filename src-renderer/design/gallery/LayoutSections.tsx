import { Activity, KeyRound, LayoutDashboard, Play, ScrollText, Stethoscope } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../actions/Button.tsx';
import { TextField } from '../input/TextField.tsx';
import { type NavItem, NavRail } from '../layout/NavRail.tsx';
import { Panel } from '../layout/Panel.tsx';
import { SplitPane } from '../layout/SplitPane.tsx';
import { Tabs } from '../layout/Tabs.tsx';
import { Toolbar, ToolbarDivider } from '../layout/Toolbar.tsx';
import { ConfirmDialog } from '../overlay/ConfirmDialog.tsx';
import { Dialog, type DialogSize } from '../overlay/Dialog.tsx';
import { Row, Section } from './Section.tsx';

const ignore = () => {};

type Place = 'board' | 'logs' | 'secrets' | 'doctor' | 'activity';

const places: readonly NavItem<Place>[] = [
  { id: 'board', label: 'Board', icon: <LayoutDashboard aria-hidden="true" />, shortcut: 'Ctrl+1' },
  { id: 'logs', label: 'Logs', icon: <ScrollText aria-hidden="true" />, shortcut: 'Ctrl+2' },
  { id: 'secrets', label: 'Secrets', icon: <KeyRound aria-hidden="true" />, count: 2 },
  { id: 'doctor', label: 'Doctor', icon: <Stethoscope aria-hidden="true" /> },
  { id: 'activity', label: 'Activity with a long name', icon: <Activity aria-hidden="true" /> },
];

/** NavRail in both widths, toolbar, tabs, split pane, panel. */
export function LayoutSection() {
  const [place, setPlace] = useState<Place>('board');
  const [tab, setTab] = useState<'steps' | 'commands'>('steps');
  return (
    <Section name="NavRail, Toolbar, Tabs, SplitPane, Panel">
      <div className="gallery-frame gallery-rails">
        <NavRail label="Places" items={places} current={place} onChange={setPlace} footer="Footer" />
        <NavRail label="Places, narrow" items={places} current={place} onChange={setPlace} collapsed />
        <SplitPane
          label="Width of the first pane"
          first={<Panes tab={tab} onTab={setTab} />}
          second={
            <div style={{ padding: '16px' }}>
              <Panel title="Panel" actions={<Button size="small">Act</Button>}>
                Things that belong together.
              </Panel>
            </div>
          }
        />
      </div>
      <div className="gallery-frame">
        <Toolbar
          label="Toolbar"
          start={<TextField label="Filter" labelHidden value="" onChange={ignore} placeholder="Filter" />}
          end={
            <>
              <Button variant="quiet">Quiet</Button>
              <ToolbarDivider />
              <Button>Second</Button>
              <Button variant="primary" icon={<Play aria-hidden="true" />}>
                First
              </Button>
            </>
          }
        />
      </div>
    </Section>
  );
}

type PanesProps = { readonly tab: 'steps' | 'commands'; readonly onTab: (tab: 'steps' | 'commands') => void };

function Panes({ tab, onTab }: PanesProps) {
  return (
    <Tabs
      label="Sides"
      value={tab}
      onChange={onTab}
      tabs={[
        { id: 'steps', label: 'Steps', count: 12, panel: <p style={{ padding: '16px' }}>Twelve steps</p> },
        { id: 'commands', label: 'Commands', panel: <p style={{ padding: '16px' }}>The same, typed</p> },
      ]}
    />
  );
}

/** Dialogs of every size, and the one that asks. */
export function DialogSection() {
  const [open, setOpen] = useState<DialogSize | 'confirm' | null>(null);
  const close = () => setOpen(null);
  return (
    <Section name="Dialog">
      <Row name="open">
        {(['small', 'medium', 'large'] as const).map((size) => (
          <Button key={size} onClick={() => setOpen(size)}>{`Dialog, ${size}`}</Button>
        ))}
        <Button variant="danger" onClick={() => setOpen('confirm')}>
          Ask first
        </Button>
      </Row>
      <Dialog
        open={open !== null && open !== 'confirm'}
        onOpenChange={close}
        size={open === 'small' || open === 'large' ? open : 'medium'}
        title="Open a project"
        description="Choose the folder that holds the Compose file."
        footer={
          <>
            <Button onClick={close}>Cancel</Button>
            <Button variant="primary" onClick={close}>
              Open
            </Button>
          </>
        }
      >
        <TextField label="Folder" mono value="C:\code\shop" onChange={ignore} />
      </Dialog>
      <ConfirmDialog
        open={open === 'confirm'}
        onOpenChange={close}
        title="Reset the database of shop?"
        description="The database starts again, migrated and seeded. Undo brings the old one back."
        losses={['What was written since the last reset leaves the live database (generation 2).']}
        confirmLabel="Reset database"
        onConfirm={close}
      />
    </Section>
  );
}
