import { useState } from 'react';
import { SegmentedControl } from '../input/SegmentedControl.tsx';
import { applyTheme, type Theme, themes } from '../theme.ts';
import { ButtonSection, IconButtonSection, MenuSection } from './ActionSections.tsx';
import { TableSection, TextSection } from './DataSections.tsx';
import './Gallery.css';
import { ChoiceSection, SecretFieldSection, TextFieldSection } from './InputSections.tsx';
import { DialogSection, LayoutSection } from './LayoutSections.tsx';
import { MessageSection, ProgressSection, StatusSection } from './StatusSections.tsx';
import { TypeSection } from './TypeSection.tsx';

const segments = themes.map((theme) => ({ value: theme, label: theme }));

/** Every primitive in every variant, size and state, in the theme chosen at the top. */
export function Gallery({ initial }: { readonly initial: Theme }) {
  const [theme, setTheme] = useState(initial);
  const choose = (next: Theme) => {
    applyTheme(next, document.documentElement);
    setTheme(next);
  };
  return (
    <main className="gallery">
      <header className="gallery-head">
        <h1>Design gallery</h1>
        <SegmentedControl label="Theme" segments={segments} value={theme} onChange={choose} />
      </header>
      <div className="gallery-columns">
        <TypeSection />
        <ButtonSection />
        <IconButtonSection />
        <StatusSection />
        <ProgressSection />
        <TextFieldSection />
        <SecretFieldSection />
        <ChoiceSection />
        <MenuSection />
        <DialogSection />
        <MessageSection />
        <TableSection />
        <TextSection />
      </div>
      <LayoutSection />
    </main>
  );
}
