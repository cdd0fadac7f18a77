// The whole life of an instance, with Google's own client for Node. Arguments: port, project.
'use strict';

const assert = require('node:assert/strict');
const compute = require('@google-cloud/compute');
const {PassThroughClient} = require('google-auth-library');

const [port, project] = process.argv.slice(2);
const zone = 'us-central1-a';
const instance = 'node-walk';
const options = {apiEndpoint: '127.0.0.1', port: Number(port), protocol: 'http', authClient: new PassThroughClient()};
const instances = new compute.InstancesClient(options);
const operations = new compute.ZoneOperationsClient(options);
const types = new compute.MachineTypesClient(options);

// As Google's samples do it.
async function done([response]) {
  let operation = response.latestResponse;
  while (operation.status !== 'DONE') {
    [operation] = await operations.wait({operation: operation.name, project, zone: operation.zone.split('/').pop()});
  }

  assert.equal(operation.error ?? null, null, JSON.stringify(operation.error));
  return operation;
}

async function refused(promise, code, text) {
  await assert.rejects(promise, error => {
    assert.equal(Number(error.code), code, `${error.code} ${error.message}`);
    assert.match(error.message, text);
    return true;
  });
}

async function get() {
  const [found] = await instances.get({project, zone, instance});
  return found;
}

async function main() {
  const [all] = await types.list({project, zone});
  assert.ok(all.length >= 13);
  const small = all.find(type => type.name === 'e2-small');
  assert.equal(small.guestCpus, 2);
  assert.equal(small.isSharedCpu, true);

  const instanceResource = {
    name: instance,
    machineType: `zones/${zone}/machineTypes/e2-small`,
    disks: [{boot: true, autoDelete: true, initializeParams: {diskSizeGb: '10', sourceImage: 'projects/debian-cloud/global/images/family/debian-12'}}],
    networkInterfaces: [{name: 'global/networks/default'}],
    labels: {env: 'dev'},
  };
  const inserted = await done(await instances.insert({project, zone, instanceResource}));
  assert.equal(inserted.operationType, 'insert');
  assert.match(String(inserted.targetId), /^[1-9][0-9]+$/);
  await refused(instances.insert({project, zone, instanceResource}), 409, /already exists/);

  const created = await get();
  assert.equal(created.status, 'RUNNING');
  assert.equal(String(created.id), String(inserted.targetId));
  assert.deepEqual(created.labels, {env: 'dev'});
  const [page] = await instances.list({project, zone, filter: `name = ${instance}`});
  assert.deepEqual(page.map(found => found.name), [instance]);
  const scopes = [];
  for await (const [scope, found] of instances.aggregatedListAsync({project})) {
    if (found.instances?.length) scopes.push(scope);
  }

  assert.deepEqual(scopes, [`zones/${zone}`]);

  await done(await instances.stop({project, zone, instance}));
  assert.equal((await get()).status, 'TERMINATED');
  await done(await instances.setMachineType({
    project, zone, instance, instancesSetMachineTypeRequestResource: {machineType: `zones/${zone}/machineTypes/n1-standard-1`}}));
  assert.match((await get()).machineType, /\/n1-standard-1$/);
  await done(await instances.start({project, zone, instance}));
  await done(await instances.reset({project, zone, instance}));

  const {labelFingerprint} = await get();
  await done(await instances.setLabels({project, zone, instance, instancesSetLabelsRequestResource: {labelFingerprint, labels: {env: 'prod', team: 'a'}}}));
  assert.deepEqual((await get()).labels, {env: 'prod', team: 'a'});
  await refused(
    instances.setLabels({project, zone, instance, instancesSetLabelsRequestResource: {labelFingerprint, labels: {}}}), 412, /fingerprint/i);
  const {tags, metadata} = await get();
  await done(await instances.setTags({project, zone, instance, tagsResource: {fingerprint: tags.fingerprint, items: ['web']}}));
  await done(await instances.setMetadata({
    project, zone, instance, metadataResource: {fingerprint: metadata.fingerprint, items: [{key: 'startup-script', value: 'echo "hello"\n'}]}}));
  assert.deepEqual((await get()).tags.items, ['web']);
  assert.equal((await get()).metadata.items[0].value, 'echo "hello"\n');
  await done(await instances.suspend({project, zone, instance}));
  assert.equal((await get()).status, 'SUSPENDED');
  await done(await instances.resume({project, zone, instance}));
  const [serial] = await instances.getSerialPortOutput({project, zone, instance});
  assert.match(serial.contents, /n1-standard-1/);

  await done(await instances.delete({project, zone, instance}));
  await refused(instances.get({project, zone, instance}), 404, /was not found/);
  await refused(instances.insert({project, zone, instanceResource: {...instanceResource, name: 'Not_A_Name'}}), 400, /resource\.name/);
}

main().then(() => console.log('ok'), error => {
  console.error(error);
  process.exitCode = 1;
});
