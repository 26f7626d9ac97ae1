/** What the command line says about deliveries of dossiers, in Vietnamese. */

export const vi = {
  verbs: {
    import: 'nhận một tệp hồ sơ (CSV hoặc JSON Lines): cả tệp, hoặc không nhận gì',
    pending: 'liệt kê các lần giao đang chờ quyết định',
    accept: 'nhận một lần giao đang chờ',
    reject: 'bỏ một lần giao đang chờ',
    token: 'khóa truy cập của phần mềm',
    tokenAdd: 'tạo khóa; chỉ hiện một lần này',
    tokenList: 'liệt kê khóa',
    tokenRevoke: 'thu hồi hẳn một khóa, có hiệu lực ngay',
    source: 'nguồn hồ sơ: ý nghĩa các cột, từ và mã của từng phần mềm',
    sourceSet: 'nhận cấu hình một nguồn (JSON); số phiên bản phải tăng',
    sourceList: 'liệt kê nguồn, số hồ sơ và mã trạng thái chưa hiểu',
    ofSource: 'tên nguồn đã cấu hình',
    encoding: 'bảng mã của tệp, nếu máy nhận sai',
    asOf: 'thời điểm dữ liệu đúng (ISO 8601); nếu không ghi thì lấy giờ sửa tệp',
    complete: 'tệp có đủ mọi hồ sơ của nguồn: hồ sơ không có trong tệp sẽ bị xóa',
    upToDate: 'mọi thay đổi đến lúc đó đã được giao đủ',
    dryRun: 'chỉ kiểm tra và đếm, không thay đổi gì',
    errors: 'ghi mọi dòng sai vào tệp này (CSV)',
    role: 'push: giao hồ sơ; read: xem số liệu; admin: mọi việc',
    units: 'đầu mã hồ sơ được giao, cách nhau bằng dấu phẩy; không ghi: mọi đơn vị',
    by: 'tên người quyết định, được ghi kèm',
  },
  done: (rows: number) => `Đã nhận ${rows} dòng.`,
  dryRun: (rows: number) => `Đã kiểm tra ${rows} dòng; chưa thay đổi gì.`,
  counts: (added: number, changed: number, confirmed: number, older: number, removed: number) =>
    `mới ${added}, thay đổi ${changed}, không đổi ${confirmed}, cũ hơn ${older}, xóa ${removed}`,
  waiting: (id: string, turned: number, open: number, percent: number) =>
    `CHƯA NHẬN: lần giao ${id} đóng, xóa hoặc đổi trạng thái ${turned} trong ${open} hồ sơ đang mở (quá ${percent} %). ` +
    `Nếu đúng: npm run centre -- import accept ${id} --by "họ tên"; nếu sai: import reject ${id} --by "họ tên".`,
  refused: (bad: number, rows: number) =>
    `Không nhận gì: ${bad} trong ${rows} dòng có lỗi. Hãy sửa các dòng đó rồi nhập lại.`,
  more: (n: number) => `… còn ${n} lỗi nữa; thêm --errors TỆP để xem hết.`,
  written: (file: string) => `Mọi lỗi đã ghi vào ${file}.`,
  unknownStatuses: (list: string) =>
    `Mã trạng thái chưa có trong cấu hình nguồn (công dân được mời hỏi quầy): ${list}`,
  namelessUnits: (list: string) => `Đơn vị chưa có tên, màn hình sẽ hiện mã: ${list}`,
  ignored: (n: number) => `${n} cột khác không được đọc và không được lưu.`,
  asOf: (moment: string) => `Dữ liệu đúng lúc ${moment}.`,
  progress: 'Đang đọc',
  line: (line: number, column: string, found: string, wanted: string) =>
    `dòng ${line}${column === '' ? '' : `, cột «${column}»`}: ${found === '' ? '' : `thấy «${found}», `}cần ${wanted}`,
  wanted: {
    columns: 'một dòng đủ cột, dấu ngoặc kép được khép lại (hoặc một đối tượng JSON)',
    code: 'mã hồ sơ, ví dụ 000.00.17.H53-200313-0001',
    codeDate: 'ngày có thật ở trong mã hồ sơ',
    codeRange: 'mã hồ sơ có ngày từ tháng 6/2018 đến ngày mai',
    once: 'mỗi hồ sơ một dòng; mã này đã có ở dòng trên',
    unicode: 'chữ Unicode; đây là chữ TCVN3 (ABC) hoặc VNI',
    tooMany: 'ít dòng hơn trong một tệp',
    status: 'một trạng thái',
    timing: 'từ về tiến độ có trong cấu hình nguồn',
    date: 'ngày có thật, dạng dd/MM/yyyy [HH:mm[:ss]] hoặc dạng ghi trong cấu hình nguồn',
    text: 'chữ, không quá 600 ký tự',
    yes: 'có hoặc không',
    secret: 'khóa tra cứu gồm 8 đến 64 chữ cái, chữ số, _ hoặc -',
    version: 'số nguyên tăng dần',
    papers: 'danh sách giấy tờ, cách nhau bằng dấu chấm phẩy',
    timeline: 'danh sách các bước dạng JSON, có đơn vị và ngày',
    unit: 'đơn vị của khóa này',
  },
  trouble: {
    tcvn3:
      'Tệp là chữ TCVN3 (phông ABC, .VnTime), chưa phải Unicode. Hãy chuyển sang Unicode (UTF-8) bằng bộ gõ, hoặc thêm --encoding tcvn3.',
    vni: 'Tệp là chữ VNI (phông VNI-Times), chưa phải Unicode. Hãy chuyển sang Unicode (UTF-8) bằng bộ gõ, hoặc thêm --encoding vni.',
    'not-text': 'Tệp không phải văn bản (có thể là Excel). Hãy lưu thành “CSV UTF-8” rồi nhập lại.',
    'unknown-encoding':
      'Không đọc được chữ trong tệp. Hãy lưu thành UTF-8, hoặc ghi --encoding (windows-1258, tcvn3, vni, utf-16le).',
    'too-big': 'Tệp quá lớn. Hãy chia thành nhiều tệp.',
    unreadable: 'Không mở được tệp.',
    heading: (missing: string, columns: number) =>
      `Dòng đầu phải là tên cột; trong ${columns} cột chưa thấy: ${missing}. Nếu phần mềm đặt tên khác, hãy ghi tên cột vào cấu hình nguồn (columns).`,
  },
  token: (token: string) => `Khóa (chỉ hiện lần này, hãy cất ngay): ${token}`,
  badMoment: 'thời điểm phải ở dạng ISO 8601, ví dụ 2026-11-21T08:15:00+07:00.',
  packFirst: (file: string) =>
    `${file} là YAML; hãy chạy: node device-config/pack.ts ${file}, rồi dùng tệp JSON trong dist/device-config.`,
} as const;
