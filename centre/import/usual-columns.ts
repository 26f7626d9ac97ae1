/** The headings that files of one-stop software usually have, in one spelling (plainKey); a table and nothing else. */
import type { DossierField } from '../../shared/contract/source-config.ts';

/** Of two headings for one field the earlier of this list is taken. */
export const usualColumns: Readonly<Record<DossierField, readonly string[]>> = {
  code: [
    ...['code', 'dossiercode', 'dossierno', 'dossiernumber', 'mahoso', 'sohoso', 'mahs', 'sohs', 'mhs'],
    ...['masohoso', 'mabiennhan', 'sobiennhan'],
  ],
  status: [
    ...['status', 'statuscode', 'state', 'trangthai', 'matrangthai', 'trangthaihoso', 'tinhtrang'],
    ...['tinhtranghoso', 'trangthaixuly', 'tinhtrangxuly'],
  ],
  timing: ['timing', 'timeliness', 'tiendo', 'tinhtranghan', 'tinhtrangtrehan', 'danhgiatiendo'],
  received: [
    ...['received', 'receivedat', 'receiveddate', 'ngaytiepnhan', 'thoigiantiepnhan', 'ngaynhan'],
    ...['ngaynhanhoso', 'ngaynop'],
  ],
  due: [
    ...['due', 'dueat', 'duedate', 'ngayhentra', 'hentra', 'ngayhen', 'thoigianhentra', 'ngayhentraketqua'],
    ...['hantra', 'hanxuly', 'hangiaiquyet'],
  ],
  newDue: [
    ...['newdue', 'newduedate', 'ngayhenlai', 'ngayhenmoi', 'hanmoi', 'ngayhentramoi'],
    ...['ngayhentralai', 'giahanden'],
  ],
  finished: [
    ...['finished', 'finishedat', 'finisheddate', 'completed', 'ngayhoanthanh', 'ngayketthuc'],
    ...['ngayxulyxong', 'ngaycoketqua', 'ngaytra', 'ngaytraketqua'],
  ],
  since: ['since', 'statussince', 'statusdate', 'tungay', 'trangthaitungay', 'ngaytrangthai'],
  lateReason: [
    ...['latereason', 'lydotre', 'lydotrehen', 'lydotrehan', 'lydochamtre', 'nguyennhantre'],
    ...['nguyennhantrehen'],
  ],
  unit: [
    ...['unit', 'unitname', 'agency', 'donvi', 'tendonvi', 'donvixuly', 'donvigiaiquyet', 'coquan'],
    ...['coquanxuly', 'coquangiaiquyet', 'coquanthuchien', 'donvitiepnhan'],
  ],
  desk: ['desk', 'counter', 'quay', 'quaytra', 'noitraketqua', 'noinhanketqua', 'noitra', 'diadiemtra'],
  hours: ['hours', 'deskhours', 'giolamviec', 'giotraketqua', 'giotra'],
  byPost: ['bypost', 'post', 'quabuudien', 'traquabuudien', 'nhanquabuudien', 'buudien', 'buuchinh'],
  payWhat: ['paywhat', 'pay', 'khoanphainop', 'khoannop', 'nghiavutaichinh', 'noidungnop'],
  payWhere: ['paywhere', 'noinop', 'noinoptien', 'diadiemnop'],
  papers: ['papers', 'missingpapers', 'giaytobosung', 'giaytocanbosung', 'bosung', 'noidungbosung'],
  answers: ['answers', 'answeringunit', 'donvitraloi', 'coquantraloi', 'donvichiutrachnhiem'],
  title: [
    'title',
    'procedure',
    'procedurename',
    'thutuc',
    'tenthutuc',
    'thutuchanhchinh',
    'tenthutuchanhchinh',
  ],
  name: [
    ...['name', 'fullname', 'applicant', 'citizen', 'hoten', 'hovaten', 'tencongdan', 'chuhoso'],
    ...['tenchuhoso', 'nguoinop', 'tennguoinop', 'nguoinophoso'],
  ],
  secret: ['secret', 'lookupsecret', 'matracuu', 'khoatracuu', 'mabaomat', 'matkhautracuu'],
  timeline: ['timeline', 'stages', 'quatrinh', 'quatrinhxuly', 'tientrinh'],
  version: ['version', 'revision', 'phienban', 'solancapnhat'],
};
