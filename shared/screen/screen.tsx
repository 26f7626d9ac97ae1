/** What every part of a screen may know: its words and settings. It owns neither. */
import { type ComponentChildren, createContext } from 'preact';
import { useContext, useMemo } from 'preact/hooks';
import type { Settings } from './settings.ts';
import type { Wording } from './text.ts';
import { makeScreenWords, type ScreenWords } from './words.ts';

export interface Screen {
  readonly words: ScreenWords;
  readonly settings: Settings;
  readonly change: (settings: Settings) => void;
}

const ScreenContext = createContext<Screen | undefined>(undefined);

interface ScreenProviderProps {
  readonly settings: Settings;
  readonly wording?: Wording;
  readonly onChange: (settings: Settings) => void;
  readonly children: ComponentChildren;
}

const noWording: Wording = {};

export function ScreenProvider({ settings, wording = noWording, onChange, children }: ScreenProviderProps) {
  const screen = useMemo(
    () => ({ words: makeScreenWords(wording, settings.language), settings, change: onChange }),
    [settings, wording, onChange],
  );
  return <ScreenContext.Provider value={screen}>{children}</ScreenContext.Provider>;
}

export function useScreen(): Screen {
  const screen = useContext(ScreenContext);
  if (screen === undefined) throw new Error('a part of the screen stands outside ScreenProvider');
  return screen;
}
