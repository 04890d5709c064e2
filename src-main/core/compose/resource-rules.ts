import type { Faults } from './faults.ts';
import { isIpAddress } from './ip.ts';
import { fieldOf, fieldsOf, isNull, itemsOf, textOf, type Tree } from './tree.ts';

/** Refuses what the schema cannot see: attributes of one part that exclude or need each other. */
export function checkResources(root: Tree, faults: Faults): void {
  checkExternalVolumes(root, faults);
  checkFileObjects(root, 'configs', ['file', 'environment', 'content'], faults);
  checkFileObjects(root, 'secrets', ['file', 'environment'], faults);
  for (const [name, { value }] of fieldsOf(fieldOf(root, 'services'))) checkService(name, value, faults);
}

function checkExternalVolumes(root: Tree, faults: Faults): void {
  for (const [name, { value }] of fieldsOf(fieldOf(root, 'volumes'))) {
    if (!isExternal(value)) continue;
    for (const [key, field] of fieldsOf(value)) {
      if (key === 'external' || key === 'name' || key.startsWith('x-')) continue;
      faults.refuse(
        field.at,
        `volumes.${name}: "external" and "${key}" exclude each other`,
        'What is external is not made by this project.',
      );
    }
  }
}

function isExternal(tree: Tree): boolean {
  const external = fieldOf(tree, 'external');
  return external?.kind === 'bool' && external.value;
}

function checkFileObjects(root: Tree, kind: string, ways: readonly string[], faults: Faults): void {
  for (const [name, { at, value }] of fieldsOf(fieldOf(root, kind))) {
    const given = ways.filter((way) => fieldOf(value, way) !== undefined);
    const choice = ways.join(', ');
    if (given.length > 1) {
      const isFilled = fieldOf(value, 'content')?.at === fieldOf(value, 'environment')?.at;
      faults.refuse(
        at,
        `${kind}.${name}: only one of ${choice} may be set, found ${given.join(' and ')}`,
        isFilled ? 'docker compose takes no variable for a config of an included file.' : null,
      );
    }
    // That either key is there is enough, whatever it says.
    const isElsewhere = ['external', 'driver'].some((key) => fieldOf(value, key) !== undefined);
    if (given.length === 0 && !isElsewhere)
      faults.refuse(at, `${kind}.${name}: one of ${choice} has to be set`);
  }
}

function checkService(name: string, service: Tree, faults: Faults): void {
  const devices = fieldOf(
    fieldOf(fieldOf(fieldOf(service, 'deploy'), 'resources'), 'reservations'),
    'devices',
  );
  checkDevices(`services.${name}.deploy.resources.reservations.devices`, devices, faults);
  checkDevices(`services.${name}.gpus`, fieldOf(service, 'gpus'), faults);
  refuseWithout('target', `services.${name}.ports`, fieldOf(service, 'ports'), faults);
  refuseWithout('target', `services.${name}.volumes`, fieldOf(service, 'volumes'), faults);
  refuseWithout('target', `services.${name}.devices`, fieldOf(service, 'devices'), faults);
  itemsOf(fieldOf(service, 'ports')).forEach((port, index) => {
    const ip = fieldOf(port, 'host_ip');
    const text = textOf(ip);
    if (ip === undefined || text === undefined || text === '' || isIpAddress(text)) return;
    faults.refuse(ip.at, `services.${name}.ports[${index}]: ${JSON.stringify(text)} is not an IP address`);
  });
  for (const trigger of itemsOf(fieldOf(fieldOf(service, 'develop'), 'watch'))) {
    if (textOf(fieldOf(trigger, 'path')) === '')
      faults.refuse(trigger.at, `services.${name}.develop.watch: path is empty`);
  }
}

function refuseWithout(key: string, path: string, list: Tree | undefined, faults: Faults): void {
  itemsOf(list).forEach((item, index) => {
    if (item.kind === 'map' && isNull(fieldOf(item, key)))
      faults.refuse(item.at, `${path}[${index}]: the key ${key} is missing`);
  });
}

function checkDevices(path: string, devices: Tree | undefined, faults: Faults): void {
  itemsOf(devices).forEach((device, index) => {
    if (fieldOf(device, 'count') === undefined || fieldOf(device, 'device_ids') === undefined) return;
    faults.refuse(
      device.at,
      `${path}[${index}]: "count" and "device_ids" exclude each other`,
      'Keep one of them.',
    );
  });
}
