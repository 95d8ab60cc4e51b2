// Reads a JSON array of N-Quads texts, writes a JSON array of what rdf-canonize makes of each: its canonical text, or
// null where it takes longer than the number of milliseconds given. Node.js finds the package where it is called.
import {createRequire} from 'node:module';
import {readFileSync} from 'node:fs';

const canonize = createRequire(`${process.cwd()}/`)('rdf-canonize');
const limit = Number(process.argv[2] ?? 2000);
const found = [];
for(const text of JSON.parse(readFileSync(0, 'utf8'))) {
  const options = {
    algorithm: 'RDFC-1.0', inputFormat: 'application/n-quads',
    maxWorkFactor: Infinity, signal: AbortSignal.timeout(limit)
  };
  found.push(await canonize.canonize(text, options).catch(() => null));
}
process.stdout.write(JSON.stringify(found));
