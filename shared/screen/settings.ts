/** Language, text size and contrast of one visit, and the panel's measures, written to the page's root element; it keeps nothing. */
import type { Language } from './text.ts';

export type TextSize = 'small' | 'normal' | 'large';
export interface Settings {
  readonly language: Language;
  readonly size: TextSize;
  readonly highContrast: boolean;
  /** Controls stand low on the panel, for someone who sits. */
  readonly isSeated?: boolean;
}

/** What a screen goes back to after every visit. */
export const defaultSettings: Settings = { language: 'vi', size: 'normal', highContrast: false };

/** Makes the settings visible: `lang`, `data-size` and `data-contrast` of the root element. */
export function applySettings(root: HTMLElement, settings: Settings): void {
  root.lang = settings.language;
  root.dataset.size = settings.size;
  root.dataset.contrast = settings.highContrast ? 'high' : 'normal';
}

/** Tells the style sheets how large a millimetre is (CSS pixels) and from how far the panel is read (mm). */
export function applyPanel(
  root: HTMLElement,
  panel: { readonly pxPerMm: number; readonly viewingMm: number },
): void {
  root.style.setProperty('--px-per-mm', String(panel.pxPerMm));
  root.style.setProperty('--viewing-mm', String(panel.viewingMm));
}
