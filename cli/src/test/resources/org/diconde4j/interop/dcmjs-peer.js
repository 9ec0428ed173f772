// dcmjs-dimse as a peer. One argument, JSON: {"ask": [requests], …} sends requests over one association and prints each response
// as a line of JSON; {"answer": …} serves until it is ended, and prints a line of JSON for each request.
//   port, calling, called · tls: {key, cert, ca}, files in PEM · folder: where received objects go
//   request: {"do": "echo|store|find|worklist|move|get|create|set|action|delete|event|read", …}
'use strict';
const fs = require('fs');
const path = require('path');
const dimse = require('dcmjs-dimse');
const { Client, Dataset, Scp, Server } = dimse;
const { PresentationContext } = dimse.association;
const { requests: rq, responses: rs, constants } = dimse;
const { Status, PresentationContextResult, TransferSyntax } = constants;

const job = JSON.parse(process.argv[2]);
dimse.log.setLevel('error');
const say = (line) => fs.writeSync(1, JSON.stringify(line) + '\n');
const elements = (dataset) => {
  if (!dataset) return undefined;
  const { _vrMap, ...own } = dataset.getElements();
  return own;
};
const security = job.tls && {
  key: fs.readFileSync(job.tls.key),
  cert: fs.readFileSync(job.tls.cert),
  ca: fs.readFileSync(job.tls.ca),
  requestCert: true,
  rejectUnauthorized: true,
};

function keep(dataset) {
  dataset.toFile(path.join(job.folder, dataset.getElement('SOPInstanceUID') + '.dcm'));
}

// ---- asking ------------------------------------------------------------------------------------------------------

function request(r) {
  const withDataset = (made) => {
    if (r.dataset) made.setDataset(new Dataset(r.dataset));
    return made;
  };
  switch (r.do) {
    case 'echo': return new rq.CEchoRequest();
    case 'store': return new rq.CStoreRequest(r.file);
    case 'find': return rq.CFindRequest.createStudyFindRequest(r.dataset);
    // with its own keys, which an empty Pregnancy Status is among, it would ask for the value 0 of that
    case 'worklist': return withDataset(rq.CFindRequest.createWorklistFindRequest({}));
    case 'move': return rq.CMoveRequest.createStudyMoveRequest(r.destination, r.study);
    case 'get': return rq.CGetRequest.createStudyGetRequest(r.study);
    case 'create': return withDataset(new rq.NCreateRequest(r.sopClass, r.instance, r.meta));
    case 'set': return withDataset(new rq.NSetRequest(r.sopClass, r.instance, r.meta));
    case 'action': return withDataset(new rq.NActionRequest(r.sopClass, r.instance, r.type, r.meta));
    case 'event': return withDataset(new rq.NEventReportRequest(r.sopClass, r.instance, r.type, r.meta));
    case 'delete': return new rq.NDeleteRequest(r.sopClass, r.instance, r.meta);
    case 'read': return new rq.NGetRequest(r.sopClass, r.instance, r.attributes || [], r.meta);
    default: throw new Error('cannot do ' + r.do);
  }
}

function ask() {
  const client = new Client();
  for (const r of job.ask) {
    const made = request(r);
    made.on('response', (response) =>
      say({ to: r.do, status: response.getStatus(), comment: response.getErrorComment(), dataset: elements(response.getDataset()) }));
    client.addRequest(made);
  }
  // what is received by C-GET comes on contexts where this is the SCP
  for (const sopClass of job.accept || []) {
    const context = new PresentationContext(0, sopClass, TransferSyntax.ExplicitVRLittleEndian);
    context.setUserRole(false);
    context.setProviderRole(true);
    client.addAdditionalPresentationContext(context);
  }
  client.on('cStoreRequest', (r, callback) => {
    keep(r.getDataset());
    const response = rs.CStoreResponse.fromRequest(r);
    response.setStatus(Status.Success);
    callback(response);
  });
  client.on('nEventReportRequest', (r, callback) => {
    say({ from: 'event', type: r.getEventTypeId(), dataset: elements(r.getDataset()) });
    const response = rs.NEventReportResponse.fromRequest(r);
    response.setStatus(Status.Success);
    callback(response);
  });
  const failed = (what) => (e) => {
    say({ failed: what, why: String(e && e.message ? e.message : e) });
    process.exit(1);
  };
  client.on('networkError', failed('network'));
  client.on('associationRejected', failed('association'));
  client.on('abort', failed('abort'));
  client.on('associationReleased', () => process.exit(0));
  client.send('127.0.0.1', job.port, job.calling, job.called, {
    securityOptions: security,
    associationLingerTimeout: job.linger || 0,
  });
}

// ---- answering ---------------------------------------------------------------------------------------------------

const stored = []; // datasets, in the order of their coming
const instances = new Map(); // of the N-services

class Peer extends Scp {
  associationRequested(association) {
    this.association = association;
    for (const { id } of association.getPresentationContexts()) {
      const context = association.getPresentationContext(id);
      const syntaxes = context.getTransferSyntaxUids();
      const taken = [TransferSyntax.ExplicitVRLittleEndian, TransferSyntax.ImplicitVRLittleEndian].find((s) => syntaxes.includes(s));
      context.setResult(
        taken ? PresentationContextResult.Accept : PresentationContextResult.RejectTransferSyntaxesNotSupported, taken);
    }
    this.sendAssociationAccept();
  }

  associationReleaseRequested() {
    this.sendAssociationReleaseResponse();
  }

  reply(kind, r, status, dataset) {
    const response = rs[kind + 'Response'].fromRequest(r);
    response.setStatus(status);
    if (dataset) response.setDataset(new Dataset(dataset));
    return response;
  }

  cEchoRequest(r, callback) {
    callback(this.reply('CEcho', r, Status.Success));
  }

  cStoreRequest(r, callback) {
    stored.push(r.getDataset());
    keep(r.getDataset());
    callback(this.reply('CStore', r, Status.Success));
  }

  // The unique keys and the level are all that it looks at.
  matches(keys) {
    const level = { PATIENT: 'PatientID', STUDY: 'StudyInstanceUID', SERIES: 'SeriesInstanceUID', IMAGE: 'SOPInstanceUID' }[keys.QueryRetrieveLevel];
    const found = stored.map(elements).filter((e) =>
      ['PatientID', 'StudyInstanceUID', 'SeriesInstanceUID', 'SOPInstanceUID'].every((k) => !keys[k] || keys[k] === e[k]));
    return [...new Map(found.map((e) => [e[level], e])).values()];
  }

  cFindRequest(r, callback) {
    const keys = elements(r.getDataset());
    const pending = this.matches(keys).map((e) => {
      const answer = {};
      Object.keys(keys).forEach((k) => { answer[k] = k === 'QueryRetrieveLevel' ? keys[k] : e[k]; });
      return this.reply('CFind', r, Status.Pending, answer);
    });
    callback([...pending, this.reply('CFind', r, Status.Success)]);
  }

  cGetRequest(r, callback) {
    const uid = elements(r.getDataset()).StudyInstanceUID;
    const chosen = stored.filter((d) => d.getElement('StudyInstanceUID') === uid).map((d) => new rq.CStoreRequest(d));
    let open = chosen.length;
    const done = () => {
      const response = this.reply('CGet', r, Status.Success);
      response.setCompleted(chosen.length);
      callback([response]);
    };
    if (open === 0) return done();
    for (const store of chosen) {
      store.on('done', () => { if (--open === 0) done(); });
    }
    return this.sendRequests(chosen);
  }

  cMoveRequest(r, callback) {
    const uid = elements(r.getDataset()).StudyInstanceUID;
    const client = new Client();
    const chosen = stored.filter((d) => d.getElement('StudyInstanceUID') === uid);
    chosen.forEach((d) => client.addRequest(new rq.CStoreRequest(d)));
    client.on('closed', () => {
      const response = this.reply('CMove', r, Status.Success);
      response.setCompleted(chosen.length);
      callback([response]);
    });
    client.on('networkError', () => callback([this.reply('CMove', r, Status.ProcessingFailure)]));
    client.send('127.0.0.1', job.destination, job.called, job.calling, { securityOptions: security });
  }

  nCreateRequest(r, callback) {
    say({ request: 'create', sopClass: r.getAffectedSopClassUid(), instance: r.getAffectedSopInstanceUid(), dataset: elements(r.getDataset()) });
    const known = instances.has(r.getAffectedSopInstanceUid());
    if (!known) instances.set(r.getAffectedSopInstanceUid(), elements(r.getDataset()) || {});
    callback(this.reply('NCreate', r, known ? Status.DuplicateSOPInstance : Status.Success));
  }

  change(kind, r, callback, more) {
    const instance = r.getRequestedSopInstanceUid();
    say({ request: kind, sopClass: r.getRequestedSopClassUid(), instance, dataset: elements(r.getDataset()), ...more });
    const known = instances.get(instance);
    if (!known) return callback(this.reply('N' + kind, r, Status.NoSuchObjectInstance));
    if (kind === 'Set') Object.assign(known, elements(r.getDataset()));
    if (kind === 'Delete') instances.delete(instance);
    return callback(this.reply('N' + kind, r, Status.Success, kind === 'Get' ? known : undefined));
  }

  nSetRequest(r, callback) {
    this.change('Set', r, callback);
  }

  nGetRequest(r, callback) {
    this.change('Get', r, callback, { attributes: r.getAttributeIdentifierList() });
  }

  nDeleteRequest(r, callback) {
    this.change('Delete', r, callback);
  }

  nActionRequest(r, callback) {
    this.change('Action', r, callback, { type: r.getActionTypeId() });
  }

  nEventReportRequest(r, callback) {
    say({ request: 'event', sopClass: r.getAffectedSopClassUid(), instance: r.getAffectedSopInstanceUid(), type: r.getEventTypeId(), dataset: elements(r.getDataset()) });
    callback(this.reply('NEventReport', r, Status.Success));
  }
}

if (job.ask) {
  ask();
} else {
  const server = new Server(Peer);
  server.on('networkError', (e) => say({ failed: 'network', why: String(e && e.message ? e.message : e) }));
  server.listen(job.port, { securityOptions: security });
}
