/** The stripped key of a Vietnamese text, in which diacritics, case and signs no longer count; it keeps and shows nothing. */

const marks = /[̀-ͯ]/g; // U+0300 to U+036F: tones, horn, breve, circumflex
const signs = /[^a-z0-9]+/g;

/**
 * Lower-case words of a-z and 0-9 with one space between: "Đăng ký khai sinh" and "dang KY  khai-sinh" are both "dang ky khai sinh",
 * hòa and hoà are both "hoa". Letters of other scripts are left out.
 */
export function strip(text: string): string {
  return text
    .normalize('NFD')
    .replace(marks, '')
    .replace(/[đĐ]/g, 'd') // they do not decompose
    .toLowerCase()
    .replace(signs, ' ')
    .trim();
}
