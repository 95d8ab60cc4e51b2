// The packages of Digital Bazaar, and those of the Digital Credentials Consortium, which have the same interface:
// node with_vc.mjs contexts.json @digitalbazaar

import {readFileSync} from 'node:fs';
import {serve} from './worker.mjs';

const [, , contextsFile, scope] = process.argv;
const contexts = JSON.parse(readFileSync(contextsFile, 'utf8'));
const [vc, {DataIntegrityProof}, {cryptosuite}, Ed25519Multikey] = await Promise.all(
  ['vc', 'data-integrity', 'eddsa-rdfc-2022-cryptosuite', 'ed25519-multikey'].map(name => import(`${scope}/${name}`))
);
const now = new Date('2026-06-01T12:00:00Z');

async function documentLoader(url) {
  return {contextUrl: null, documentUrl: url, document: contexts[url] ?? controllerDocument(url)};
}

function controllerDocument(url) {
  const [did, fragment] = url.split('#');
  if (!did.startsWith('did:key:')) throw new Error(`not loaded: ${url}`);
  const publicKeyMultibase = did.slice('did:key:'.length);
  const id = `${did}#${publicKeyMultibase}`;
  const method = {id, type: 'Multikey', controller: did, publicKeyMultibase};
  if (fragment) return {'@context': 'https://w3id.org/security/multikey/v1', ...method};
  const context = ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'];
  return {'@context': context, id: did, verificationMethod: [method], assertionMethod: [id]};
}

function versionOf(name) {
  return JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version;
}

serve({
  versions: {node: process.versions.node, [`${scope}/vc`]: versionOf(`${scope}/vc`)},

  async verify(sealed) {
    const credential = JSON.parse(sealed);
    const suite = new DataIntegrityProof({cryptosuite});
    const checkStatus = async () => ({verified: true});
    const {verified} = await vc.verifyCredential({credential, suite, documentLoader, checkStatus, now});
    return verified;
  },

  async unsealed({document, seed}) {
    const id = document.issuer.id;
    const key = await Ed25519Multikey.generate({seed: Buffer.from(seed, 'hex'), controller: id});
    key.id = `${id}#${key.publicKeyMultibase ?? id.slice('did:key:'.length)}`;
    return {credential: structuredClone(document), signer: key.signer()};
  },

  async sign({credential, signer}) {
    const suite = new DataIntegrityProof({signer, cryptosuite});
    return vc.issue({credential, suite, documentLoader, now});
  },
});
