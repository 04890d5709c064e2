import { Anchor, Contrast, Monitor, Moon, Search, Sun } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../design/actions/Button.tsx';
import { IconButton } from '../design/actions/IconButton.tsx';
import { Menu } from '../design/actions/Menu.tsx';
import { Kbd } from '../design/data/Kbd.tsx';
import { NavRail } from '../design/layout/NavRail.tsx';
import { type Theme, themes } from '../design/theme.ts';
import { type Place, places } from './places.tsx';
import './Rail.css';

export type RailProps = {
  readonly place: Place;
  readonly onPlace: (place: Place) => void;
  /** Services that fail now. */
  readonly failing: number;
  readonly theme: Theme;
  readonly onTheme: (theme: Theme) => void;
  readonly onPalette: () => void;
};

/** The name of the product, the places, and at the foot the palette and the theme. */
export function Rail({ place, onPlace, failing, theme, onTheme, onPalette }: RailProps) {
  const items = places.map((item) =>
    item.id === 'board' && failing > 0 ? { ...item, count: failing } : item,
  );
  return (
    <NavRail
      label="Places"
      items={items}
      current={place}
      onChange={onPlace}
      header={
        <div className="brand">
          <span className="brand-mark">
            <Anchor size={16} aria-hidden="true" />
          </span>
          Berth
        </div>
      }
      footer={
        <div className="rail-foot">
          <Button
            variant="quiet"
            className="rail-palette"
            icon={<Search aria-hidden="true" />}
            onClick={onPalette}
          >
            Find <Kbd keys="Ctrl+K" />
          </Button>
          <Menu
            trigger={<IconButton label={`Theme: ${theme}`} icon={themeIcons[theme]} />}
            entries={themes.map((each) => ({
              kind: 'choice' as const,
              label: themeNames[each],
              chosen: each === theme,
              onSelect: () => onTheme(each),
            }))}
          />
        </div>
      }
    />
  );
}

/** Themes as people name them. */
export const themeNames: Record<Theme, string> = {
  system: 'As the system',
  light: 'Light',
  dark: 'Dark',
  contrast: 'High contrast',
};

/** A picture for each theme. */
export const themeIcons: Record<Theme, ReactNode> = {
  system: <Monitor aria-hidden="true" />,
  light: <Sun aria-hidden="true" />,
  dark: <Moon aria-hidden="true" />,
  contrast: <Contrast aria-hidden="true" />,
};
