// Encodes and decodes HTJ2K with OpenJPH, as @cornerstonejs/codec-openjph has it. The only argument is a file of tasks, one
// in each line as JSON: {"raw": FILE, "encoded": FILE} with "encode" as below, to write both; without, to decode only.
const fs = require('fs');
require('@cornerstonejs/codec-openjph')({ print: () => {}, printErr: () => {} }).then(openjph => {
  for (const line of fs.readFileSync(process.argv[2], 'utf8').trim().split('\n')) {
    const task = JSON.parse(line);
    if (task.encode) {
      const { width, height, bits, signed, components, reversible, step, block, levels, order } = task.encode;
      const encoder = new openjph.HTJ2KEncoder();
      encoder.getDecodedBuffer({
        width, height, bitsPerSample: bits, componentCount: components, isSigned: signed,
        isUsingColorTransform: components === 3,
      }).set(fs.readFileSync(task.raw));
      encoder.setQuality(reversible, step);
      encoder.setBlockDimensions({ width: block[0], height: block[1] });
      encoder.setDecompositions(levels);
      encoder.setProgressionOrder(order);
      encoder.encode();
      fs.writeFileSync(task.encoded, encoder.getEncodedBuffer());
      encoder.delete();
    }
    const decoder = new openjph.HTJ2KDecoder();
    const encoded = fs.readFileSync(task.encoded);
    decoder.getEncodedBuffer(encoded.length).set(encoded);
    decoder.decode();
    fs.writeFileSync(task.raw, decoder.getDecodedBuffer());
    decoder.delete();
  }
}).catch(e => {
  console.error(e);
  process.exit(1);
});
