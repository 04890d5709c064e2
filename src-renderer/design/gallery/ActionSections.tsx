import { Copy, EllipsisVertical, Play, Search, Settings, Square, Trash2, Undo2 } from 'lucide-react';
import { Button, buttonSizes, buttonVariants } from '../actions/Button.tsx';
import { IconButton } from '../actions/IconButton.tsx';
import { Menu, type MenuEntry } from '../actions/Menu.tsx';
import { Kbd } from '../data/Kbd.tsx';
import { Tooltip } from '../overlay/Tooltip.tsx';
import { Row, Section } from './Section.tsx';

const ignore = () => {};
const play = <Play aria-hidden="true" />;

/** Buttons in every variant, size and state. */
export function ButtonSection() {
  return (
    <Section name="Button">
      {buttonVariants.map((variant) => (
        <Row key={variant} name={variant}>
          {buttonSizes.map((size) => (
            <Button key={size} variant={variant} size={size}>
              {size}
            </Button>
          ))}
          <Button variant={variant} icon={play}>
            With icon
          </Button>
          <Button variant={variant} busy>
            Busy
          </Button>
          <Button variant={variant} disabledReason="Nothing is running">
            Disabled
          </Button>
          <Button variant={variant} icon={play} disabledReason="Nothing is running">
            Disabled
          </Button>
        </Row>
      ))}
    </Section>
  );
}

/** Icon buttons in every variant, size and state. */
export function IconButtonSection() {
  return (
    <Section name="IconButton">
      {buttonVariants.map((variant) => (
        <Row key={variant} name={variant}>
          {buttonSizes.map((size) => (
            <IconButton
              key={size}
              variant={variant}
              size={size}
              label={`Settings, ${size}`}
              icon={<Settings aria-hidden="true" />}
            />
          ))}
          <IconButton variant={variant} label="Copy (on)" pressed icon={<Copy aria-hidden="true" />} />
          <IconButton variant={variant} label="Copying" busy icon={<Copy aria-hidden="true" />} />
          <IconButton
            variant={variant}
            label="Copy (off)"
            disabledReason="Nothing to copy"
            icon={<Copy aria-hidden="true" />}
          />
        </Row>
      ))}
    </Section>
  );
}

const entries: readonly MenuEntry[] = [
  { kind: 'heading', label: 'Service' },
  { kind: 'action', label: 'Start', icon: play, shortcut: 'Ctrl+Enter', onSelect: ignore },
  { kind: 'action', label: 'Stop', icon: <Square aria-hidden="true" />, onSelect: ignore },
  {
    kind: 'action',
    label: 'Undo',
    icon: <Undo2 aria-hidden="true" />,
    disabledReason: 'There is nothing to undo',
    onSelect: ignore,
  },
  { kind: 'separator' },
  { kind: 'choice', label: 'Follow', chosen: true, onSelect: ignore },
  { kind: 'choice', label: 'Wrap lines', chosen: false, onSelect: ignore },
  { kind: 'separator' },
  { kind: 'action', label: 'Forget', icon: <Trash2 aria-hidden="true" />, danger: true, onSelect: ignore },
];

/** Menu, tooltip and shortcuts. */
export function MenuSection() {
  return (
    <Section name="Menu, Tooltip, Kbd">
      <Row name="menu">
        <Menu trigger={<Button>Open menu</Button>} entries={entries} />
        <Menu
          align="end"
          trigger={<IconButton label="More" icon={<EllipsisVertical aria-hidden="true" />} />}
          entries={entries}
        />
      </Row>
      <Row name="tooltip">
        <Tooltip text="Finds anything" shortcut="Ctrl+K">
          <Button icon={<Search aria-hidden="true" />}>Hover or focus me</Button>
        </Tooltip>
      </Row>
      <Row name="kbd">
        <Kbd keys="Ctrl+K" />
        <Kbd keys="Esc" />
        <Kbd keys="Ctrl+Shift+L" />
      </Row>
    </Section>
  );
}
