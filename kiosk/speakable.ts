/** What of a screen may be said aloud: headline and lines that every bystander may hear. Never a code, a name or what a secret opened. */
import type { SiteConfig } from '../shared/contract/site-config.ts';
import { sayMoment } from '../shared/screen/dates.ts';
import { makeCard } from './card.ts';
import { sayGuide, sayScanPlace } from './place.ts';
import type { Visit } from './visit.ts';

export interface SpeakContext extends Omit<Parameters<typeof makeCard>[1], 'site'> {
  readonly site: SiteConfig;
}

/** Sentences in the order in which they are read; empty where there is nothing to read. */
export function speakable(visit: Visit, context: SpeakContext): readonly string[] {
  const { words, site } = context;
  const guide = sayGuide(words, site);
  const phone = words.say('speak.hotline', { number: site.hotline.number });
  switch (visit.name) {
    case 'attract':
      return [words.say('attract.title', { place: sayScanPlace(words, site) }), words.say('privacy.short')];
    case 'showing':
      return withoutCode(cardOf(visit, context), visit.code.key);
    case 'not-found':
      return [
        words.say('notFound.title'),
        visit.asOf === undefined
          ? words.say('notFound.text', { guide })
          : words.say('notFound.offline', { guide, moment: sayMoment(context.common, visit.asOf) }),
        phone,
      ];
    case 'elsewhere':
      return [words.say('elsewhere.title'), words.say('elsewhere.text', { guide }), phone];
    case 'offline':
      return [words.say('offline.title'), words.say('offline.text', { guide }), phone];
    case 'not-a-code':
      return [words.say('notACode.title'), words.say('notACode.text'), phone];
    case 'busy':
      return [words.say('busy.title', { guide }), words.say('busy.text'), phone];
    case 'lost':
      return [words.say('lost.title'), words.say('lost.desk', { guide }), words.say('lost.phone'), phone];
    case 'help':
      return [
        words.say('help.title'),
        words.say('help.text', { guide }),
        phone,
        words.say('help.scan'),
        words.say('help.typed'),
        words.say('privacy.long'),
      ];
    case 'calling':
      return [words.say(`calling.${visit.call}.title`), words.say(`calling.${visit.call}.text`, { guide })];
    default:
      return [];
  }
}

type Shown = Extract<Visit, { name: 'showing' }>;

/** The card's public half; with headphones also where it has been and when, never whose it is. */
function cardOf({ found }: Shown, context: SpeakContext): readonly string[] {
  const card = makeCard(found, context);
  const lines = card.lines.map(
    ({ label, value, note }) => `${label}: ${value}${note === undefined ? '' : `, ${note}`}.`,
  );
  const stages =
    context.site.kiosk.speech === 'headphones'
      ? (card.timeline?.stages ?? []).map(({ unit, span }) =>
          unit === undefined ? span : `${unit}: ${span}`,
        )
      : [];
  return [card.headline, ...card.more, ...lines, ...stages, card.age];
}

/** A net below the rest: a sentence of the configuration or the centre that holds the code is not read. */
const withoutCode = (sentences: readonly string[], code: string): readonly string[] =>
  sentences.filter((sentence) => !sentence.includes(code));
