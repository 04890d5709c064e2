import { Search, SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import type { KeyView } from '../../../src-main/contract/view.ts';
import { Table } from '../../design/data/Table.tsx';
import { TextField } from '../../design/input/TextField.tsx';
import { Page } from '../../design/layout/Page.tsx';
import { Panel } from '../../design/layout/Panel.tsx';
import { EmptyState } from '../../design/status/EmptyState.tsx';
import { Skeleton } from '../../design/status/Skeleton.tsx';
import { useLoaded } from '../../store/use-loaded.ts';
import { useIntents, useWindow } from '../../store/use-window.ts';
import { FailureCallouts } from '../problems/FailureCallouts.tsx';
import { ProblemCallout } from '../problems/ProblemCallout.tsx';
import { keyColumns } from './key-columns.tsx';
import './KeysView.css';

/** Every configuration key: its value, where it comes from, and which other origins lose against that one. */
export function KeysView() {
  const { keys } = useIntents();
  const environment = useWindow((state) => state.project?.environment ?? 'local');
  const [{ value, failure, loading }] = useLoaded(keys);
  const [text, setText] = useState('');
  const problems = (value ?? []).flatMap((key) => key.problems);
  return (
    <Page
      title="Configuration"
      detail={`Keys of this project as ${environment} resolves them. An explicit environment variable wins over .env.local, and that over the default.`}
      busy={loading}
      actions={
        <TextField
          label="Find a key"
          labelHidden
          kind="search"
          icon={<Search size={14} aria-hidden="true" />}
          placeholder="Find a key"
          value={text}
          onChange={setText}
        />
      }
      notices={
        <>
          {failure !== null && <FailureCallouts failure={failure} />}
          {problems.map((problem) => (
            <ProblemCallout key={JSON.stringify(problem)} problem={problem} />
          ))}
        </>
      }
    >
      {value === null ? <Skeleton height="200px" shape="block" /> : <KeyTable keys={value} text={text} />}
    </Page>
  );
}

function KeyTable({ keys, text }: { readonly keys: readonly KeyView[]; readonly text: string }) {
  if (keys.length === 0) return <NoKeys />;
  const wanted = text.toLowerCase();
  const rows = keys.filter(({ name, describe }) => `${name} ${describe}`.toLowerCase().includes(wanted));
  const plural = keys.length === 1 ? 'key' : 'keys';
  return (
    <Panel
      title={
        rows.length === keys.length
          ? `${keys.length} ${plural}`
          : `${rows.length} of ${keys.length} ${plural}`
      }
      flush
    >
      <div className="keys">
        <Table
          label="Keys"
          columns={keyColumns}
          rows={rows}
          rowKey={({ name }) => name}
          empty={
            <EmptyState title="No key matches" detail={`None has "${text}" in its name or description.`} />
          }
        />
      </div>
    </Panel>
  );
}

function NoKeys() {
  return (
    <EmptyState
      icon={<SlidersHorizontal aria-hidden="true" />}
      title="This project declares no keys"
      detail="Keys stand under keys: in berth.yaml, each with a description, a type and a default."
    />
  );
}
