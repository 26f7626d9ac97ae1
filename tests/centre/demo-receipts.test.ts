import { readFileSync } from 'node:fs';
import {
  BinaryBitmap,
  DecodeHintType,
  HybridBinarizer,
  QRCodeReader,
  RGBLuminanceSource,
} from '@zxing/library';
import { describe, expect, it } from 'vitest';
import { qrLink } from '../../centre/demo/receipt-forms.ts';
import { receiptPage, samplesFile, samplesPage } from '../../centre/demo/receipts.ts';
import { sampleDossiers } from '../../centre/demo/samples.ts';
import { code128Svg, code128Widths, moduleMm, qrMatrix } from '../../centre/demo/symbols.ts';
import { checkSiteConfig } from '../../device-config/check.ts';
import { type Day, startOfDay } from '../../shared/contract/day.ts';

const now = startOfDay('2026-11-21' as Day) + 9 * 3_600_000;
const demoFile = new URL('../../device-config/demo.yaml', import.meta.url);
const demo = checkSiteConfig(readFileSync(demoFile, 'utf8'), 'demo.yaml');
if (!demo.ok) throw new Error('the demo site is not valid');
const options = { now, config: demo.config };
const samples = sampleDossiers(now);

function htmlAt(path: string): string {
  const file = samplesFile(path, options);
  if (typeof file?.body !== 'string') throw new Error(`nothing stands at ${path}`);
  return file.body;
}

/** Grey pixels, `scale` per module, with a quiet zone. */
function drawQr(text: string, scale: number): { luma: Uint8ClampedArray; side: number } {
  const { size, isDark } = qrMatrix(text);
  const side = (size + 8) * scale;
  const luma = new Uint8ClampedArray(side * side).fill(255);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const [column, row] = [Math.floor(x / scale) - 4, Math.floor(y / scale) - 4];
      const isInside = column >= 0 && row >= 0 && column < size && row < size;
      if (isInside && isDark(column, row)) luma[y * side + x] = 0;
    }
  }
  return { luma, side };
}

describe('the sample receipts', () => {
  it('list every sample with its words, its code and a link', () => {
    const page = samplesPage(options);
    for (const { name, printed, label } of samples) {
      expect(page).toContain(`href="/samples/${name}"`);
      expect(page).toContain(printed);
      expect(page).toContain(label.vi);
    }
    expect(page.match(/class="card"/g)).toHaveLength(samples.length);
  });

  it.each(['', 'a4', '80mm', 'late', 'late/80mm'])(
    'say DỮ LIỆU MẪU at «%s» and hold no script, no inline style and no address of others',
    (path) => {
      const page = htmlAt(path);
      expect(page).toContain('DỮ LIỆU MẪU');
      expect(page).not.toMatch(/<script|<style|\sstyle=|\son[a-z]+=|javascript:/i);
      const links = [...page.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, link]) => link ?? '');
      expect(links.filter((link) => !/^(\/(samples|kiosk)\/|data:,)/.test(link))).toEqual([]);
    },
  );

  it('say DỮ LIỆU MẪU on each receipt of the printed stack', () => {
    for (const path of ['a4', '80mm']) {
      const articles = htmlAt(path).split('<article').slice(1);
      expect(articles).toHaveLength(samples.length);
      expect(articles.filter((article) => !article.includes('DỮ LIỆU MẪU'))).toEqual([]);
    }
  });

  it('bear all that a receipt bears', () => {
    const paper = receiptPage('pay', 'sheet', options) ?? '';
    const pay = samples.find(({ name }) => name === 'pay');
    const words = [
      ...['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc', 'Đơn vị tiếp nhận'],
      ...['Giấy tiếp nhận hồ sơ và hẹn trả kết quả', 'Hình thức nộp', 'Địa chỉ', 'Điện thoại', 'Thư điện tử'],
      ...[
        'Số định danh',
        'Chủ hồ sơ',
        'Thành phần hồ sơ',
        'Bản chứng thực',
        'Số bộ hồ sơ',
        'Nơi nhận kết quả',
      ],
      ...['Thời gian giải quyết theo quy định', 'Thời gian nhận hồ sơ', '17 giờ 00, ngày 25/11/2026'],
      ...['có thể có kết quả sớm hơn', '1900 0000', 'Người nộp hồ sơ', 'Người tiếp nhận hồ sơ'],
      ...['Tây Ninh, ngày 12 tháng 11 năm 2026', pay?.printed ?? '?', pay?.receipt.name ?? '?'],
    ];
    const low = paper.toLowerCase();
    expect(words.filter((word) => !low.includes(word.toLowerCase()))).toEqual([]);
  });

  it('show the secret in no text, only inside the QR', () => {
    const shown = ['', 'a4', '80mm', ...samples.map(({ name }) => name)].map(htmlAt).join('');
    expect(samples.filter(({ secret }) => shown.includes(secret))).toEqual([]);
  });

  it('give nothing at a path that does not exist', () => {
    for (const path of ['nobody', 'late/a4', '../folder.json', 'samples.css/x', 'constructor', '80mm/late']) {
      expect(samplesFile(path, options)).toBeUndefined();
    }
  });

  it('serve their own fonts and style', () => {
    const css = samplesFile('samples.css', options);
    const fonts = [...String(css?.body).matchAll(/url\("\/samples\/([^"]+)"\)/g)].map(
      ([, name]) => name ?? '',
    );
    expect(fonts.length).toBe(4);
    for (const name of fonts) {
      const font = samplesFile(name, options);
      expect(font?.type).toBe('font/woff2');
      expect(
        Buffer.from(font?.body ?? '')
          .subarray(0, 4)
          .toString(),
      ).toBe('wOF2');
    }
  });

  it('escape what a site file says', () => {
    const { config } = options;
    const name = { vi: '<b onclick=x>&"' };
    const page = samplesPage({ now, config: { ...config, centre: { ...config.centre, name } } });
    expect(page).not.toContain('<b onclick');
    expect(page).toContain('&#60;b onclick=x&#62;&#38;&#34;');
  });
});

describe('the symbols', () => {
  it('need 308 modules and 77 mm for a code of 25 characters', () => {
    const code = '000.00.17.H53-200313-0001';
    const modules = code128Widths(code).reduce((sum, width) => sum + width, 0);
    expect(modules).toBe(288);
    expect((modules + 20) * moduleMm).toBe(77);
    expect(code128Svg(code, code)).toContain('width="77mm"');
  });

  it('begin and end with a bar, so that the widths are odd in number', () => {
    for (const { printed } of samples) expect(code128Widths(printed).length % 2).toBe(1);
  });

  it('give the QR back its link, secret included, when a reader looks at it', () => {
    for (const sample of samples) {
      const text = qrLink(sample, demo.config);
      const { luma, side } = drawQr(text, 4);
      const bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(luma, side, side)));
      // The drawing is exact, so the finder of the library, which guesses, is passed over.
      const hints = new Map([[DecodeHintType.PURE_BARCODE, true]]);
      expect(new QRCodeReader().decode(bitmap, hints).getText()).toBe(text);
    }
  });
});
