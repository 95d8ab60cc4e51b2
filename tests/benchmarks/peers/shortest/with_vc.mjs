// node with_vc.mjs badge.json contexts.json: exit with 0 where the proof holds.

import {readFileSync} from 'node:fs';
import {verifyCredential} from '@digitalbazaar/vc';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';

const [credential, contexts] = process.argv.slice(2).map(path => JSON.parse(readFileSync(path)));
const did = credential.issuer.id;
const publicKeyMultibase = did.slice('did:key:'.length);
const method = {id: `${did}#${publicKeyMultibase}`, type: 'Multikey', controller: did, publicKeyMultibase};
const documents = {
  ...contexts,
  [method.id]: {'@context': 'https://w3id.org/security/multikey/v1', ...method},
  [did]: {'@context': 'https://www.w3.org/ns/did/v1', id: did, verificationMethod: [method], assertionMethod: [method.id]}
};
const documentLoader = async url => ({documentUrl: url, document: documents[url]});
const suite = new DataIntegrityProof({cryptosuite});
const {verified} = await verifyCredential({credential, suite, documentLoader});
process.exitCode = verified ? 0 : 1;
