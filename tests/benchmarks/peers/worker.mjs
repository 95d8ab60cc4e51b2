// The loop of a worker in Node.js; worker.py says what it answers to which request.

import {readFileSync} from 'node:fs';
import {createInterface} from 'node:readline';

export async function serve(contender) {
  let call;
  let inputs;
  for await (const line of createInterface({input: process.stdin})) {
    const request = JSON.parse(line);
    let answer;
    if (request.do === 'prepare') {
      call = callOf(contender, request.task);
      const prepared = await inputsOf(contender, request);
      ({inputs} = prepared);
      await times(call, inputs, request.seconds);
      answer = {versions: contender.versions, example: prepared.example};
    } else if (request.do === 'time') {
      answer = await times(call, inputs, request.seconds);
    } else {
      const verify = callOf(contender, 'verify');
      for (const record of recordsOf(request)) await verify(record.sealed);
      answer = {bytes: peakMemory()};
    }
    console.log(JSON.stringify(answer));
  }
}

function callOf(contender, task) {
  if (task === 'sign') return unsealed => contender.sign(unsealed);
  return async sealed => {
    if (!await contender.verify(sealed)) throw new Error('a sealed credential was refused');
  };
}

async function inputsOf(contender, {task, path, count}) {
  const records = [...recordsOf({path, count})];
  const prepared = task === 'sign' ? record => contender.unsealed(record) : record => record.sealed;
  const inputs = cycle(records, prepared);
  const first = await inputs.next().value;
  const example = task === 'sign' ? JSON.stringify(await contender.sign(first)) : first;
  if (!await contender.verify(example)) throw new Error('a sealed credential was refused');
  if (await contender.verify(tampered(example))) throw new Error('a credential that was changed was taken for good');
  return {inputs, example};
}

function* recordsOf({path, count}) {
  for (const line of readFileSync(path, 'utf8').split('\n').slice(0, count)) {
    if (line) yield JSON.parse(line);
  }
}

function* cycle(records, prepared) {
  for (;;) for (const record of records) yield prepared(record);
}

async function times(call, inputs, seconds) {
  const elapsed = [];
  const busy = [];
  const end = process.hrtime.bigint() + BigInt(Math.round(seconds * 1e9));
  while (elapsed.length < 3 || process.hrtime.bigint() < end) {
    const given = await inputs.next().value;
    const before = process.cpuUsage();
    const begun = process.hrtime.bigint();
    await call(given);
    elapsed.push(Number(process.hrtime.bigint() - begun));
    const {user, system} = process.cpuUsage(before);
    busy.push((user + system) * 1000);
  }
  return {elapsed, busy};
}

function tampered(sealed) {
  const document = JSON.parse(sealed);
  document.name += ', with honours';
  return JSON.stringify(document);
}

function peakMemory() {
  try {
    return Number(/^VmHWM:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}
