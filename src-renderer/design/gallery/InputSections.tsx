import { Search } from 'lucide-react';
import { useState } from 'react';
import { SecretField } from '../input/SecretField.tsx';
import { SegmentedControl } from '../input/SegmentedControl.tsx';
import { Select } from '../input/Select.tsx';
import { Switch } from '../input/Switch.tsx';
import { TextField } from '../input/TextField.tsx';
import { Row, Section } from './Section.tsx';

const ignore = () => {};

/** Text fields in every size and state. */
export function TextFieldSection() {
  const [text, setText] = useState('worker');
  return (
    <Section name="TextField">
      <Row name="sizes">
        <TextField label="Small" size="small" value="" onChange={ignore} placeholder="Placeholder" />
        <TextField label="Medium" value={text} onChange={setText} />
        <TextField label="Large" size="large" value={text} onChange={setText} />
      </Row>
      <Row name="kinds">
        <TextField
          label="Search"
          kind="search"
          icon={<Search size={14} aria-hidden="true" />}
          value={text}
          onChange={setText}
        />
        <TextField
          label="Code"
          mono
          value="API__LOG_LEVEL"
          onChange={ignore}
          hint="A key in upper snake case"
        />
      </Row>
      <Row name="states">
        <TextField label="Problem" value="70000" onChange={ignore} problem="A port is between 1 and 65535." />
        <TextField label="Read only" value="postgres:16" readOnly onChange={ignore} />
        <TextField label="Disabled" value="not now" disabled onChange={ignore} />
      </Row>
    </Section>
  );
}

/** Secret fields: missing, set, busy, refused. */
export function SecretFieldSection() {
  const [isSet, setIsSet] = useState(false);
  return (
    <Section name="SecretField">
      <Row name="states">
        <SecretField
          label="Missing"
          isSet={isSet}
          onSubmit={() => setIsSet(true)}
          hint="Signs access tokens"
        />
        <SecretField label="Set" isSet setNote="in the keychain" onSubmit={ignore} />
        <SecretField label="Busy" isSet busy setNote="in the keychain" onSubmit={ignore} />
        <SecretField label="Refused" isSet={false} onSubmit={ignore} problem="The keychain is locked." />
      </Row>
    </Section>
  );
}

const levels = [
  { value: 'debug', label: 'debug', detail: 'everything' },
  { value: 'info', label: 'info' },
  { value: 'warning', label: 'warning' },
] as const;

type Level = (typeof levels)[number]['value'];

/** Select, switch and segments in every state. */
export function ChoiceSection() {
  const [level, setLevel] = useState<Level>('info');
  const [on, setOn] = useState(true);
  return (
    <Section name="Select, Switch, SegmentedControl">
      <Row name="select">
        <Select label="Small" size="small" value={level} options={levels} onChange={setLevel} />
        <Select
          label="Level"
          value={level}
          options={levels}
          onChange={setLevel}
          hint="From this level upwards"
        />
        <Select label="Nothing chosen" value={null} options={levels} onChange={setLevel} />
        <Select label="Problem" value={null} options={levels} onChange={setLevel} problem="Choose a level." />
        <Select label="Disabled" value={level} options={levels} onChange={setLevel} disabled />
      </Row>
      <Row name="switch">
        <Switch label="Follow" checked={on} onChange={setOn} />
        <Switch
          label="Wrap lines"
          hint="Long lines break at the edge"
          checked={!on}
          onChange={() => setOn(!on)}
        />
        <Switch label="Disabled, on" checked disabled onChange={ignore} />
        <Switch label="Disabled, off" checked={false} disabled onChange={ignore} />
      </Row>
      <Row name="segments">
        <SegmentedControl label="Level" segments={levels} value={level} onChange={setLevel} />
      </Row>
    </Section>
  );
}
