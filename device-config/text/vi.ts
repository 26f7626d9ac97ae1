// Vietnamese words of the officer's bench.
export const vi = {
  place: (file: string, line: number, column: number) => `${file}, dòng ${line}, cột ${column}`,
  syntax: {
    DUPLICATE_KEY: 'khóa này đã có ở trên; mỗi khóa chỉ viết một lần',
    TAB_AS_INDENT: 'lùi đầu dòng bằng dấu cách, không dùng phím Tab',
    BAD_INDENT: 'dòng này lùi vào chưa đúng; các khóa cùng cấp phải thẳng hàng',
    MISSING_CHAR: 'thiếu dấu ngoặc kép, ngoặc vuông, dấu phẩy hoặc dấu hai chấm',
    MULTIPLE_DOCS: 'một tệp chỉ chứa một điểm phục vụ (bỏ dòng ---)',
    BAD_ALIAS: 'tên sau dấu * chưa được đặt bằng dấu & ở phía trên',
    TOO_DEEP: 'tệp lồng nhau quá sâu hoặc lặp lại quá nhiều, máy không đọc được',
    other: 'chỗ này không đúng cách viết YAML',
  },
  unknownKey: (key: string, where: string) => `không có khóa «${key}» trong ${where}`,
  missingKey: (key: string, where: string) => `thiếu khóa «${key}» trong ${where}`,
  wrongValue: (path: string, found: string, expected: string) => `${path} là ${found}; cần ${expected}`,
  emptyValue: (path: string, expected: string) => `${path} còn để trống; cần ${expected}`,
  date: (found: string) => `ngày ${found} không có thật; viết năm-tháng-ngày`,
  times: (found: string) => `khoảng giờ ${found} không đúng thứ tự, trùng khoảng trước hoặc quá 24:00`,
  twice: (found: string, key: string) => `«${found}» đã dùng ở trên; mỗi ${key} chỉ dùng một lần`,
  unit: (found: string) => `«${found}» không phải phần đầu của mã hồ sơ (trước ngày)`,
  tooBig: (found: string, expected: string) => `tệp có ${found} byte, ${expected}`,
  sameSite: (site: string) => `mã điểm phục vụ «${site}» đã dùng trong một tệp khác`,
  noNegativeLevel:
    'lưu ý: thang đánh giá này không có mức không hài lòng; báo cáo sẽ luôn ghi rõ điều đó và không gọi tổng là tỷ lệ hài lòng',
  widerDisclosure: (shown: string, order: string) =>
    `lưu ý: theo văn bản ${order}, máy hiện cả ${shown} cho người chỉ có mã hồ sơ, ai đứng sau cũng đọc được`,
  namesShown:
    'lưu ý: tên đã che (N*** V** A) sẽ hiện ở sảnh cho bất cứ ai gõ mã; chỉ giữ dòng này nếu văn bản nêu rõ',
  hint: (name: string) => `Có phải ý ông/bà là «${name}»?`,
  commaHint: 'Câu có dấu phẩy hoặc dấu hai chấm thì đặt cả câu trong dấu ngoặc kép.',
  example: (text: string) => `Ví dụ: ${text}`,
  wholeFile: 'phần ngoài cùng của tệp',
  nothing: 'không có gì',
  several: 'nhiều dòng',
  /** Expected phrases of the contract, as valibot or the schema writes them. */
  expected: {
    string: 'chữ; nếu chỉ có số thì đặt trong dấu ngoặc kép',
    number: 'một số',
    boolean: 'true hoặc false',
    Array: 'một danh sách (mỗi mục bắt đầu bằng dấu -)',
    Object: 'một nhóm khóa: giá trị',
    integer: 'một số nguyên',
    'HH:MM': 'giờ:phút đặt trong dấu ngoặc kép',
    'YYYY-MM-DD': 'năm-tháng-ngày',
    'a telephone number': 'số điện thoại',
    'the part of a dossier code before the date': 'phần đầu của mã hồ sơ (trước ngày)',
    'ranges from low to high, and at most one date, outside a repeat':
      'các khoảng số từ nhỏ đến lớn, nhiều nhất một ngày và ngày không nằm trong phần lặp',
    'a-z, 0-9 and dashes': 'chữ thường không dấu a-z, số và dấu -',
    'each old unit once and each new unit once': 'mỗi đơn vị cũ một lần và mỗi đơn vị mới một lần',
    'new units that are not themselves renamed: name the newest one at once':
      'đơn vị mới không bị đổi tên lần nữa; hãy ghi ngay tên mới nhất',
    'a-z, 0-9 and -, 1 to 40 characters': 'chữ thường không dấu a-z, số và dấu -, 1 đến 40 ký tự',
    'a-z, 0-9 and -, 2 to 40 characters': 'chữ thường không dấu a-z, số và dấu -, 2 đến 40 ký tự',
  } as Readonly<Record<string, string>>,
  atLeast: (n: string) => `từ ${n} trở lên`,
  atMost: (n: string) => `không quá ${n}`,
  oneOf: (names: string) => `một trong các từ: ${names}`,
  inForm: (form: string) => `đúng dạng ${form}`,
  packed: (file: string, out: string, bytes: number) => `Đã đóng gói ${file} → ${out} (${bytes} byte)`,
  refused: (count: number) => `Có ${count} chỗ cần sửa; chưa ghi tệp nào.`,
  noFiles: (folder: string) => `Không thấy tệp cấu hình nào (*.yaml) trong ${folder}.`,
  cannotRead: (file: string, reason: string) => `Không đọc được ${file} (${reason}).`,
  cannotWrite: (file: string, reason: string) => `Không ghi được ${file} (${reason}); các tệp cũ còn nguyên.`,
  badName: (file: string) => `Tên tệp ${file} chỉ được có chữ thường không dấu, số, dấu chấm và dấu -.`,
};

export type Words = typeof vi;
