import { ArrowDownToLine, Copy, Regex, Search, WrapText, X } from 'lucide-react';
import { Button } from '../../design/actions/Button.tsx';
import { IconButton } from '../../design/actions/IconButton.tsx';
import { Menu, type MenuEntry } from '../../design/actions/Menu.tsx';
import { Select } from '../../design/input/Select.tsx';
import { TextField } from '../../design/input/TextField.tsx';
import { Toolbar, ToolbarDivider } from '../../design/layout/Toolbar.tsx';
import { type LogFilter, logLevels } from '../../store/log-filter.ts';

export type LogToolbarProps = {
  readonly services: readonly string[];
  readonly filter: LogFilter;
  readonly onFilter: (filter: LogFilter) => void;
  readonly fault: string | null;
  readonly follow: boolean;
  readonly onFollow: (follow: boolean) => void;
  readonly wrap: boolean;
  readonly onWrap: (wrap: boolean) => void;
  readonly onCopy: () => void;
};

const levels = [
  { value: 'all', label: 'All levels' },
  ...logLevels.map((level) => ({ value: level, label: level === 'fatal' ? 'fatal' : `${level} and up` })),
] as const;

/** What narrows the logs, and how they are read. */
export function LogToolbar(props: LogToolbarProps) {
  const { filter, onFilter, follow, onFollow, wrap, onWrap, onCopy } = props;
  return (
    <Toolbar
      label="Log filters"
      start={
        <>
          <ServiceMenu {...props} />
          <div className="log-level-field">
            <Select
              label="Level"
              labelHidden
              value={filter.level ?? 'all'}
              options={levels}
              onChange={(value) =>
                onFilter({ ...filter, level: logLevels.find((level) => level === value) ?? null })
              }
            />
          </div>
          <SearchField {...props} />
          {filter.correlation !== null && (
            <Button
              size="small"
              icon={<X aria-hidden="true" />}
              hint="Show all lines again"
              onClick={() => onFilter({ ...filter, correlation: null })}
            >
              Correlation {filter.correlation.slice(0, 8)}
            </Button>
          )}
        </>
      }
      end={
        <>
          <IconButton
            label="Wrap long lines"
            icon={<WrapText aria-hidden="true" />}
            pressed={wrap}
            onClick={() => onWrap(!wrap)}
          />
          <IconButton label="Copy what is shown" icon={<Copy aria-hidden="true" />} onClick={onCopy} />
          <ToolbarDivider />
          <Button
            icon={<ArrowDownToLine aria-hidden="true" />}
            variant={follow ? 'quiet' : 'secondary'}
            aria-pressed={follow}
            onClick={() => onFollow(!follow)}
          >
            Follow
          </Button>
        </>
      }
    />
  );
}

function ServiceMenu({ services, filter, onFilter }: LogToolbarProps) {
  const chosen = filter.services;
  const toggled = (name: string) => {
    const next = new Set(chosen);
    if (!next.delete(name)) next.add(name);
    return next;
  };
  const entries: readonly MenuEntry[] = [
    {
      kind: 'choice',
      label: 'All services',
      chosen: chosen.size === 0,
      onSelect: () => onFilter({ ...filter, services: new Set() }),
    },
    { kind: 'separator' },
    ...services.map((name) => ({
      kind: 'choice' as const,
      label: name,
      chosen: chosen.has(name),
      onSelect: () => onFilter({ ...filter, services: toggled(name) }),
    })),
  ];
  const [only] = chosen;
  const label = chosen.size === 0 ? 'All services' : chosen.size === 1 ? only : `${chosen.size} services`;
  return <Menu trigger={<Button>{label}</Button>} entries={entries} />;
}

function SearchField({ filter, onFilter, fault }: LogToolbarProps) {
  return (
    <div className="log-search">
      <TextField
        label="Find in logs"
        labelHidden
        kind="search"
        icon={<Search size={14} aria-hidden="true" />}
        placeholder={filter.isRegex ? 'Regular expression' : 'Text'}
        mono={filter.isRegex}
        value={filter.text}
        onChange={(text) => onFilter({ ...filter, text })}
        problem={fault}
      />
      <IconButton
        label="Regular expression"
        icon={<Regex aria-hidden="true" />}
        pressed={filter.isRegex}
        onClick={() => onFilter({ ...filter, isRegex: !filter.isRegex })}
      />
    </div>
  );
}
