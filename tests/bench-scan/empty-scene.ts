// Scenes with many edges and no code, by number: print, stripes, tiles, clothes, lights. Drawn where they are looked at.

function chanceOf(seed: number): () => number {
  let state = (Math.imul(seed + 1, 2_654_435_761) >>> 0) + 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

const words =
  'giấy tiếp nhận hồ sơ và hẹn trả kết quả trung tâm phục vụ hành chính công ngày tháng năm họ tên'.split(
    ' ',
  );

export function drawEmptyScene(canvas: OffscreenCanvas, seed: number): void {
  const paper = canvas.getContext('2d');
  if (paper === null) throw new Error('no canvas');
  const chance = chanceOf(seed);
  const { width, height } = canvas;
  const grey = (value: number) => `rgb(${value},${value},${value})`;
  paper.setTransform(1, 0, 0, 1, 0, 0);
  paper.fillStyle = grey(40 + chance() * 180);
  paper.fillRect(0, 0, width, height);
  const kinds = [drawStripes, drawPrint, drawTiles, drawLights];
  for (let i = 0; i < 4; i += 1) {
    paper.setTransform(1, 0, 0, 1, 0, 0);
    paper.translate(chance() * width, chance() * height);
    paper.rotate((chance() - 0.5) * Math.PI);
    kinds[Math.floor(chance() * kinds.length)]?.(paper, chance);
  }
}

type Draw = (paper: OffscreenCanvasRenderingContext2D, chance: () => number) => void;

/** Bars of any width, as a blind, a radiator or a shirt has them: the hardest thing for a reader of bars. */
const drawStripes: Draw = (paper, chance) => {
  const long = 40 + chance() * 300;
  const narrow = 1.5 + chance() * 4;
  for (let x = -400; x < 400; x += narrow * (1 + Math.floor(chance() * 4))) {
    paper.fillStyle = chance() < 0.5 ? 'black' : 'white';
    paper.fillRect(x, -long / 2, narrow * (1 + Math.floor(chance() * 4)), long);
  }
};

const drawPrint: Draw = (paper, chance) => {
  paper.fillStyle = '#f4f4f0';
  paper.fillRect(-420, -260, 840, 520);
  paper.fillStyle = '#222';
  const size = 10 + chance() * 26;
  paper.font = `${size}px sans-serif`;
  for (let y = -240; y < 250; y += size * 1.4) {
    let line = '';
    while (line.length < 70)
      line += `${words[Math.floor(chance() * words.length)]} ${Math.floor(chance() * 1_000)} `;
    paper.fillText(line, -410, y, 820);
  }
};

const drawTiles: Draw = (paper, chance) => {
  const size = 4 + chance() * 50;
  for (let y = -300; y < 300; y += size) {
    for (let x = -400; x < 400; x += size) {
      if (chance() < 0.5) continue;
      paper.fillStyle = chance() < 0.7 ? '#111' : '#ccc';
      paper.fillRect(x, y, size, size);
    }
  }
};

const drawLights: Draw = (paper, chance) => {
  const light = paper.createRadialGradient(0, 0, 5, 0, 0, 120 + chance() * 400);
  light.addColorStop(0, 'rgba(255,255,255,0.9)');
  light.addColorStop(1, 'rgba(255,255,255,0)');
  paper.fillStyle = light;
  paper.fillRect(-600, -600, 1_200, 1_200);
};
