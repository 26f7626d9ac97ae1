/** Measures a key of the catalogue's search among 2,500 procedures, by the very code that the kiosk runs beside its page; it paints nothing. */
import { sampleCatalogue } from '../../centre/demo/procedures.ts';
import { makeBook } from '../../kiosk/procedures-book.ts';
import type { Catalogue, Procedure } from '../../shared/contract/procedure.ts';
import type { Measurement } from './measurement.ts';
import { percentile } from './statistics.ts';

const proceduresCount = 2_500;
const linesShown = 6;
const rounds = 5;
/** What people type, a letter after the other: common and rare words, several words, a code, and nothing that is there. */
const typed = [
  'khai sinh',
  'cap giay phep xay dung',
  'dat dai',
  'cap lai the',
  'noi quy lao dong',
  '1.00',
  'xyz qq',
];

/** The sample catalogue, its first procedures a second time under codes of their own. */
function large(): Catalogue {
  const sample: Catalogue = { ...sampleCatalogue(), version: 1, demo: true };
  const more = sample.procedures
    .slice(0, proceduresCount - sample.procedures.length)
    // A code is branded by its schema; another digit in its last part keeps its form.
    .map((one): Procedure => ({ ...one, code: `${one.code}9` as Procedure['code'] }));
  return { ...sample, procedures: [...sample.procedures, ...more] };
}

export const measureCatalogue: Measurement = {
  name: 'catalogue',
  title: 'one key of the search among 2,500 procedures',
  run: () => {
    const catalogue = large();
    const began = performance.now();
    const book = makeBook(catalogue, new Intl.Collator('vi'));
    const opened = performance.now() - began;
    const keys = typed.flatMap((words) => Array.from(words, (_, n) => words.slice(0, n + 1)));
    const timeOf = (text: string): number => {
      const at = performance.now();
      book.find({ text, from: 0, count: linesShown });
      return performance.now() - at;
    };
    // Each key's fastest time: what others do on the machine is not in it.
    const times = keys.map((text) => Math.min(...Array.from({ length: rounds }, () => timeOf(text))));
    return Promise.resolve({
      'catalogue.open': opened,
      'catalogue.key-p50': percentile(times, 0.5),
      'catalogue.key-p95': percentile(times, 0.95),
    });
  },
};
