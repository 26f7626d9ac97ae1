/** Follows the lengths of MQTT packets through a byte stream, over frame borders, and says when one is too large; it reads no content. */

export class PacketMeter {
  readonly #max: number;
  /** Bytes of the current packet still to come; while its length is being read, null. */
  #left: number | null = 0;
  #length = 0;
  #shift = 0;
  #isHeader = true;

  constructor(max: number) {
    this.#max = max;
  }

  /** False as soon as a packet announces more than the limit, or a length of more than four bytes [MQTT-2.2.3]. */
  takes(bytes: Uint8Array): boolean {
    let at = 0;
    while (at < bytes.length) {
      if (this.#left !== null && this.#left > 0) {
        const step = Math.min(this.#left, bytes.length - at);
        this.#left -= step;
        at += step;
        continue;
      }
      const byte = bytes[at] ?? 0;
      at += 1;
      if (this.#isHeader) {
        this.#isHeader = false;
        this.#left = null;
        this.#length = 0;
        this.#shift = 0;
        continue;
      }
      this.#length += (byte & 127) * 2 ** this.#shift;
      this.#shift += 7;
      if (this.#length > this.#max || this.#shift > 28) return false;
      if (byte < 128) {
        this.#left = this.#length;
        this.#isHeader = true;
      }
    }
    return true;
  }
}
