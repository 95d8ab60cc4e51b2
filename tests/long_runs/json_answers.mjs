// Reads lines, writes one line for each. "T" and base64: a JSON text; what JSON.parse makes of it comes back, as JSON
// in which numbers are replaced by the bits of their doubles, or "refused". "D" and 16 hexadecimal digits: a double;
// how JSON.stringify writes it comes back.
import {createInterface} from 'node:readline';

const view = new DataView(new ArrayBuffer(8));
const bits = number => {
  view.setFloat64(0, number);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
};
const marked = value => {
  if(typeof value === 'number') return {n: bits(value)};
  if(Array.isArray(value)) return value.map(marked);
  if(value !== null && typeof value === 'object') {
    // Numbers as names come first in JavaScript, so the order is not compared.
    return {o: Object.entries(value).map(([name, member]) => [name, marked(member)])};
  }
  return value;
};
const decoder = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});
const answers = [];
for await (const line of createInterface({input: process.stdin})) {
  if(line[0] === 'D') {
    view.setBigUint64(0, BigInt(`0x${line.slice(1)}`));
    answers.push(JSON.stringify(view.getFloat64(0)));
  } else {
    try {
      answers.push(JSON.stringify(marked(JSON.parse(decoder.decode(Buffer.from(line.slice(1), 'base64'))))));
    } catch {
      answers.push('refused');
    }
  }
}
process.stdout.write(answers.join('\n') + '\n');
